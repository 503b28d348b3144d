import fc from 'fast-check'

/**
 * Random cases are the same on every machine, so that a green commit stays green. New ones: `HITPOINT_RANDOM_CASES=new npx vitest run`
 * (what fails is told with its seed), or a number as the seed; `HITPOINT_RANDOM_RUNS=5000` tries as many of each property. A case that
 * failed once becomes an `example` of its property.
 */
const wish = process.env['HITPOINT_RANDOM_CASES']
if (wish !== 'new') fc.configureGlobal({ seed: wish === undefined ? 20_261_125 : Number(wish) })
const runs = process.env['HITPOINT_RANDOM_RUNS']
if (runs !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: Number(runs) })
