import { z } from 'zod'
import { deepestDucking } from '../core/playback/ducking'

/** How music is played beside the page's own sound: MIDI ports, click, count-in, ducking. Of the machine, because ports are. */
export const playbackSettings = z.object({
  /** The port of every track that has none of its own; null: the page's synthesizer. */
  port: z.string().max(500).nullable().default(null),
  /** Ports by the name of a track; empty for the page's synthesizer. */
  trackPorts: z.record(z.string().max(200), z.string().max(500)).default({}),
  /** Milliseconds by which the devices sound late. */
  latency: z.number().min(-1000).max(1000).default(0),
  /** What a DAW is told: MIDI clock with song position, timecode (MTC), transport (MMC). */
  clock: z.boolean().default(false),
  timecode: z.boolean().default(false),
  machineControl: z.boolean().default(false),
  click: z.boolean().default(false),
  clickOn: z.enum(['page', 'port', 'both']).default('page'),
  /** Bars. */
  countIn: z.number().int().min(0).max(2).default(0),
  /** Decibels by which the page's music falls while the film speaks; 0: not at all. */
  ducking: z.number().min(0).max(deepestDucking).default(0),
})
export type PlaybackSettings = z.output<typeof playbackSettings>

/** What a user sets once for all films. What is missing in a settings file has its default. */
export const settings = z.object({
  /** Command id → shortcuts that replace the table's, written as in the command table. An empty list: none. */
  keyBindings: z.record(z.string().max(100), z.array(z.string().max(60)).max(8)).default({}),
  /** `deviceId` of the output; null = the system's. */
  audioOutput: z.string().max(500).nullable().default(null),
  /** Preset of new projects. */
  preset: z.string().max(100).nullable().default(null),
  reopenLastProject: z.boolean().default(false),
  playback: playbackSettings.default(() => playbackSettings.parse({})),
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
  playback: playbackSettings.optional(),
  layout: settings.shape.layout.unwrap().optional(),
})
