import type { Migration } from './migrate'

/** What a composition was made with; undefined where there is none, or a damaged one that the schema will refuse. */
function controlsOf(composition: unknown): unknown {
  if (typeof composition !== 'object' || composition === null || !('controls' in composition))
    return undefined
  return composition.controls
}

/** Version 5 added the controls of the next composition. Before, they were those of the last one. */
export const version4To5: Migration = {
  from: 4,
  to: 5,
  apply(project) {
    const controls = controlsOf(project['composition'])
    return { ...project, ...(controls === undefined ? {} : { controls }) }
  },
}
