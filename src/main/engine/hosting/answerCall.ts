import { isFailure } from '../../../core/base/failure'
import type { Service } from '../../../contract/define'
import type { WireAnswer } from '../../../contract/failures'

type AnyHandler = (input: unknown) => Promise<unknown>

/**
 * Answers one call at a border: finds the member by its name, validates the input, runs the handler, validates the
 * output. Never throws: every failure becomes a code. `report` hears what was not foreseen.
 */
export async function answerCall(
  service: Service,
  handlers: Readonly<Record<string, AnyHandler>>,
  memberName: string,
  input: unknown,
  report: (error: unknown) => void,
): Promise<WireAnswer> {
  const member = Object.hasOwn(service.members, memberName) ? service.members[memberName] : undefined
  const handler = Object.hasOwn(handlers, memberName) ? handlers[memberName] : undefined
  if (member?.kind !== 'call' || !handler)
    return refuse('wrong-use', { reason: `no call ${service.name}.${memberName}` })
  const parsed = member.input.safeParse(input)
  if (!parsed.success)
    return refuse('wrong-use', { reason: `wrong arguments for ${service.name}.${memberName}` })
  try {
    return { ok: true, value: member.output.parse(await handler(parsed.data)) }
  } catch (error) {
    if (isFailure(error)) return { ok: false, failure: { code: error.code, context: error.context } }
    report(error)
    return refuse('internal', { reason: error instanceof Error ? error.message : 'unknown' })
  }
}

const refuse = (code: 'wrong-use' | 'internal', context: Record<string, string>): WireAnswer => ({
  ok: false,
  failure: { code, context },
})
