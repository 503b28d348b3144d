import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { call, event, service } from '../../../src/contract/define'
import { Failure } from '../../../src/core/base/failure'
import { answerCall } from '../../../src/main/engine/hosting/answerCall'

const doubling = service('doubling', {
  double: call(z.object({ value: z.number() }), z.number()),
  onDone: event(z.number()),
})

const double = ({ value }: { value: number }): Promise<number> => Promise.resolve(value * 2)
const ask = (handlers: object, member: string, input: unknown, report = vi.fn()) =>
  answerCall(doubling, handlers as never, member, input, report)

describe('answering a call at a border', () => {
  it('runs the handler on valid input', async () => {
    expect(await ask({ double }, 'double', { value: 21 })).toEqual({ ok: true, value: 42 })
  })

  it.each([[{ value: '21' }], [null], [undefined], [{}]])(
    'refuses the input %j without running the handler',
    async (input) => {
      const handler = vi.fn(double)
      expect(await ask({ double: handler }, 'double', input)).toMatchObject({
        ok: false,
        failure: { code: 'wrong-use' },
      })
      expect(handler).not.toHaveBeenCalled()
    },
  )

  it.each(['onDone', 'toString', '__proto__', 'missing'])('has no call named %s', async (member) => {
    expect(await ask({ double }, member, {})).toMatchObject({ ok: false, failure: { code: 'wrong-use' } })
  })

  it('passes failures on as codes', async () => {
    const failing = () => Promise.reject(new Failure('file-missing', { path: 'a.mp4' }))
    expect(await ask({ double: failing }, 'double', { value: 1 })).toEqual({
      ok: false,
      failure: { code: 'file-missing', context: { path: 'a.mp4' } },
    })
  })

  it('reports what was not foreseen, an answer of the wrong type included', async () => {
    const report = vi.fn()
    const lying = () => Promise.resolve('not a number')
    expect(await ask({ double: lying }, 'double', { value: 1 }, report)).toMatchObject({
      ok: false,
      failure: { code: 'internal' },
    })
    expect(report).toHaveBeenCalledOnce()
  })
})
