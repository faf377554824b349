const CARRIAGE_RETURN = 0x0d

/** Makes every line end `\n` (XML 1.0, 2.11), whatever pieces a text comes in. */
export interface LineEnds {
  /** The text of a piece, but for a last character that may belong together with the next piece's first. */
  readonly normalize: (piece: string) => string
  /** What was held back for a next piece that did not come. */
  readonly rest: () => string
}

export function createLineEnds(): LineEnds {
  let held = ''
  return {
    normalize(piece) {
      let text = held + piece
      held = ''
      const last = text.charCodeAt(text.length - 1)
      if (last === CARRIAGE_RETURN || (last & 0xfc00) === 0xd800) {
        held = text.slice(-1)
        text = text.slice(0, -1)
      }
      return text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text
    },
    rest() {
      const rest = held === '\r' ? '\n' : held
      held = ''
      return rest
    },
  }
}
