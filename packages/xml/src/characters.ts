/** Character classes of XML 1.0 (Fifth Edition) 2.2-2.3, names without a colon as in Namespaces in XML 1.0, 3. */

const START = 1
const CONTINUE = 2

const ascii = new Uint8Array(128)
mark('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_', START | CONTINUE)
mark('-.0123456789', CONTINUE)

/** Pairs of first and last code points beyond ASCII with which a name may start. */
const startRanges = [
  0xc0, 0xd6, 0xd8, 0xf6, 0xf8, 0x2ff, 0x370, 0x37d, 0x37f, 0x1fff, 0x200c, 0x200d, 0x2070, 0x218f, 0x2c00, 0x2fef,
  0x3001, 0xd7ff, 0xf900, 0xfdcf, 0xfdf0, 0xfffd, 0x10000, 0xeffff,
]
/** Those that may only follow. */
const continueRanges = [0xb7, 0xb7, 0x300, 0x36f, 0x203f, 0x2040]

// oxlint-disable-next-line no-control-regex -- these are the characters that XML forbids
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/
const LONE_SURROGATE = /\p{Surrogate}/u

export function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d
}

/** Where white space that begins at `from` ends. */
export function endOfSpace(text: string, from: number): number {
  let at = from
  while (isSpace(text.charCodeAt(at))) at++
  return at
}

/** Where the name (without colon) that begins at `from` ends; `from` itself if none begins there. */
export function endOfName(text: string, from: number): number {
  let at = from
  let wanted = START
  for (;;) {
    const code = text.charCodeAt(at)
    if (code < 128) {
      if (((ascii[code] ?? 0) & wanted) === 0) return at
      at++
    } else {
      const point = text.codePointAt(at)
      if (point === undefined || !isWideNameCharacter(point, wanted)) return at
      at += point > 0xffff ? 2 : 1
    }
    wanted = CONTINUE
  }
}

export function isName(text: string): boolean {
  return text !== '' && endOfName(text, 0) === text.length
}

/** The first character that no XML document may contain, by its index; -1 if there is none. */
export function findForbidden(text: string): number {
  const forbidden = text.search(FORBIDDEN)
  if (text.isWellFormed()) return forbidden
  const lone = text.search(LONE_SURROGATE)
  return forbidden < 0 ? lone : Math.min(forbidden, lone)
}

/** May this code point be in a document, as itself or by reference? */
export function isCharacter(point: number): boolean {
  if (point < 0x20) return point === 0x09 || point === 0x0a || point === 0x0d
  return point <= 0xd7ff || (point >= 0xe000 && point <= 0xfffd) || (point >= 0x10000 && point <= 0x10ffff)
}

function isWideNameCharacter(point: number, wanted: number): boolean {
  return within(startRanges, point) || (wanted === CONTINUE && within(continueRanges, point))
}

function within(ranges: readonly number[], point: number): boolean {
  for (let i = 0; i < ranges.length; i += 2) {
    if (point >= (ranges[i] ?? Infinity) && point <= (ranges[i + 1] ?? -1)) return true
  }
  return false
}

function mark(characters: string, as: number): void {
  for (let i = 0; i < characters.length; i++) ascii[characters.charCodeAt(i)] = as
}
