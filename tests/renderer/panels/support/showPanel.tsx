import { render } from '@testing-library/react'
import { vi } from 'vitest'
import type { HitpointClient } from '../../../../src/contract/index'
import type { HitpointDocument } from '../../../../src/core/document/document'
import { createEditor, EditorContext, type Editor } from '../../../../src/renderer/src/app/editor'
import type { Session } from '../../../../src/renderer/src/app/session'
import { CommandsContext, type Commands } from '../../../../src/renderer/src/app/useCommands'

/** Answers of the host, `service.call` → what it answers; other calls fail, events are never told. */
export type Answers = Readonly<Record<string, (input: never) => unknown>>

function testClient(answers: Answers): HitpointClient {
  const service = (name: string): object =>
    new Proxy(
      {},
      {
        get: (_, member: string) =>
          member.startsWith('on')
            ? () => () => undefined
            : (input: never) => {
                const answer = answers[`${name}.${member}`]
                return answer
                  ? Promise.resolve(answer(input))
                  : Promise.reject(new Error(`no answer for ${name}.${member}`))
              },
      },
    )
  return new Proxy({}, { get: (_, name: string) => service(name) }) as HitpointClient
}

export interface ShownPanel {
  readonly editor: Editor
  /** The commands that were run. */
  readonly run: ReturnType<typeof vi.fn<Commands['run']>>
}

/** jsdom lays nothing out, so nothing ever changes its size. */
class StillObserver implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

/** Renders a panel over a document, with every command at hand. */
export function showPanel(
  panel: React.JSX.Element,
  document: HitpointDocument | null,
  { session = {}, answers = {} }: { readonly session?: Partial<Session>; readonly answers?: Answers } = {},
): ShownPanel {
  vi.stubGlobal('ResizeObserver', StillObserver)
  const editor = createEditor(testClient(answers))
  editor.document.open(document)
  editor.set(session)
  const run = vi.fn<Commands['run']>()
  const commands: Commands = { run, canRun: () => true, subscribe: () => () => undefined }
  render(
    <EditorContext value={editor}>
      <CommandsContext value={commands}>{panel}</CommandsContext>
    </EditorContext>,
  )
  return { editor, run }
}
