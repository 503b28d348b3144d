export type System = 'mac' | 'win' | 'linux'
export function systemOfBinary(head: Uint8Array): System | null
export function foreignBinaries(folder: string, system: System): string[]
export default function verifyPackage(context: {
  readonly appOutDir: string
  readonly electronPlatformName: string
}): Promise<void>
