import { isCharacter } from './characters.ts'
import type { Fail } from './errors.ts'

/** The five that need no declaration (XML 1.0, 4.6). A document without DOCTYPE can have no others. */
const predefined: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
])

// The longest reference that says anything is &#x0010FFFF; with some zeros to spare.
const MAX_REFERENCE = 64
const SEMICOLON = 0x3b

/** Replaces character and predefined entity references. `offset` is where `text` stands, for errors. */
export function resolveReferences(text: string, offset: number, fail: Fail): string {
  let result = ''
  let done = 0
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', done)) {
    const end = findEnd(text, at)
    if (end < 0) fail(offset + at, '& is not followed by a reference; a lone & is written &amp;')
    result += text.slice(done, at) + resolve(text.slice(at + 1, end), offset + at, fail)
    done = end + 1
  }
  return done === 0 ? text : result + text.slice(done)
}

/** Looks no further than a reference can be long. */
function findEnd(text: string, from: number): number {
  const last = Math.min(from + MAX_REFERENCE, text.length)
  for (let i = from; i < last; i++) if (text.charCodeAt(i) === SEMICOLON) return i
  return -1
}

function resolve(name: string, at: number, fail: Fail): string {
  if (!name.startsWith('#')) {
    return predefined.get(name) ?? fail(at, `the entity &${name}; is not defined; only lt, gt, amp, quot and apos are`)
  }
  const point = /^#[0-9]+$/.test(name)
    ? Number.parseInt(name.slice(1), 10)
    : /^#x[0-9a-fA-F]+$/.test(name)
      ? Number.parseInt(name.slice(2), 16)
      : fail(at, `&${name}; is not a character reference`)
  return isCharacter(point) ? String.fromCodePoint(point) : fail(at, `&${name}; is a character XML does not allow`)
}
