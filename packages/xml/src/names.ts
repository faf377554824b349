const SLOTS = 128

/** Takes names out of text, the same string for the same name: a document has few names, and each many times. */
export function createNames(): (text: string, from: number, end: number) => string {
  const recent: (string | undefined)[] = []
  return (text, from, end) => {
    const slot = (text.charCodeAt(from) * 31 + text.charCodeAt(end - 1) * 7 + end - from) % SLOTS
    const known = recent[slot]
    if (known !== undefined && known.length === end - from && standsAt(text, from, known)) return known
    return (recent[slot] = text.slice(from, end))
  }
}

/** Is `name` in `text` at `offset`? For names, a loop is quicker than asking the engine. */
export function standsAt(text: string, offset: number, name: string): boolean {
  for (let i = 0; i < name.length; i++) if (text.charCodeAt(offset + i) !== name.charCodeAt(i)) return false
  return true
}
