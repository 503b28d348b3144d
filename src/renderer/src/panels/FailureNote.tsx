import { isFailure } from '../../../core/base/failure'
import { failureText } from '../../../core/base/failureText'

/** Says in one sentence what went wrong and what to do. */
export function FailureNote({ error }: { readonly error: unknown }): React.JSX.Element {
  return <p role="alert">{isFailure(error) ? failureText(error) : 'Something went wrong inside Hitpoint.'}</p>
}
