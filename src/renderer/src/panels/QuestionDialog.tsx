import { useEditor } from '../app/editor'
import { useStore } from '../app/useStore'
import { Dialog } from '../ui/Dialog'

/** A question that must be answered before work goes on. */
export function QuestionDialog(): React.JSX.Element | null {
  const editor = useEditor()
  const question = useStore(editor.session, (session) => session.question)
  if (!question) return null
  return (
    <Dialog label={question.text} onClose={() => question.settle(null)}>
      <p className="question">{question.text}</p>
      <div className="panel-row end">
        {question.answers.map((answer, index) => (
          <button
            key={answer}
            className={`button ${index === 0 ? 'primary' : 'plain'}`}
            autoFocus={index === 0}
            onClick={() => question.settle(answer)}
          >
            {answer}
          </button>
        ))}
      </div>
    </Dialog>
  )
}
