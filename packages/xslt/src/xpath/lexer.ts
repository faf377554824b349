import type { Fail } from './syntax-error.ts'

export type Token =
  | { readonly type: 'number' | 'literal'; readonly text: string; readonly at: number }
  /** `prefix:local`, `local`, `prefix:*`; the wildcard `*` has no prefix either. */
  | { readonly type: 'name' | 'variable'; readonly text: string; readonly at: number; readonly prefix: string }
  | { readonly type: 'operator' | 'symbol' | 'end'; readonly text: string; readonly at: number }

// XML 1.0 (Fifth Edition), 2.3, without the colon.
const FIRST =
  'A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}\\u{200D}' +
  '\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}'
const NAME = `[${FIRST}][${FIRST}\\-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}\\u{2040}]*`

const SPACE = /[ \t\r\n]*/y
const TOKEN = new RegExp(
  [
    `"(?<double>[^"]*)"|'(?<single>[^']*)'`,
    `(?<number>[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)`,
    `(?<symbol>\\.\\.|::|//|!=|<=|>=|[()[\\].@,/|+\\-=<>*])`,
    `(?<dollar>\\$)?(?:(?<prefix>${NAME}):(?!:))?(?<name>${NAME}|(?<=:)\\*)`,
  ].join('|'),
  'uy',
)

const operators: ReadonlySet<string> = new Set(['/', '//', '|', '+', '-', '=', '!=', '<', '<=', '>', '>='])
const namedOperators: ReadonlySet<string> = new Set(['and', 'or', 'mod', 'div'])
/** After these, or at the beginning, an operand must follow. */
const openings: ReadonlySet<string> = new Set(['@', '::', '(', '[', ','])

/** Splits an expression, by the rules of XPath 1.0, 3.7. The last token is `end`. */
export function lex(source: string, fail: Fail): readonly Token[] {
  const tokens: Token[] = []
  let at = endOfSpace(source, 0)
  while (at < source.length) {
    TOKEN.lastIndex = at
    const groups = TOKEN.exec(source)?.groups
    if (groups === undefined) fail(at, unreadable(source, at))
    tokens.push(tokenOf(groups, at, isOperatorDue(tokens.at(-1))))
    at = endOfSpace(source, TOKEN.lastIndex)
  }
  tokens.push({ type: 'end', text: '', at })
  return tokens
}

function tokenOf(groups: Record<string, string | undefined>, at: number, operatorDue: boolean): Token {
  const { single, double = single, number, symbol, dollar, prefix = '', name = '' } = groups
  if (double !== undefined) return { type: 'literal', text: double, at }
  if (number !== undefined) return { type: 'number', text: number, at }
  if (symbol === '*')
    return operatorDue ? { type: 'operator', text: '*', at } : { type: 'name', text: '*', at, prefix: '' }
  if (symbol !== undefined) return { type: operators.has(symbol) ? 'operator' : 'symbol', text: symbol, at }
  if (dollar !== undefined) return { type: 'variable', text: name, at, prefix }
  if (operatorDue && prefix === '' && namedOperators.has(name)) return { type: 'operator', text: name, at }
  return { type: 'name', text: name, at, prefix }
}

function isOperatorDue(before: Token | undefined): boolean {
  return before !== undefined && before.type !== 'operator' && !(before.type === 'symbol' && openings.has(before.text))
}

function endOfSpace(source: string, from: number): number {
  SPACE.lastIndex = from
  SPACE.test(source)
  return SPACE.lastIndex
}

function unreadable(source: string, at: number): string {
  const character = String.fromCodePoint(source.codePointAt(at) ?? 0).toWellFormed()
  if (character === '"' || character === "'") return `the text that begins with ${character} does not end`
  if (character === '$') return 'the name of a variable is expected after $'
  return `the character ${character} has no meaning here`
}
