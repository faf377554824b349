import { type Exponent, exponentOf } from './rows.ts'
import { isDigit, isLetter, type Scanner } from './scanner.ts'
import {
  addPower,
  type Arithmetic,
  createArithmetic,
  type Factors,
  powersTimes,
  type SparseTerm,
  type Sum,
  sumOf,
} from './terms.ts'

/** How a language writes monomials, beyond `2/3*x^2*y` and `x**2`. */
export interface Notation {
  /** `x_(1,2)` or `x(1)(2)`: what is read as the name `x_1_2`. */
  readonly indices?: 'subscript' | 'parentheses'
  /** `3x2y` is `3*x^2*y`, where all names are single letters. */
  readonly short?: boolean
  /** `1_R` is 1. */
  readonly suffix?: boolean
}

/** Reads polynomials in declared variables. */
export interface Expressions {
  /** A sum, multiplied out. */
  readonly sum: () => Sum
  /** A product of powers of variables alone, into a table; `false` if it is something else, and nothing was read. */
  readonly powers: (into: Map<number, Exponent>) => boolean
}

const STAR = 0x2a
const PLUS = 0x2b
const MINUS = 0x2d
const SLASH = 0x2f
const OPEN = 0x28
const CARET = 0x5e
const UNDERSCORE = 0x5f

export function createExpressions(
  scanner: Scanner,
  names: readonly string[],
  characteristic: bigint,
  notation: Notation,
): Expressions {
  const { limits, fault, fail } = scanner
  const places = new Map(names.map((name, place) => [name, place]))
  const letters = notation.short === true && names.every((name) => name.length === 1)
  const largest = 10n ** BigInt(limits.digits)
  let spent = 0
  const arithmetic: Arithmetic = createArithmetic(characteristic, limits.digits, charge)
  return { sum: () => sum(0), powers }

  function charge(cost: number): void {
    spent += cost
    if (spent <= limits.steps) return
    const why =
      spent === Infinity ? `coefficients of more than ${limits.digits} digits` : `more than ${limits.steps} steps`
    fault('ERR_MONOS_LIMIT', `multiplying this out takes ${why}`)
  }

  function powers(into: Map<number, Exponent>): boolean {
    const begin = scanner.at
    while (isLetter(scanner.peek())) {
      variablePower(into)
      const next = scanner.peek()
      if (next === PLUS || next === MINUS || next === SLASH || next === OPEN) break
      if (next !== STAR) return true
      scanner.at++
    }
    into.clear()
    scanner.at = begin
    return false
  }

  function sum(depth: number): Sum {
    const total = new Map<string, SparseTerm>()
    let negated = signs()
    for (;;) {
      const part = product(depth)
      // Single terms are as many as the text is long.
      if (part.size > 1) charge(part.size)
      for (const [key, term] of part) arithmetic.add(total, key, term, negated)
      if (total.size > limits.terms) fault('ERR_MONOS_LIMIT', `a polynomial has more than ${limits.terms} terms`)
      const next = scanner.peek()
      if (next !== PLUS && next !== MINUS) return total
      negated = signs()
    }
  }

  /** Passes over signs; whether they are negative together. */
  function signs(): boolean {
    let negated = false
    for (let code = scanner.peek(); code === PLUS || code === MINUS; code = scanner.peek()) {
      if (code === MINUS) negated = !negated
      scanner.at++
    }
    return negated
  }

  /** Single terms are multiplied in place, and then what sums there are. */
  function product(depth: number): Sum {
    const term: Factors = { numerator: 1n, denominator: 1n, powers: new Map() }
    let sums: Sum | undefined
    for (let divisor: number | undefined; ;) {
      if (divisor === undefined && isLetter(scanner.peek())) variablePower(term.powers)
      else {
        const value = divisor === undefined ? power(depth) : inverse(power(depth), divisor)
        const factor = onlyTerm(value)
        if (factor !== undefined) arithmetic.multiplyBy(term, factor)
        else sums = sums === undefined ? value : arithmetic.multiply(sums, value)
      }
      const next = scanner.peek()
      if (next !== STAR && next !== SLASH) break
      divisor = next === SLASH ? scanner.at : undefined
      scanner.at++
    }
    if (sums === undefined) return sumOf(term)
    const isOne = term.numerator === 1n && term.denominator === 1n && term.powers.size === 0
    return isOne ? sums : arithmetic.multiply(sums, sumOf(term))
  }

  /** Multiplies by a variable with its exponent; in the short notation perhaps by several. */
  function variablePower(into: Map<number, Exponent>): void {
    const at = scanner.at
    const name = indexed(scanner, notation, isName)
    const place = places.get(name)
    const several = place === undefined ? monomialCalled(name, at) : undefined
    const exponent = exponentIfAny(at)
    if (place !== undefined) addPower(into, place, exponent)
    else if (several !== undefined)
      for (const [other, own] of raisedPowers(several, exponent, at)) addPower(into, other, own)
  }

  function inverse(divisor: Sum, at: number): Sum {
    const term = onlyTerm(divisor)
    if (divisor.size > 0 && (term === undefined || term.powers.size > 0))
      return fault('ERR_MONOS_INVALID', 'only numbers can be divided by', at)
    const value = term && arithmetic.constant(term.denominator, term.numerator)
    return value === undefined ? fault('ERR_MONOS_INVALID', 'this divides by 0', at) : sumOf(value)
  }

  function power(depth: number): Sum {
    scanner.peek()
    const begin = scanner.at
    const base = atom(depth)
    const exponent = exponentIfAny(begin)
    return exponent === 1 ? base : raised(base, exponent, begin)
  }

  function raised(base: Sum, exponent: Exponent, begin: number): Sum {
    const term = onlyTerm(base)
    if (term !== undefined && term.numerator === 1n && term.denominator === 1n)
      return sumOf({ ...term, powers: raisedPowers(term.powers, exponent, begin) })
    const one = arithmetic.constant(1n)
    if (one === undefined || (base.size === 0 && exponent !== 0)) return base
    if (exponent > limits.terms)
      return fault('ERR_MONOS_LIMIT', `only a variable can have the exponent ${exponent}`, begin)
    let value = sumOf(one)
    for (let bit = 2 ** 31; bit >= 1; bit /= 2) {
      value = arithmetic.multiply(value, value)
      if (Math.floor(Number(exponent) / bit) % 2 === 1) value = arithmetic.multiply(value, base)
    }
    return value
  }

  function raisedPowers(powers: SparseTerm['powers'], exponent: Exponent, begin: number): Map<number, Exponent> {
    const product = powersTimes(powers, exponent)
    for (const own of product.values())
      if (own > largest) fault('ERR_MONOS_LIMIT', `an exponent gets more than ${limits.digits} digits`, begin)
    return product
  }

  function atom(depth: number): Sum {
    const code = scanner.peek()
    if (isLetter(code)) return sumOf({ numerator: 1n, denominator: 1n, powers: variable() })
    if (isDigit(code)) return number()
    if (code !== OPEN) return fail('a variable, a number or "("')
    if (depth >= limits.nesting)
      return fault('ERR_MONOS_LIMIT', `parentheses are nested more than ${limits.nesting} deep`)
    scanner.at++
    const value = sum(depth + 1)
    scanner.expect(')', 'or an operator')
    return value
  }

  function number(): Sum {
    const at = scanner.at
    const numerator = scanner.digits()
    // Singular's 2/3xy is one word: its square is 4/9x2y2.
    const denominator = letters
      ? /^\/(\d+)[A-Za-z]/.exec(scanner.text.slice(scanner.at, scanner.at + limits.digits + 2))
      : null
    if (denominator !== null) scanner.at += denominator[0].length - 1
    const value = arithmetic.constant(BigInt(numerator), BigInt(denominator?.[1] ?? 1))
    if (value === undefined) return fault('ERR_MONOS_INVALID', 'this divides by 0', at)
    if (notation.suffix === true && scanner.text.charCodeAt(scanner.at) === UNDERSCORE) {
      scanner.at++
      if (scanner.word() === '') fail('the name of a ring')
    }
    return sumOf(letters && isLetter(scanner.text.charCodeAt(scanner.at)) ? { ...value, powers: variable() } : value)
  }

  /** A variable, or in the short notation a monomial. */
  function variable(): ReadonlyMap<number, Exponent> {
    const begin = scanner.at
    const name = indexed(scanner, notation, isName)
    const place = places.get(name)
    return place === undefined ? monomialCalled(name, begin) : new Map([[place, 1]])
  }

  function isName(name: string): boolean {
    return places.has(name)
  }

  /** What is no variable by itself. */
  function monomialCalled(name: string, begin: number): ReadonlyMap<number, Exponent> {
    return (letters ? shortMonomial(name) : undefined) ?? undeclared(name, begin)
  }

  function shortMonomial(word: string): Map<number, Exponent> | undefined {
    if (!/^(?:[A-Za-z]\d*)+$/.test(word)) return undefined
    const found = new Map<number, Exponent>()
    for (const [, letter = '', digits = ''] of word.matchAll(/([A-Za-z])(\d*)/g)) {
      const place = places.get(letter)
      if (place === undefined) return undefined
      addPower(found, place, digits === '' ? 1 : exponentOf(digits))
    }
    return found
  }

  function undeclared(name: string, at: number): never {
    const some = names.length > 10 ? `${names.slice(0, 10).join(', ')}, …` : names.join(', ')
    const declared = names.length === 0 ? 'there are no variables' : `the variables are ${some}`
    return fault('ERR_MONOS_INVALID', `the variable ${name} is not declared; ${declared}`, at)
  }

  /** The exponent of what begins there; 1 if none follows. */
  function exponentIfAny(begin: number): Exponent {
    const end = scanner.at
    const next = scanner.peek()
    if (next !== CARET && next !== STAR) return 1
    if (!scanner.take('^') && !scanner.take('**')) return 1
    const parenthesized = scanner.take('(')
    const at = scanner.at
    const negative = scanner.take('-')
    const digits = scanner.digits()
    if (digits === '') return fail('an exponent, which is an integer')
    if (negative) {
      const what = scanner.text.slice(begin, Math.min(end, begin + 40))
      return fault('ERR_MONOS_INVALID', `the exponent -${digits} of ${what} is negative`, at)
    }
    if (parenthesized) scanner.expect(')', 'after the exponent')
    if (scanner.peek() === CARET) return fail('"*", since an exponent has no exponent')
    return exponentOf(digits)
  }
}

/** The name of a variable with its indices, in the form `x_1_2`. What is in parentheses need not be an index. */
export function indexed(scanner: Scanner, { indices }: Notation, isName: (name: string) => boolean): string {
  const word = scanner.word()
  const { text, at } = scanner
  if (indices === 'subscript' && word.endsWith('_')) {
    const match = /[({]\s*(\d{1,9}(?:\s*,\s*\d{1,9})*)\s*[)}]/y
    match.lastIndex = at
    const found = match.exec(text)
    if (found !== null) scanner.at = match.lastIndex
    return found === null ? word : word + (found[1] ?? '').replaceAll(/\s/g, '').replaceAll(',', '_')
  }
  if (indices === 'parentheses' && text.startsWith('(', at)) {
    const match = /(?:\(\s*\d{1,9}\s*\)){1,4}/y
    match.lastIndex = at
    const found = match.exec(text)
    const name = found === null ? word : word + found[0].replaceAll(/[\s)]/g, '').replaceAll('(', '_')
    if (found !== null && isName(name)) {
      scanner.at = match.lastIndex
      return name
    }
  }
  return word
}

function onlyTerm(sum: Sum): SparseTerm | undefined {
  if (sum.size !== 1) return undefined
  for (const term of sum.values()) return term
}
