import { z } from 'zod'

/** What a user sets once for all films. What is missing in a settings file has its default. */
export const settings = z.object({
  /** Command id → shortcuts that replace the table's, written as in the command table. An empty list: none. */
  keyBindings: z.record(z.string().max(100), z.array(z.string().max(60)).max(8)).default({}),
  /** `deviceId` of the output; null = the system's. */
  audioOutput: z.string().max(500).nullable().default(null),
  /** Preset of new projects. */
  preset: z.string().max(100).nullable().default(null),
  reopenLastProject: z.boolean().default(false),
  /** What the page keeps of its own: sizes of panes, shown lanes. */
  layout: z.record(z.string().max(100), z.union([z.number(), z.string().max(500), z.boolean()])).default({}),
})
export type Settings = z.output<typeof settings>

export type SettingsChange = z.output<typeof settingsChange>

/** Members to be changed; the others stay. */
export const settingsChange = z.object({
  keyBindings: settings.shape.keyBindings.unwrap().optional(),
  audioOutput: settings.shape.audioOutput.unwrap().optional(),
  preset: settings.shape.preset.unwrap().optional(),
  reopenLastProject: settings.shape.reopenLastProject.unwrap().optional(),
  layout: settings.shape.layout.unwrap().optional(),
})
