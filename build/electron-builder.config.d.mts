import type { Configuration } from './electronBuilderConfiguration.js'

export const keptBinaries: Readonly<
  Record<
    'mac' | 'win' | 'linux',
    { readonly onnxruntime: readonly [system: string, processor: string]; readonly jazz: string }
  >
>
declare const configuration: Configuration
export default configuration
