import type { Position } from './errors.ts'

const LOW_SURROGATE = /[\uDC00-\uDFFF]/

export const beginning: Position = { line: 1, column: 1 }

/** Where one is after reading `text` from `from`. Line ends are `\n`; columns count code points. */
export function advance(from: Position, text: string): Position {
  let { line, column } = from
  let lineStart = 0
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', lineStart)) {
    line++
    column = 1
    lineStart = end + 1
  }
  return { line, column: column + codePoints(text, lineStart) }
}

/** The second half of a pair is no character of its own. Most text has none, which a regular expression sees sooner. */
function codePoints(text: string, from: number): number {
  const rest = text.slice(from)
  if (!LOW_SURROGATE.test(rest)) return rest.length
  let count = rest.length
  for (let i = 0; i < rest.length; i++) if ((rest.charCodeAt(i) & 0xfc00) === 0xdc00) count--
  return count
}
