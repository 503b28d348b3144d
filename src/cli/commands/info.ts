import type { CommandContext } from '../run'

/** `hitpoint info`: what runs where. */
export async function infoCommand(
  { engine, terminal }: CommandContext,
  options: { readonly json?: boolean },
): Promise<void> {
  const info = await engine.info()
  if (options.json) return terminal.result(JSON.stringify(info, null, 2))
  terminal.result(`Hitpoint ${info.version} on Node ${info.node}, ${info.platform}`)
  terminal.result(
    info.ffmpeg.found
      ? `ffmpeg     ${info.ffmpeg.version} (${info.ffmpeg.source}: ${info.ffmpeg.path})`
      : `ffmpeg     not found. ${info.ffmpeg.problem ?? ''}`,
  )
  for (const model of info.models) {
    const state = model.problem ?? `${(model.bytes / 1e6).toFixed(1)} MB, trained on ${model.trainedOn}`
    terminal.result(`model      ${model.task}: ${model.name} ${model.version}, ${state}`)
  }
  terminal.result(`inference  ${info.executionProviders.join(', ')}`)
  const { providers, trials, chosenBy, problem } = info.composing
  const reason =
    chosenBy === 'environment' ? 'HITPOINT_PROVIDERS' : trials.length > 0 ? 'fastest in a trial' : ''
  terminal.result(`composing  ${problem ?? `on ${providers[0]}`}${reason && ` (${reason})`}`)
  for (const { provider, millisecondsPerStep, problem: why } of trials)
    terminal.result(`           ${provider}: ${why ?? `${millisecondsPerStep?.toFixed(2)} ms a step`}`)
  terminal.result(`sound bank ${info.soundBank}`)
}
