import { z } from 'zod'
import type { FailureCode } from '../core/base/failure'

/** A failure on its way across a border: the code and what fills its words. */
export const wireFailure = z.object({
  code: z.custom<FailureCode>((value) => typeof value === 'string'),
  context: z.record(z.string(), z.union([z.string(), z.number()])),
})

export type WireFailure = z.output<typeof wireFailure>

/** The answer to a call on the wire. */
export type WireAnswer =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly failure: WireFailure }
