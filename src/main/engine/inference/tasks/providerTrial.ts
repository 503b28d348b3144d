import { conditionIdCount, conditionValueCount, rowWidth } from '../../../../core/music/vocabulary'
import { defineTask, type TaskEnvironment } from '../task'
import { composerFiles, composerNetwork, readComposerMeta } from './composer'

/** Steps that are timed, after some that only warm up: a provider may compile its kernels on the first ones. */
const timedSteps = 32
const warmUpSteps = 8

export interface ProviderTrialOutput {
  /** Where the network really ran: the CPU when the wanted provider did not open. */
  readonly provider: string
  readonly millisecondsPerStep: number
}

/** Times the composer's step on one execution provider, as composing with guidance would run it. */
export const providerTrialTask = defineTask({
  key: 'providerTrial',
  async run(
    { provider }: { readonly provider: string },
    environment: TaskEnvironment<never>,
  ): Promise<ProviderTrialOutput> {
    const batch = 2
    const shape = { ...readComposerMeta(environment.model.meta), batch }
    const session = await environment.openNetwork(composerFiles, [provider])
    try {
      const network = composerNetwork(session, shape)
      const event = new Int32Array(batch * rowWidth)
      const ids = new Int32Array(batch * conditionIdCount)
      const values = new Float32Array(batch * conditionValueCount)
      let start = 0
      for (let step = 0; step < warmUpSteps + timedSteps; step++) {
        if (step === warmUpSteps) start = performance.now()
        const pre = await network.step(event, ids, values)
        if (!pre.every((value) => Number.isFinite(value)))
          throw new TypeError(`The network answers no numbers on ${session.provider}`)
      }
      return {
        provider: session.provider,
        millisecondsPerStep: (performance.now() - start) / timedSteps,
      }
    } finally {
      await session.release()
    }
  },
})
