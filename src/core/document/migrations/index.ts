import type { Migration } from './migrate'

/** Every step from an older version of the project file. Version 1 is the first. */
export const migrations: readonly Migration[] = []
