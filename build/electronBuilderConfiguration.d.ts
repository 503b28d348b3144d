/** The part of electron-builder's configuration that we use; the package itself is fetched only to pack. */
export interface Configuration {
  readonly appId: string
  readonly productName: string
  readonly copyright: string
  readonly directories: { readonly output: string; readonly buildResources: string }
  readonly asar: boolean
  readonly asarUnpack: readonly string[]
  readonly extraResources: readonly { readonly from: string; readonly to: string }[]
  readonly electronFuses: Readonly<Record<string, boolean>>
  readonly fileAssociations: readonly Readonly<Record<string, string>>[]
  readonly npmRebuild: boolean
  readonly afterPack: string
  readonly mac: SystemConfiguration
  readonly win: SystemConfiguration
  readonly linux: SystemConfiguration
  readonly nsis: Readonly<Record<string, boolean>>
  readonly publish: null
}

export interface SystemConfiguration {
  readonly target: readonly { readonly target: string; readonly arch: readonly string[] }[]
  readonly files: readonly string[]
  readonly icon: string
  readonly [member: string]: unknown
}
