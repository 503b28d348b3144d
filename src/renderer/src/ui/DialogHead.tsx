import type { ReactNode } from 'react'

/** The head of a dialog: its title, what else stands beside it, and the way out. */
export function DialogHead(props: {
  readonly title: string
  /** Between the title and the way out. */
  readonly children?: ReactNode
  readonly onClose: () => void
}): React.JSX.Element {
  return (
    <header className="dialog-head">
      <h2>{props.title}</h2>
      {props.children}
      <span className="spring" />
      <button className="button plain" onClick={props.onClose}>
        Close
      </button>
    </header>
  )
}
