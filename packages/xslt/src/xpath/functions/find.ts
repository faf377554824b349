import type { Budget } from '../../budget.ts'

/** Up to this product of lengths the engine's search is quicker; its worst case is about a millisecond then. */
const SMALL = 2 ** 22

/**
 * `text.indexOf(part)`, but never slower than in proportion to both lengths: the engine's own takes 14 seconds, and
 * cannot be stopped, to see that a hundred thousand a's with a b in their middle are not among a million a's.
 */
export function find(text: string, part: string, budget: Budget): number {
  budget.spend(text.length >> 6)
  if (text.length * part.length <= SMALL) return text.indexOf(part)
  if (part.length > text.length) return -1
  budget.spend((text.length + part.length) >> 3)
  return search(text, part, tableOf(part))
}

/** Knuth, Morris and Pratt. */
function search(text: string, part: string, table: Int32Array): number {
  let matched = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    while (matched > 0 && part.charCodeAt(matched) !== code) matched = table[matched - 1] ?? 0
    if (part.charCodeAt(matched) === code) matched++
    if (matched === part.length) return at - matched + 1
  }
  return -1
}

/** For each prefix of `part`, how long a shorter prefix it ends with. */
function tableOf(part: string): Int32Array {
  const table = new Int32Array(part.length)
  let length = 0
  for (let at = 1; at < part.length; at++) {
    const code = part.charCodeAt(at)
    while (length > 0 && part.charCodeAt(length) !== code) length = table[length - 1] ?? 0
    if (part.charCodeAt(length) === code) length++
    table[at] = length
  }
  return table
}
