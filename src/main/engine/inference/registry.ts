import type { Task } from './task'
import { composerTask } from './tasks/composer'
import { emotionTask } from './tasks/emotion'
import { providerTrialTask } from './tasks/providerTrial'
import { transitionsTask } from './tasks/transitions'

/** Every task that the inference process can run, by key. A new network plugs in here and in resources/models/manifest.json. */
export const tasks = {
  composer: composerTask,
  emotion: emotionTask,
  providerTrial: providerTrialTask,
  transitions: transitionsTask,
} as const

export type TaskKey = keyof typeof tasks
type Parts<K extends TaskKey> =
  (typeof tasks)[K] extends Task<infer Input, infer Event, infer Output>
    ? { input: Input; event: Event; output: Output }
    : never
export type TaskInput<K extends TaskKey> = Parts<K>['input']
export type TaskEvent<K extends TaskKey> = Parts<K>['event']
export type TaskOutput<K extends TaskKey> = Parts<K>['output']

export const isTaskKey = (key: string): key is TaskKey => Object.hasOwn(tasks, key)
