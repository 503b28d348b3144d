import { encodeUtf8 } from '../base/bytes'

/** Latin letters and punctuation that Unicode decomposition does not take apart. */
const asciiSpelling: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  '‐': '-',
  '‑': '-',
  '–': '-',
  '—': '-',
  '−': '-',
  '‘': "'",
  '’': "'",
  '‚': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '′': "'",
  '″': '"',
  '…': '...',
  '·': '-',
  '•': '-',
  '×': 'x',
  '→': '->',
  '←': '<-',
  '♯': '#',
  '♭': 'b',
  '€': 'EUR',
  '©': '(c)',
}

/**
 * Text as a MIDI file carries it (docs/spec/midi-export.md, M9). The standard asks for ASCII and every program reads
 * it; Latin text is therefore spelled in ASCII. Text in other scripts would be lost that way and is kept as UTF-8.
 */
export function midiText(text: string): string {
  const clean = text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .normalize('NFC')
  const ascii = clean
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^\x20-\x7e]/gu, (character) => asciiSpelling[character] ?? character)
  return /^[\x20-\x7e]*$/u.test(ascii) ? ascii : clean
}

/** The bytes of {@link midiText}. */
export const midiTextBytes = (text: string): Uint8Array => encodeUtf8(midiText(text))
