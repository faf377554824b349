import type { Polynomial } from './ideal.ts'
import { type Exponent, plus, times } from './rows.ts'

/** A term while it is read: only the variables that occur. */
export interface SparseTerm {
  readonly numerator: bigint
  readonly denominator: bigint
  readonly powers: ReadonlyMap<number, Exponent>
}

/** Terms by monomial: a sum in which like terms have been added up and none is 0. */
export type Sum = ReadonlyMap<string, SparseTerm>

/** A term that is being multiplied. */
export interface Factors {
  numerator: bigint
  denominator: bigint
  readonly powers: Map<number, Exponent>
}

/** Arithmetic of polynomials over the rationals, or modulo a prime. */
export interface Arithmetic {
  /** A number as a term; `undefined` if the denominator is 0 in this characteristic. */
  readonly constant: (numerator: bigint, denominator?: bigint) => SparseTerm | undefined
  /** Multiplies a term, in place. */
  readonly multiplyBy: (product: Factors, factor: SparseTerm) => void
  readonly add: (sum: Map<string, SparseTerm>, key: string, term: SparseTerm, negated: boolean) => void
  readonly multiply: (a: Sum, b: Sum) => Sum
}

const none: ReadonlyMap<number, Exponent> = new Map()

/** `charge` is told what multiplying out costs, and throws when it was too much; a coefficient has at most so many digits. */
export function createArithmetic(characteristic: bigint, digits: number, charge: (cost: number) => void): Arithmetic {
  const bound = 10n ** BigInt(digits)
  return { constant, multiplyBy, add, multiply }

  function constant(numerator: bigint, denominator = 1n): SparseTerm | undefined {
    const value = fraction(numerator, denominator)
    return value === undefined ? undefined : { ...value, powers: none }
  }

  function fraction(n: bigint, d: bigint): Pick<SparseTerm, 'numerator' | 'denominator'> | undefined {
    if (characteristic !== 0n) {
      const inverse = d === 1n ? 1n : inverseOf(d, characteristic)
      if (inverse === undefined) return undefined
      return { numerator: modulo(n * inverse, characteristic), denominator: 1n }
    }
    if (d === 0n) return undefined
    if (d !== 1n) {
      charge(d.toString(16).length >> 2)
      const divisor = greatestCommonDivisor(n, d) * (d < 0n ? -1n : 1n)
      ;[n, d] = [n / divisor, d / divisor]
    }
    if (n >= bound || -n >= bound || d >= bound) charge(Infinity)
    return { numerator: n, denominator: d }
  }

  function multiplyBy(product: Factors, { numerator, denominator, powers }: SparseTerm): void {
    if (numerator !== 1n || denominator !== 1n) {
      const value = fraction(product.numerator * numerator, product.denominator * denominator) ?? impossible()
      product.numerator = value.numerator
      product.denominator = value.denominator
    }
    for (const [variable, exponent] of powers) addPower(product.powers, variable, exponent)
  }

  function add(sum: Map<string, SparseTerm>, key: string, term: SparseTerm, negated: boolean): void {
    const more = negated ? -term.numerator : term.numerator
    const held = sum.get(key)
    const total =
      (held === undefined
        ? fraction(more, term.denominator)
        : fraction(held.numerator * term.denominator + more * held.denominator, held.denominator * term.denominator)) ??
      impossible()
    if (total.numerator === 0n) sum.delete(key)
    else sum.set(key, { ...total, powers: term.powers })
  }

  function multiply(a: Sum, b: Sum): Sum {
    const product = new Map<string, SparseTerm>()
    for (const x of a.values())
      for (const y of b.values()) {
        charge(1 + (x.powers.size + y.powers.size) / 16)
        const term: Factors = { ...x, powers: new Map(x.powers) }
        multiplyBy(term, y)
        add(product, keyOf(term.powers), term, false)
      }
    return product
  }
}

/** Raises the exponent of a variable; there is none that is 0. */
export function addPower(powers: Map<number, Exponent>, variable: number, exponent: Exponent): void {
  const held = powers.get(variable)
  if (held !== undefined) powers.set(variable, plus(held, exponent))
  else if (exponent !== 0) powers.set(variable, exponent)
}

/** One term as a sum. */
export function sumOf(term: SparseTerm): Sum {
  return term.numerator === 0n ? new Map() : new Map([[keyOf(term.powers), term]])
}

/** Every exponent so many times as large. */
export function powersTimes(powers: SparseTerm['powers'], factor: Exponent): Map<number, Exponent> {
  const raised = new Map<number, Exponent>()
  if (factor !== 0) for (const [variable, exponent] of powers) raised.set(variable, times(exponent, factor))
  return raised
}

/** With a place for every variable. */
export function dense(sum: Sum, variables: number): Polynomial {
  return Array.from(sum.values(), ({ numerator, denominator, powers }) => {
    const exponents = Array.from({ length: variables }, () => 0n)
    for (const [variable, exponent] of powers) exponents[variable] = BigInt(exponent)
    return { numerator, denominator, exponents }
  })
}

/** Most monomials are written in the order of the variables. */
function keyOf(powers: SparseTerm['powers']): string {
  let key = ''
  let last = -1
  for (const [variable, exponent] of powers) {
    if (variable < last) return keyOf(new Map([...powers].sort(([a], [b]) => a - b)))
    key += `${variable}:${exponent} `
    last = variable
  }
  return key
}

function modulo(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus
  return rest < 0n ? rest + modulus : rest
}

/** `undefined` if there is none. */
function inverseOf(value: bigint, modulus: bigint): bigint | undefined {
  let [a, b] = [modulo(value, modulus), modulus]
  let [x, y] = [1n, 0n]
  while (b !== 0n) {
    const quotient = a / b
    ;[a, b] = [b, a - quotient * b]
    ;[x, y] = [y, x - quotient * y]
  }
  return a === 1n ? modulo(x, modulus) : undefined
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  a = a < 0n ? -a : a
  b = b < 0n ? -b : b
  while (b !== 0n) [a, b] = [b, a % b]
  return a
}

/** Products of denominators that are not 0 are not 0: there are no zero divisors. */
function impossible(): never {
  throw new RangeError('a product of denominators is 0')
}
