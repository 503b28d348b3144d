/** RGBA, row by row. */
export function drawIcon(size: number, margin?: number): Uint8Array
