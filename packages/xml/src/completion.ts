/** Tokens that a piece of a document may break in two. */
export type Token = 'text' | 'tag' | 'end-tag' | 'comment' | 'cdata' | 'instruction'

/** Each token's opening and what closes it; a start tag's end hides from `>` in quotes, so it has its own reader. */
const marks: Readonly<Record<Exclude<Token, 'tag'>, readonly [opening: string, closing: string]>> = {
  text: ['', '<'],
  'end-tag': ['</', '>'],
  comment: ['<!--', '-->'],
  cdata: ['<![CDATA[', ']]>'],
  instruction: ['<?', '?>'],
}

/**
 * Tells piece by piece, beginning with what is there of the token, whether it has come whole. Each character is
 * looked at once, so that a token in a million pieces costs no more than in one.
 */
export function completion(token: Token): (piece: string) => boolean {
  return token === 'tag' ? tagCompletion() : markCompletion(...marks[token])
}

function markCompletion(opening: string, closing: string): (piece: string) => boolean {
  let skip = opening.length
  let tail = ''
  return (piece) => {
    const seen = tail + piece.slice(skip)
    skip = Math.max(0, skip - piece.length)
    tail = closing.length > 1 ? seen.slice(1 - closing.length) : ''
    return seen.includes(closing)
  }
}

const QUOTE = 0x22
const APOSTROPHE = 0x27
const LESS = 0x3c
const GREATER = 0x3e

function tagCompletion(): (piece: string) => boolean {
  let quote = 0
  let first = true
  return (piece) => {
    for (let i = first ? 1 : 0; i < piece.length; i++) {
      const code = piece.charCodeAt(i)
      // A second < is an error wherever it stands: there is nothing to wait for.
      if (code === LESS) return true
      if (quote !== 0) {
        if (code === quote) quote = 0
      } else if (code === QUOTE || code === APOSTROPHE) quote = code
      else if (code === GREATER) return true
    }
    if (piece.length > 0) first = false
    return false
  }
}
