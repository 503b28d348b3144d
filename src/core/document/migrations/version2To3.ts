import type { Migration } from './migrate'

/** Version 3 added names and locks of transitions and how they were detected; nothing that version 2 held changed. */
export const version2To3: Migration = { from: 2, to: 3, apply: (project) => ({ ...project }) }
