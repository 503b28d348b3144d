import type { CueRange } from '../../../core/document/cueText'
import { encodeDocument } from '../../../core/document/encodeDocument'
import { families } from '../../../core/music/families'
import { mustHitsOf, type Plan } from '../../../core/music/plan'
import { presets } from '../../../core/music/presets'
import type { Score } from '../../../core/music/score'
import { ticksPerStep } from '../../../core/music/vocabulary'
import { rational } from '../../../core/time/rational'
import type {
  CompositionRequest as Request,
  CompositionResult as Result,
  compositionService,
  WrittenBar,
} from '../../../contract/composition'
import type { Handlers } from '../../../contract/define'
import type { ComposedBar } from '../compose/composeScore'
import type { JobControl } from './jobs'
import { readDocument } from './openProjects'
import type { HostingParts } from './parts'

/** Microseconds: finer than any grid step. */
const exact = (seconds: number) => ({ seconds: rational(Math.round(seconds * 1_000_000), 1_000_000) })

const rangeOf = ({ range }: Request): CueRange | undefined =>
  range && { musicIn: exact(range.start), musicOut: exact(range.end) }

/** A bar as pages draw it: ticks from the first picture instead of steps from the start of its cue. */
export function writtenBar(jobId: string, plan: Plan, { take, cue, bar, music }: ComposedBar): WrittenBar {
  const index = cue.firstBar + bar
  const startTick = plan.bars[index]?.tick ?? cue.startTick
  const section = plan.sections.findIndex((each) => startTick >= each.startTick && startTick < each.endTick)
  return {
    ...{ jobId, take, cueId: cue.id, bar: index, startTick },
    section: section < 0 ? null : section,
    notes: music.notes.map(({ onset, duration, pitch, velocity, family }) => ({
      tick: cue.startTick + onset * ticksPerStep,
      duration: duration * ticksPerStep,
      pitch,
      velocity,
      family: families[family]!,
    })),
  }
}

function takeReports(plan: Plan, takes: readonly { readonly seed: number; readonly score: Score }[]) {
  const must = mustHitsOf(plan)
  return takes.map(({ seed, score }) => ({
    seed,
    notes: score.tracks.reduce((sum, { notes }) => sum + notes.length, 0),
    mustHits: must.length,
    keptHits: must.filter(({ kept }) => kept).length,
  }))
}

async function compose(
  { engine, emit }: HostingParts,
  request: Request,
  { jobId, signal, progress }: JobControl,
): Promise<Result> {
  const { takes, lockedTracks, seed, controls, replan } = request
  progress('plan', 0)
  let plan: Plan | null = null
  const composed = await engine.film.compose(
    readDocument(request.document),
    { takes, lockedTracks, seed, controls, replan, regenerate: rangeOf(request) },
    {
      signal,
      onPlan(planned) {
        plan = planned
        emit.composition('onPlan', { jobId, plan })
      },
      onBar: (bar) => plan && emit.composition('onBar', writtenBar(jobId, plan, bar)),
      onProgress: ({ fraction }) => progress('compose', fraction),
    },
  )
  const { document, composition, report } = composed
  const all = [{ seed: document.settings.seed, score: composition.score }, ...(composition.takes ?? [])]
  return {
    document: encodeDocument(document),
    takes: takeReports(composition.plan, all),
    provider: report.provider,
    secondsOfMusicPerSecond:
      report.totalMilliseconds > 0
        ? (composition.plan.duration * all.length * 1000) / report.totalMilliseconds
        : 0,
  }
}

/** Answers for composing. */
export function createCompositionHandlers(parts: HostingParts): Handlers<typeof compositionService> {
  const { engine, jobs } = parts
  return {
    async options() {
      const { name, version, provider } = await engine.film.composer()
      return {
        presets: presets.map((preset) => ({
          ...{ name: preset.name, title: preset.title, ensemble: preset.ensemble },
          families: [...preset.families],
          parts: preset.parts.map(({ id, name, family, program }) => ({ id, name, family, program })),
        })),
        model: { name, version },
        provider,
      }
    },
    start: (request) =>
      Promise.resolve(
        jobs.start({ kind: 'composition', projectId: request.projectId ?? null }, (control) =>
          compose(parts, request, control),
        ),
      ),
    result: ({ jobId }) => jobs.result<Result>(jobId, 'composition'),
    solutions: ({ document }) => Promise.resolve([...engine.film.solutions(readDocument(document))]),
  }
}
