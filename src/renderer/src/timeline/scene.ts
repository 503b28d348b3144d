import type { HitpointDocument } from '../../../core/document/document'
import { silentTracks, type Mixer } from '../../../core/document/mixer'
import type { StaleRange } from '../../../core/document/staleRanges'
import { families, type Family } from '../../../core/music/families'
import type { Plan } from '../../../core/music/plan'
import type { Score } from '../../../core/music/score'
import { mixerOf } from '../app/mixerActions'
import type { Session, WaveformPeaks, WritingMusic } from '../app/session'
import { layLanes, type LaneLayout } from './lanes'
import { staleOf } from './staleOf'
import type { Block } from './layers/blocks'
import type { CutItem } from './layers/cuts'
import { columnsOf, noteColumns, type NoteColumns } from './layers/notes'
import { familyColours } from './layers/palette'
import type { FilmTimecode } from './layers/ruler'
import { peakLevels, type PeakLevels } from './layers/waveform'
import { remember } from './remember'
import {
  chordBlocks,
  cueBlocks,
  cutItems,
  filmTimecode,
  sectionBlocks,
  tempoItems,
  tempoMapOf,
  type TempoItems,
} from './sceneItems'

/** A row of notes that is drawn. */
export interface TrackItems {
  readonly id: string
  readonly name: string
  readonly colour: string
  readonly columns: NoteColumns
  readonly silent: boolean
}

/** Everything that the timeline draws, as plain items. */
export interface Scene {
  readonly document: HitpointDocument
  readonly session: Session
  readonly timecode: FilmTimecode
  readonly duration: number
  readonly layout: LaneLayout
  readonly cuts: readonly CutItem[]
  readonly cues: readonly Block[]
  readonly sections: readonly Block[]
  readonly chords: readonly Block[]
  readonly tempo: TempoItems | null
  readonly tracks: readonly TrackItems[]
  readonly stale: readonly StaleRange[]
  readonly waveform: PeakLevels | null
}

/** The score that is shown and heard: the composition's, or the chosen take. */
export function shownScore(document: HitpointDocument | null, take: number): Score | null {
  const { composition } = document ?? {}
  if (!composition) return null
  return composition.takes?.[take - 1]?.score ?? composition.score
}

function scoreTracks(score: Score, mixer: Mixer): readonly TrackItems[] {
  const silent = silentTracks(score, mixer)
  return score.tracks.map((track) => ({
    id: track.id,
    name: track.name,
    colour: familyColours[track.family],
    columns: columnsOf(track, tempoMapOf(score.tempo)),
    silent: silent.has(track.id),
  }))
}

/** Music that is being written, by family: the performance gives it its instruments later. */
function writtenTracks({ plan, bars }: WritingMusic): readonly TrackItems[] {
  if (!plan) return []
  const tempo = tempoMapOf(plan.tempo)
  const notes = bars.flatMap((bar) => bar.notes)
  const present = families.filter((family) => notes.some((note) => note.family === family))
  return present.map((family: Family) => ({
    id: family,
    name: `${family.charAt(0).toUpperCase()}${family.slice(1)} …`,
    colour: familyColours[family],
    columns: noteColumns(
      notes.filter((note) => note.family === family).map((note) => ({ ...note, start: note.tick })),
      tempo,
    ),
    silent: false,
  }))
}

/** Answers the scene of a document and session; what did not change is not made again. */
export function createSceneMaker(): (document: HitpointDocument, session: Session, height: number) => Scene {
  const rememberedCuts = remember(cutItems)
  const rememberedCues = remember(cueBlocks)
  const rememberedChords = remember((score: Score) => chordBlocks(score, tempoMapOf(score.tempo)))
  const rememberedSections = remember(sectionBlocks)
  const rememberedTempo = remember((plan: Plan) => tempoItems(plan, tempoMapOf(plan.tempo)))
  const rememberedTracks = remember(scoreTracks)
  const rememberedWriting = remember(writtenTracks)
  const rememberedWave = remember((waveform: WaveformPeaks) => peakLevels(waveform))
  return (document, session, height) => {
    const { writing, take, selection, waveform } = session
    const score = shownScore(document, take)
    const plan = writing?.plan ?? document.composition?.plan ?? null
    const isWritten = writing?.plan !== undefined && writing?.plan !== null
    const tracks = isWritten
      ? rememberedWriting(writing)
      : score
        ? rememberedTracks(score, mixerOf(document))
        : []
    return {
      document,
      session,
      timecode: filmTimecode(document),
      duration: document.media.info.duration.numerator / document.media.info.duration.denominator,
      layout: layLanes({ hasScore: plan !== null, tracks }, height, session.trackScroll),
      cuts: rememberedCuts(document, selection),
      cues: rememberedCues(document, selection.cue),
      sections: plan ? rememberedSections(plan) : [],
      chords: score && !isWritten ? rememberedChords(score) : [],
      tempo: plan ? rememberedTempo(plan) : null,
      tracks,
      stale: isWritten ? [] : staleOf(document),
      waveform: waveform && rememberedWave(waveform),
    }
  }
}
