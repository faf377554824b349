import { readFileSync } from 'node:fs'

/** The text of a file in the encoding that its mark or its XML declaration names, else in the other. Line ends are XML's. */
export function readText(file: string, otherwise?: string): string {
  return decode(readFileSync(file), otherwise)
}

export function decode(bytes: Uint8Array, otherwise = 'utf-8'): string {
  return new TextDecoder(encodingOf(bytes) ?? (isKnown(otherwise) ? otherwise : 'utf-8'))
    .decode(bytes)
    .replaceAll('\r\n', '\n')
}

const DECLARED = /^<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']/

function encodingOf(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const declared = DECLARED.exec(Buffer.from(bytes.subarray(0, 200)).toString('latin1'))?.[1]
  return declared !== undefined && isKnown(declared) ? declared : undefined
}

function isKnown(encoding: string): boolean {
  try {
    return new TextDecoder(encoding).encoding !== ''
  } catch {
    return false
  }
}
