import { z } from 'zod'
import { call, service } from './define'
import { fileId, projectId, resourceAddress, targetId } from './identifiers'
import { ofJob, startedJob } from './jobs'
import { documentIn } from './storedDocument'

export const exportFormats = ['midi', 'wav'] as const

/** A file that was written. */
export const exportedFile = z.object({
  fileId,
  name: z.string(),
  bytes: z.number(),
  /** For `<a download>`; of hosts without a file system to choose from it is the way out. */
  url: resourceAddress,
})

export const exportRequest = z.object({
  projectId: projectId.optional(),
  document: documentIn,
  format: z.enum(exportFormats),
  /** 0 = the composition's score, k = its k-th further take. */
  take: z.number().int().min(0).max(64).optional(),
  /** Where to; without one a temporary file that only `url` leads to. */
  targetId: targetId.optional(),
  name: z.string().min(1).max(200).optional(),
})

export type ExportRequest = z.output<typeof exportRequest>
export type ExportedFile = z.output<typeof exportedFile>

export const exportingService = service('exporting', {
  start: call(exportRequest, startedJob),
  result: call(ofJob, exportedFile),
})
