/**
 * Milliseconds of a clock that all processes of this machine share and that no setting of the time of day moves: host and MIDI process
 * mean the same moment by it.
 */
export const systemMilliseconds = (): number => Number(process.hrtime.bigint()) / 1e6
