// @vitest-environment jsdom
import { cleanup, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { exportOptions, importOptions } from '../../../src/cli/exchangeOptions'
import { ImportDialog } from '../../../src/renderer/src/exchange/ImportDialog'
import { ExportDialog } from '../../../src/renderer/src/panels/ExportDialog'
import { exampleDocument } from '../../fixtures/exampleDocument'
import { showPanel } from './support/showPanel'

afterEach(cleanup)
// jsdom has no modal dialogs.
HTMLDialogElement.prototype.showModal = () => undefined
HTMLDialogElement.prototype.close = () => undefined

/** What the page calls each option of the command line. Part: the film, each cue, one cue, or the range. */
const exportControls: Readonly<Record<string, string>> = {
  format: 'Formats',
  eachCue: 'Part',
  onlyCue: 'Part',
  range: 'Part',
  markers: 'Markers',
  timing: 'Timing',
  preRoll: 'Pre-roll bars',
  guideTrack: 'Guide track over the whole length',
  startTimecode: 'Start timecode',
  lufs: 'Loudness, LUFS',
  filmSound: 'The film’s sound in the preview',
  duck: 'Lower mix and preview under speech, dB',
}
const importControls: Readonly<Record<string, string>> = {
  cuts: 'Choose the new cut list …',
  oldCuts: 'List of the cut before …',
  video: 'The film in its new cut …',
  compose: 'Compose anew where the picture moved',
  midi: 'Choose the MIDI file …',
  preRoll: 'Pre-roll bars of the export',
}

const text = (node: Element): string => node.textContent?.trim() ?? ''
const namesOf = (nodes: Iterable<Element>, name: (node: Element) => string): string[] =>
  [...nodes].map(name).filter((each) => each !== '')

/** Names of groups, fields and boxes outside of groups. */
function controlsIn(part: HTMLElement): string[] {
  const groups = namesOf(
    part.querySelectorAll('[role=group]'),
    (node) => node.getAttribute('aria-label') ?? '',
  )
  const labels = [...part.querySelectorAll('label')].filter((label) => !label.closest('[role=group]'))
  return [...groups, ...namesOf(labels, (label) => text(label.querySelector('span') ?? label))]
}

describe('the page and the command line offer the same', () => {
  it('every option of hitpoint export is in the dialog, and the other way round', () => {
    showPanel(<ExportDialog />, exampleDocument, { session: { exportShown: true } })
    const names = exportOptions().map((option) => option.attributeName())
    expect(Object.keys(exportControls).sort()).toEqual([...names].sort())
    const shown = ['Formats', ...controlsIn(screen.getByLabelText('Options'))]
    expect([...shown].sort()).toEqual([...new Set(Object.values(exportControls))].sort())
  })

  it('every option of hitpoint import is in the dialog, and the other way round', () => {
    showPanel(<ImportDialog />, exampleDocument, { session: { importShown: true } })
    const names = importOptions().map((option) => option.attributeName())
    expect(Object.keys(importControls).sort()).toEqual([...names].sort())
    const dialog = screen.getByLabelText('Import')
    const buttons = namesOf(dialog.querySelectorAll('section button'), text)
    expect([...buttons, ...controlsIn(dialog)].sort()).toEqual(Object.values(importControls).sort())
  })
})
