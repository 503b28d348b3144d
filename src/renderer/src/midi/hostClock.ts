import type { HitpointClient } from '../../../contract/index'

/** Questions of one measurement; the quickest answer is the truest. */
const questions = 4

/** Milliseconds that the host's clock is ahead of `performance.now()`. Of the quickest of a few answers, half its time is uncertain. */
export async function hostClockOffset(
  client: HitpointClient,
  now = () => performance.now(),
): Promise<number> {
  let best = { took: Infinity, offset: 0 }
  for (let question = 0; question < questions; question++) {
    const asked = now()
    const { milliseconds } = await client.midi.clock({})
    const answered = now()
    const took = answered - asked
    if (took < best.took) best = { took, offset: milliseconds - (asked + answered) / 2 }
  }
  return best.offset
}
