import { describe, expect, it } from 'vitest'
import { createDecodeSlots, defaultDecodeSlots } from '../../../src/main/engine/media/decodeSlots'

/** Work that ends when it is told to, and knows whether it has begun. */
function createWork() {
  let end: (result: string) => void = () => undefined
  let fail: (error: Error) => void = () => undefined
  const ended = new Promise<string>((resolve, reject) => ([end, fail] = [resolve, reject]))
  const state = { begun: false }
  const work = (): Promise<string> => {
    state.begun = true
    return ended
  }
  return { work, state, end: (result: string) => end(result), fail: (error: Error) => fail(error) }
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('decode slots', () => {
  it.each([
    [1, 2],
    [2, 2],
    [8, 2],
    [12, 3],
    [64, 4],
  ])('%d processors take %d decodes at once', (processors, slots) =>
    expect(defaultDecodeSlots(processors)).toBe(slots),
  )

  it('run as many as there are, the others in the order in which they came', async () => {
    const slots = createDecodeSlots(2)
    const works = [createWork(), createWork(), createWork(), createWork()]
    const results = works.map(({ work }) => slots.run(work))
    const begun = async (): Promise<boolean[]> => {
      await settle()
      return works.map(({ state }) => state.begun)
    }
    expect(await begun()).toEqual([true, true, false, false])
    works[1]!.end('second')
    expect(await begun()).toEqual([true, true, true, false])
    works[0]!.fail(new Error('broken'))
    await expect(results[0]).rejects.toThrow('broken')
    expect(await begun()).toEqual([true, true, true, true])
    works[2]!.end('third')
    works[3]!.end('fourth')
    expect(await Promise.all(results.slice(1))).toEqual(['second', 'third', 'fourth'])
    const late = createWork()
    late.end('late')
    expect(await slots.run(late.work)).toBe('late')
  })

  it('let go who is cancelled while waiting, without giving away a slot', async () => {
    const slots = createDecodeSlots(1)
    const [running, cancelled, next] = [createWork(), createWork(), createWork()]
    const first = slots.run(running.work)
    const abort = new AbortController()
    const second = slots.run(cancelled.work, abort.signal)
    const third = slots.run(next.work)
    abort.abort()
    await expect(second).rejects.toMatchObject({ code: 'cancelled' })
    running.end('done')
    next.end('next')
    expect(await Promise.all([first, third])).toEqual(['done', 'next'])
    expect(cancelled.state.begun).toBe(false)
    await expect(slots.run(cancelled.work, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' })
  })
})
