import { z } from 'zod'
import { projectFileSchema, type ProjectFile } from '../core/document/fileSchema'

/**
 * A document on its way to the host, as the project file holds it: `encodeDocument` of core makes it, `decodeDocument`
 * reads it. Checked member by member, because it comes from a page.
 */
export const documentIn = projectFileSchema

const isProjectFile = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'format' in value && value.format === 'hitpoint'

/** A document on its way to a page, for `decodeDocument`. The host vouches for it: a page has no time to check a megabyte. */
export const documentOut = z.custom<ProjectFile>(isProjectFile)

const { composition } = projectFileSchema.shape

/** `CompositionControls` of core, as a page sends them. */
export const controlsIn = composition.unwrap().shape.controls

/**
 * The state of a document for the autosave journal. `composition` is left out while it is the one of the entry before,
 * and null when there is none: an edit of a cut does not carry the score along.
 */
export const journalState = projectFileSchema
  .omit({ composition: true })
  .extend({ composition: composition.unwrap().nullable().optional() })

export type JournalState = z.output<typeof journalState>
