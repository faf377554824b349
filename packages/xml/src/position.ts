import type { Position } from './errors.ts'

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

function codePoints(text: string, from: number): number {
  let count = text.length - from
  for (let i = from; i < text.length; i++) if ((text.charCodeAt(i) & 0xfc00) === 0xdc00) count--
  return count
}
