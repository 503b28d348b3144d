import { staleRanges } from '../../../core/document/staleRanges'
import { remember } from './remember'

/** The stale ranges of the open document, found once for all parts of the page that show them. */
export const staleOf = remember(staleRanges)
