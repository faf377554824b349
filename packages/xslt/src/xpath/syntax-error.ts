import { XsltError, type XsltErrorCode } from '../errors.ts'

/** Characters of an expression that are quoted to either side of what is wrong in it. */
const AROUND = 40

/** @param at Where in the expression, from 0. */
export type Fail = (at: number, problem: string) => never

/** Errors that say what is wrong, at which column, in which expression. */
export function failIn(source: string, code: XsltErrorCode = 'ERR_XPATH_SYNTAX'): Fail {
  return (at, problem) => {
    throw new XsltError(code, `${problem}, at column ${at + 1} of ${quote(source, at)}`)
  }
}

/** The expression, or what of it is around `at`, on one line. */
function quote(source: string, at: number): string {
  const from = Math.max(0, at - AROUND)
  const end = Math.min(source.length, at + AROUND)
  const shown = source.slice(from, end).replace(/\s+/g, ' ')
  return `"${from > 0 ? '…' : ''}${shown}${end < source.length ? '…' : ''}"`.toWellFormed()
}
