import type { Migration } from './migrate'

/** Version 4 added the mixer; nothing that version 3 held changed. */
export const version3To4: Migration = { from: 3, to: 4, apply: (project) => ({ ...project }) }
