import { Failure } from '../base/failure'
import type { LockedSpan, Plan } from '../music/plan'
import { planScore, planSolutions, type PlanRequest } from '../music/planner/planScore'
import { findPreset } from '../music/presets'
import { rationalToSeconds } from '../time/rational'
import type { HitpointDocument } from './document'
import { hitRequests } from './hitRequests'

/**
 * What a document asks of the planner. `locked`: ranges of an earlier plan that stay. Throws Failure `wrong-use` when
 * its preset is unknown.
 */
export function planRequestOf(
  { media, transitions, curve, settings, cues }: HitpointDocument,
  locked: readonly LockedSpan[] = [],
): PlanRequest {
  const preset = findPreset(settings.preset)
  if (!preset) throw new Failure('wrong-use', { reason: `there is no preset ${settings.preset}` })
  return {
    duration: rationalToSeconds(media.info.duration),
    hits: hitRequests(transitions, settings.hits, media.info.frameRate),
    curve,
    settings,
    ensemble: preset.ensemble,
    families: preset.families,
    cues: cues.map(({ id, name, musicIn, musicOut }) => ({
      id,
      name,
      start: rationalToSeconds(musicIn),
      end: rationalToSeconds(musicOut),
    })),
    locked,
  }
}

/** The plan of a document, by the tempo solution that it takes. Throws Failure `wrong-use` when it has no such solution. */
export function planDocument(document: HitpointDocument, locked: readonly LockedSpan[] = []): Plan {
  const request = planRequestOf(document, locked)
  const { solution } = document.settings
  if (solution === 1) return planScore(request)
  const plans = planSolutions(request, solution)
  const plan = plans[solution - 1]
  if (!plan)
    throw new Failure('wrong-use', {
      reason: `there is no tempo solution ${solution}, this film has ${plans.length}`,
    })
  return plan
}
