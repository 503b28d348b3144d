import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { BasicSoundBank } from 'spessasynth_core'
import { Failure } from '../../../core/base/failure'
import { outsideArchive } from '../files/outsideArchive'

/** Path of the sound bank that comes with the program: Sonivox General MIDI, Apache-2.0, from the npm package alphaTab. */
export function bundledSoundBankPath(): string {
  try {
    const resolved = createRequire(import.meta.url).resolve('@coderline/alphatab/soundfont/sonivox.sf2')
    return outsideArchive(resolved)
  } catch (cause) {
    throw new Failure('sound-bank-missing', { path: 'sonivox.sf2' }, { cause })
  }
}

/** Reads a sound bank (SF2, SF3 or DLS). Throws Failure `sound-bank-missing` when there is none or it cannot be read. */
export async function loadSoundBank(path: string = bundledSoundBankPath()): Promise<BasicSoundBank> {
  try {
    const { SoundBankLoader } = await import('spessasynth_core')
    const bytes = await readFile(path)
    return SoundBankLoader.fromArrayBuffer(
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
    )
  } catch (cause) {
    throw new Failure('sound-bank-missing', { path }, { cause })
  }
}
