export interface Doctype {
  readonly begin: number
  readonly end: number
  readonly text: string
}

/** The word may stand in a comment or an instruction before it, and `>` within it. */
export function findDoctype(text: string): Doctype | undefined {
  const begin = /^\uFEFF?(?:\s+|<!--.*?-->|<\?.*?\?>)*/s.exec(text)?.[0].length ?? 0
  if (!text.startsWith('<!DOCTYPE', begin)) return undefined
  let depth = 0
  for (const match of text.slice(begin).matchAll(/<!--.*?-->|<\?.*?\?>|"[^"]*"|'[^']*'|[<>]/gs)) {
    if (match[0] === '<') depth++
    const end = begin + match.index + 1
    if (match[0] === '>' && --depth === 0) return { begin, end, text: text.slice(begin, end) }
  }
  return undefined
}

export function cutDoctype(text: string): string {
  const found = findDoctype(text)
  return found === undefined ? text : text.slice(0, found.begin) + text.slice(found.end)
}

export function withoutDeclaration(text: string): string {
  return text.replace(/^\uFEFF?(?:<\?xml\s.*?\?>\s*)?/s, '')
}
