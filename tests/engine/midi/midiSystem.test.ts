import JZZ from 'jzz'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openMidiSystem } from '../../../src/main/engine/midi/midiSystem'

vi.mock('jzz', () => ({ default: vi.fn() }))
afterEach(() => vi.clearAllMocks())

/** What JZZ answers where its native part throws: an engine with nothing behind it. */
const answer = (engine: string, outputs: readonly { readonly name: string }[]): void =>
  void vi.mocked(JZZ as unknown as () => Promise<unknown>).mockResolvedValue({
    info: () => ({ engine, inputs: [], outputs }),
    onChange: () => undefined,
  })

describe('the system’s MIDI (docs/spec/midi-ports.md, M7)', () => {
  it('a system that no driver exists for is told, not taken for one without ports', async () => {
    answer('none', [])
    await expect(openMidiSystem()).rejects.toMatchObject({
      code: 'midi-unavailable',
      context: { reason: expect.stringContaining(process.arch) as string },
    })
  })

  it('a driver without ports is no trouble', async () => {
    answer('node', [])
    expect((await openMidiSystem()).list()).toEqual({ inputs: [], outputs: [] })
  })
})
