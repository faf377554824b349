import type { Budget } from '../../budget.ts'
import { joined, runNumber, runText } from '../code.ts'
import { find } from './find.ts'
import { boolean, type CoreFunction, number, ofOneOrNode, ofTexts, text } from './signature.ts'

/** XPath 1.0, 4.2. A character is a code point, not a UTF-16 unit. */
export const stringFunctions: Readonly<Record<string, CoreFunction>> = {
  string: ofOneOrNode((operand) => text(runText(operand))),
  concat: {
    least: 2,
    most: Infinity,
    compile(operands) {
      const texts = operands.map(runText)
      return text((context) => texts.reduce((all, next) => joined(all, next(context), context.budget), ''))
    },
  },
  'starts-with': ofTexts(2, (run) => boolean(run((_, whole, part) => whole.startsWith(part)))),
  contains: ofTexts(2, (run) => boolean(run((budget, whole, part) => find(whole, part, budget) >= 0))),
  'substring-before': ofTexts(2, (run) => text(run(before))),
  'substring-after': ofTexts(2, (run) => text(run(after))),
  substring: {
    least: 2,
    most: 3,
    compile([whole, from, length]) {
      const run = whole === undefined ? () => '' : runText(whole)
      const start = from === undefined ? () => 1 : runNumber(from)
      const count = length === undefined ? undefined : runNumber(length)
      return text((context) => substring(context.budget, run(context), start(context), count?.(context)))
    },
  },
  'string-length': ofOneOrNode((operand) => {
    const run = runText(operand)
    return number((context) => lengthOf(context.budget, run(context)))
  }),
  'normalize-space': ofOneOrNode((operand) => {
    const run = runText(operand)
    return text((context) => normalizeSpace(context.budget, run(context)))
  }),
  translate: ofTexts(3, (run) => text(run(translate))),
}

function before(budget: Budget, text: string, part: string): string {
  const at = find(text, part, budget)
  return at < 0 ? '' : text.slice(0, at)
}

function after(budget: Budget, text: string, part: string): string {
  const at = find(text, part, budget)
  return at < 0 ? '' : text.slice(at + part.length)
}

/** Of the characters at positions from `round(from)` to before `round(from) + round(length)`, counted from 1. */
function substring(budget: Budget, text: string, from: number, length: number | undefined): string {
  const start = Math.round(from)
  const end = length === undefined ? Infinity : start + Math.round(length)
  // Also when one of them is NaN.
  if (!(end > start) || !(end > 1)) return ''
  const first = indexAfter(text, 0, start - 1)
  const last = indexAfter(text, first, Math.min(end, Number.MAX_SAFE_INTEGER) - Math.max(start, 1))
  budget.spend(last >> 6)
  return text.slice(first, last)
}

/** The index so many characters after another one. */
function indexAfter(text: string, from: number, characters: number): number {
  let at = from
  for (let left = characters; left > 0 && at < text.length; left--) at += isPairAt(text, at) ? 2 : 1
  return at
}

function lengthOf(budget: Budget, text: string): number {
  budget.spend(text.length >> 6)
  let length = text.length
  for (let at = 0; at < text.length - 1; at++) if (isPairAt(text, at)) length--
  return length
}

function isPairAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (code < 0xd800 || code > 0xdbff) return false
  const next = text.charCodeAt(at + 1)
  return next >= 0xdc00 && next <= 0xdfff
}

/** Without white space at the ends, and one space for each run of it within. */
export function normalizeSpace(budget: Budget, text: string): string {
  budget.spend(text.length >> 6)
  const single = text.replace(/[ \t\r\n]+/g, ' ')
  return single.slice(single.startsWith(' ') ? 1 : 0, single.endsWith(' ') ? -1 : undefined)
}

function translate(budget: Budget, text: string, from: string, to: string): string {
  budget.spend((text.length + from.length + to.length) >> 4)
  const map = new Map<string, string>()
  const replacements = Array.from(to)
  for (const [i, character] of Array.from(from).entries()) {
    if (!map.has(character)) map.set(character, replacements[i] ?? '')
  }
  let translated = ''
  let done = 0
  for (let at = 0, end = 0; at < text.length; at = end) {
    end = at + (isPairAt(text, at) ? 2 : 1)
    const replacement = map.get(text.slice(at, end))
    if (replacement === undefined) continue
    translated += text.slice(done, at) + replacement
    done = end
  }
  return translated + text.slice(done)
}
