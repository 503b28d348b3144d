import type { Migration } from './migrate'
import { version1To2 } from './version1To2'
import { version2To3 } from './version2To3'
import { version3To4 } from './version3To4'
import { version4To5 } from './version4To5'

/** Every step from an older version of the project file. Version 1 is the first. */
export const migrations: readonly Migration[] = [version1To2, version2To3, version3To4, version4To5]
