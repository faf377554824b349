import { clark } from '@xeerkat/xml'
import { XML_NAMESPACE } from '../tree/namespaces.ts'
import type { StaticContext } from './context.ts'
import { lex, type Token } from './lexer.ts'
import { defaultXPathLimits } from './limits.ts'
import { type Fail, failIn } from './syntax-error.ts'

/** Reads an expression token by token, within its bounds. */
export interface Reader {
  /** The next token, and the one after. */
  readonly token: () => Token
  readonly following: () => Token
  readonly take: () => Token
  /** Is the next token this symbol or operator? */
  readonly sees: (mark: string) => boolean
  /** Takes it if it is the next. */
  readonly accept: (mark: string) => boolean
  readonly expect: (mark: string) => void
  readonly expectEnd: () => void
  /** Fails with what was expected instead of the next token. */
  readonly unexpected: (expected: string) => never
  readonly fail: Fail
  /** What a prefix stands for; `''` for none. */
  readonly namespaceOf: (prefix: string, at: number) => string
  /** Clark name of a name without wildcard. */
  readonly nameOf: (token: Token) => string
  /** Reads what is one bracket deeper. */
  readonly nested: <T>(read: () => T) => T
}

export function createReader(source: string, { namespaceOf, limits = {} }: StaticContext): Reader {
  const { length, nesting } = { ...defaultXPathLimits, ...limits }
  const fail = failIn(source)
  if (source.length > length) fail(length, `the expression is longer than ${length} characters`)
  const tokens = lex(source, fail)
  const end: Token = { type: 'end', text: '', at: source.length }
  let next = 0
  let depth = 0

  function token(): Token {
    return tokens[next] ?? end
  }
  function sees(mark: string): boolean {
    const { type, text } = token()
    return text === mark && (type === 'symbol' || type === 'operator')
  }
  function accept(mark: string): boolean {
    const seen = sees(mark)
    if (seen) next++
    return seen
  }
  function unexpected(expected: string): never {
    const { at, type } = token()
    const found = type === 'end' ? 'the end' : source.slice(at, Math.min(tokens[next + 1]?.at ?? at, at + 40)).trim()
    return fail(at, `expected ${expected}, found ${found}`)
  }
  function prefixToNamespace(prefix: string, at: number): string {
    if (prefix === '') return ''
    const namespace = prefix === 'xml' ? XML_NAMESPACE : namespaceOf?.(prefix)
    return namespace ?? fail(at, `no namespace is declared for the prefix "${prefix}"`)
  }
  return {
    token,
    following: () => tokens[next + 1] ?? end,
    take() {
      const taken = token()
      next++
      return taken
    },
    sees,
    accept,
    expect(mark) {
      if (!accept(mark)) unexpected(mark)
    },
    expectEnd() {
      if (token().type !== 'end') unexpected('an operator or the end')
    },
    unexpected,
    fail,
    namespaceOf: prefixToNamespace,
    nameOf(name) {
      if (name.type !== 'name' && name.type !== 'variable') return fail(name.at, 'expected a name')
      if (name.text === '*') fail(name.at, 'expected a name, found a wildcard')
      return clark({ namespace: prefixToNamespace(name.prefix, name.at), localName: name.text })
    },
    nested(read) {
      if (++depth > nesting) fail(token().at, `the expression is nested deeper than ${nesting} levels`)
      const result = read()
      depth--
      return result
    },
  }
}
