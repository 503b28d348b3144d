import { z } from 'zod'
import { call, service } from './define'

/** What runs where: shown by `hitpoint info` and in the window. */
export const engineInfo = z.object({
  version: z.string(),
  platform: z.string(),
  node: z.string(),
  ffmpeg: z.object({
    found: z.boolean(),
    path: z.string(),
    version: z.string(),
    source: z.string(),
    problem: z.string().optional(),
  }),
  models: z.array(
    z.object({
      task: z.string(),
      name: z.string(),
      version: z.string(),
      bytes: z.number(),
      trainedOn: z.string(),
      problem: z.string().optional(),
    }),
  ),
  executionProviders: z.array(z.string()),
  /** Where composing runs: the first of the providers that opens, and what trying them on this machine gave. */
  composing: z.object({
    providers: z.array(z.string()),
    trials: z.array(
      z.object({
        provider: z.string(),
        millisecondsPerStep: z.number().optional(),
        problem: z.string().optional(),
      }),
    ),
    chosenBy: z.enum(['environment', 'trial']),
    problem: z.string().optional(),
  }),
  soundBank: z.string(),
})

export type EngineInfo = z.output<typeof engineInfo>

export const systemService = service('system', {
  info: call(z.object({}), engineInfo),
})
