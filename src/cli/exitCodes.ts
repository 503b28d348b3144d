/** How the command ended, for shells and scripts. */
export const exitCodes = { done: 0, failed: 1, wrongUse: 2, cancelled: 130 } as const
