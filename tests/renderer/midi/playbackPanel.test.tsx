// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import type { MidiPortList } from '../../../src/contract/midi'
import { EditorContext } from '../../../src/renderer/src/app/editor'
import { CommandsContext } from '../../../src/renderer/src/app/useCommands'
import { PlaybackPanel } from '../../../src/renderer/src/midi/PlaybackPanel'
import { createPortList, PortListContext } from '../../../src/renderer/src/midi/portList'
import type { PlaybackSettings } from '../../../src/contract/settings'
import { editorWithPorts } from './fakeEditor'

afterEach(cleanup)

/** The panel over a host with these ports. */
async function panel(list: Partial<MidiPortList> = {}, change: Partial<PlaybackSettings> = {}) {
  const host = editorWithPorts(change)
  host.ports.list = { ...host.ports.list, ...list }
  const commands = { canRun: () => true, run: () => undefined, subscribe: () => () => undefined }
  render(
    <EditorContext value={host.editor}>
      <CommandsContext value={commands}>
        <PortListContext value={createPortList(host.editor.client)}>
          <PlaybackPanel />
        </PortListContext>
      </CommandsContext>
    </EditorContext>,
  )
  await act(() => Promise.resolve())
  return { ...host, playback: () => host.session.get().playback }
}

const select = (name: string) => screen.getByRole<HTMLSelectElement>('combobox', { name })
const texts = (name: string) => [...select(name).options].map(({ text }) => text)
const choose = (name: string, text: string): void => {
  const option = [...select(name).options].find((each) => each.text === text)!
  fireEvent.change(select(name), { target: { value: option.value } })
}

describe('the panel of MIDI ports (docs/spec/midi-ports.md, M10)', () => {
  it('lists the ports, takes one for all tracks and another for one track, and goes back', async () => {
    const { playback, document } = await panel()
    const [track] = document.get()!.composition!.score.tracks
    expect(texts('All tracks')).toEqual(['The sound of this page', 'Synth', 'DAW'])
    choose('All tracks', 'Synth')
    choose(track!.name, 'DAW')
    expect(playback()).toMatchObject({ port: 'Synth', trackPorts: { [track!.name]: 'DAW' } })
    choose(track!.name, 'The sound of this page')
    expect(playback().trackPorts).toEqual({ [track!.name]: '' })
    choose(track!.name, 'As all tracks')
    choose('All tracks', 'The sound of this page')
    expect(playback()).toMatchObject({ port: null, trackPorts: {} })
  })

  it('shows ports that come and go while it is open, and says which chosen one is missing', async () => {
    const { listeners, ports } = await panel({}, { port: 'Synth' })
    expect(screen.queryByText(/is not there: plug it in/u)).toBeNull()
    act(() => listeners.ports!({ ...ports.list, outputs: ['DAW', 'Keys'] }))
    expect(texts('All tracks')).toContain('Keys')
    expect(select('All tracks').selectedOptions[0]!.text).toBe('Synth (not there now)')
    expect(screen.getByText(/“Synth” is not there: plug it in/u)).toBeTruthy()
    act(() => listeners.ports!(ports.list))
    expect(screen.queryByText(/is not there: plug it in/u)).toBeNull()
  })

  it('says plainly that there is no port, or that this system has no MIDI', async () => {
    await panel({ outputs: [] })
    expect(screen.getByRole('status', { name: 'State of the ports' }).textContent).toMatch(
      /No MIDI output is there/u,
    )
    cleanup()
    await panel({ outputs: [], problem: { code: 'midi-unavailable', context: { reason: 'no driver' } } })
    expect(screen.getByRole('status', { name: 'State of the ports' }).textContent).toMatch(
      /This system has no MIDI ports/u,
    )
  })

  it('offers what a DAW follows only where a port is chosen', async () => {
    const { playback } = await panel()
    const clock = screen.getByRole<HTMLInputElement>('checkbox', { name: 'MIDI clock and song position' })
    expect(clock.matches(':disabled')).toBe(true)
    choose('All tracks', 'DAW')
    expect(clock.matches(':disabled')).toBe(false)
    fireEvent.click(clock)
    fireEvent.click(screen.getByRole('checkbox', { name: 'Transport (MMC)' }))
    fireEvent.click(screen.getByRole('button', { name: 'Two bars' }))
    fireEvent.click(screen.getByRole('button', { name: 'Both' }))
    expect(playback()).toMatchObject({ clock: true, timecode: false, machineControl: true })
    expect(playback()).toMatchObject({ countIn: 2, clickOn: 'both' })
  })
})
