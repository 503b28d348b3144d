import type { EditorTransition } from './editorTimeline'

/** What the effect names of editing programs mean to us; a dissolve unless they say something else. */
export function kindOfName(name: string): EditorTransition['kind'] {
  if (/dip|through (?:black|colou?r|white)/iu.test(name)) return 'dip'
  if (/fade/iu.test(name)) return 'fade'
  if (/wipe|push|slide|iris|page|swap|spin/iu.test(name)) return 'wipe'
  return 'dissolve'
}
