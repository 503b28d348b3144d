/** One step from a version of the project file to the next; each lives in a file of its own, `v1ToV2.ts` and so on. */
export interface Migration {
  readonly from: number
  readonly to: number
  /** The next version of what `JSON.parse` gave; the version itself is set by {@link migrate}. */
  readonly apply: (project: Readonly<Record<string, unknown>>) => Record<string, unknown>
}

/** Brings a parsed project to `current`, one step at a time. Throws RangeError when a step is missing. */
export function migrate(
  project: Readonly<Record<string, unknown>>,
  version: number,
  current: number,
  steps: readonly Migration[],
): Readonly<Record<string, unknown>> {
  if (version >= current) return project
  const step = steps.find((candidate) => candidate.from === version)
  if (!step || step.to <= version) throw new RangeError(`version ${version} cannot be read`)
  return migrate({ ...step.apply(project), version: step.to }, step.to, current, steps)
}
