import { PolynomialError } from './errors.ts'
import type { MonomialOrder } from './polynomials.ts'

/** Each monomial once, under a number; comparing, multiplying and dividing by numbers. */
export interface MonomialTable {
  readonly variables: number
  /** How many numbers are taken. */
  readonly size: () => number
  readonly idOf: (exponents: readonly number[]) => number
  readonly exponentsOf: (id: number) => number[]
  readonly degree: (id: number) => number
  /** By the order: below zero if a is smaller than b. */
  readonly compare: (a: number, b: number) => number
  readonly product: (a: number, b: number) => number
  /** a / b, which must be a monomial. */
  readonly quotient: (a: number, b: number) => number
  readonly lcm: (a: number, b: number) => number
  readonly divides: (a: number, b: number) => boolean
  readonly coprime: (a: number, b: number) => boolean
}

const LARGEST = 2 ** 31 - 1

/** Monomials that a computation may meet, by default. */
const MOST = 8_000_000

/** Exponents are below 2^31; what grows larger is refused, and so are too many monomials. */
export function createMonomialTable(variables: number, order: MonomialOrder, most = MOST): MonomialTable {
  const { forms, steps } = comparison(variables, order)
  const bitsEach = Math.max(1, Math.floor(32 / Math.max(variables, 1)))
  const factors = Int32Array.from({ length: variables }, (_, i) => Math.imul(i + 1, 0x9e3779b1) | 1)
  let room = 1024
  let exponents = new Int32Array(room * variables)
  let keys = new Float64Array(room * forms.length)
  let degrees = new Float64Array(room)
  let masks = new Int32Array(room)
  let hashes = new Int32Array(room)
  let buckets = new Int32Array(room * 4).fill(-1)
  let size = 0
  const scratch = new Float64Array(variables)

  return {
    variables,
    size: () => size,
    idOf(row) {
      for (let i = 0; i < variables; i++) scratch[i] = row[i] ?? 0
      return intern()
    },
    exponentsOf: (id) => Array.from(exponents.subarray(id * variables, (id + 1) * variables)),
    degree: (id) => degrees[id] ?? 0,
    compare,
    product(a, b) {
      const [p, q] = [a * variables, b * variables]
      for (let i = 0; i < variables; i++) scratch[i] = (exponents[p + i] ?? 0) + (exponents[q + i] ?? 0)
      return intern()
    },
    quotient(a, b) {
      const [p, q] = [a * variables, b * variables]
      for (let i = 0; i < variables; i++) scratch[i] = (exponents[p + i] ?? 0) - (exponents[q + i] ?? 0)
      return intern()
    },
    lcm(a, b) {
      const [p, q] = [a * variables, b * variables]
      for (let i = 0; i < variables; i++) scratch[i] = Math.max(exponents[p + i] ?? 0, exponents[q + i] ?? 0)
      return intern()
    },
    divides(a, b) {
      if (((masks[a] ?? 0) & ~(masks[b] ?? 0)) !== 0) return false
      const [p, q] = [a * variables, b * variables]
      for (let i = 0; i < variables; i++) if ((exponents[p + i] ?? 0) > (exponents[q + i] ?? 0)) return false
      return true
    },
    coprime(a, b) {
      const [p, q] = [a * variables, b * variables]
      for (let i = 0; i < variables; i++) if ((exponents[p + i] ?? 0) > 0 && (exponents[q + i] ?? 0) > 0) return false
      return true
    },
  }

  function compare(a: number, b: number): number {
    if (a === b) return 0
    for (const { key, column, sign } of steps) {
      const difference =
        key >= 0
          ? (keys[a * forms.length + key] ?? 0) - (keys[b * forms.length + key] ?? 0)
          : sign * ((exponents[a * variables + column] ?? 0) - (exponents[b * variables + column] ?? 0))
      if (difference !== 0) return difference
    }
    return 0
  }

  /** The number of the monomial in `scratch`. */
  function intern(): number {
    let hash = 0
    for (let i = 0; i < variables; i++) hash = (hash + Math.imul(scratch[i] ?? 0, factors[i] ?? 0)) | 0
    hash ^= hash >>> 15
    const wrap = buckets.length - 1
    let bucket = (Math.imul(hash, 0x2c1b3c6d) >>> 8) & wrap
    search: for (; (buckets[bucket] ?? -1) >= 0; bucket = (bucket + 1) & wrap) {
      const id = buckets[bucket] ?? 0
      if (hashes[id] !== hash) continue
      const at = id * variables
      for (let i = 0; i < variables; i++) if (exponents[at + i] !== scratch[i]) continue search
      return id
    }
    return append(hash, bucket)
  }

  function append(hash: number, bucket: number): number {
    if (size >= most)
      throw new PolynomialError('ERR_POLYNOMIAL_LIMIT', `More than ${most} monomials occur; the problem is too large.`)
    const id = size++
    let [degree, mask] = [0, 0]
    for (let i = 0; i < variables; i++) {
      const exponent = scratch[i] ?? 0
      if (exponent > LARGEST)
        throw new PolynomialError('ERR_POLYNOMIAL_EXPONENT', `An exponent of variable ${i} grew to 2^31 or more.`)
      degree += exponent
      exponents[id * variables + i] = exponent
      for (let bit = 0; bit < bitsEach && exponent > bit; bit++) mask |= 1 << ((i * bitsEach + bit) % 32)
    }
    forms.forEach((form, key) => (keys[id * forms.length + key] = valueOf(form)))
    degrees[id] = degree
    masks[id] = mask
    hashes[id] = hash
    buckets[bucket] = id
    if (size === room) grow()
    return id
  }

  function valueOf(form: Float64Array): number {
    let sum = 0
    for (let i = 0; i < variables; i++) sum += (form[i] ?? 0) * (scratch[i] ?? 0)
    if (sum < 2 ** 53) return sum
    throw new PolynomialError('ERR_POLYNOMIAL_ORDER', 'A weight of a monomial grew to 2^53 or more.')
  }

  function grow(): void {
    room *= 2
    const moved = <T extends Int32Array | Float64Array>(from: T, into: T): T => {
      into.set(from)
      return into
    }
    exponents = moved(exponents, new Int32Array(room * variables))
    keys = moved(keys, new Float64Array(room * forms.length))
    degrees = moved(degrees, new Float64Array(room))
    masks = moved(masks, new Int32Array(room))
    hashes = moved(hashes, new Int32Array(room))
    buckets = new Int32Array(room * 4).fill(-1)
    const wrap = buckets.length - 1
    for (let id = 0; id < size; id++) {
      let bucket = (Math.imul(hashes[id] ?? 0, 0x2c1b3c6d) >>> 8) & wrap
      while ((buckets[bucket] ?? -1) >= 0) bucket = (bucket + 1) & wrap
      buckets[bucket] = id
    }
  }
}

interface Step {
  /** Which form to compare; -1 to compare an exponent. */
  readonly key: number
  readonly column: number
  readonly sign: number
}

/** An order as linear forms and single exponents that are compared one after the other. */
function comparison(
  variables: number,
  { weights = [], eliminate = 0, ties }: MonomialOrder,
): { readonly forms: readonly Float64Array[]; readonly steps: readonly Step[] } {
  const forms: Float64Array[] = []
  const steps: Step[] = []
  const addForm = (form: Float64Array) => steps.push({ key: forms.push(form) - 1, column: 0, sign: 1 })
  for (const weight of weights) addForm(checkedWeight(weight, variables))
  if (!Number.isInteger(eliminate) || eliminate < 0 || eliminate > variables)
    throw new PolynomialError('ERR_POLYNOMIAL_ORDER', `${eliminate} of ${variables} variables cannot be eliminated.`)
  for (const [from, to] of [
    [0, eliminate],
    [eliminate, variables],
  ] as const) {
    if (from === to) continue
    const columns = Array.from({ length: to - from }, (_, i) => from + i)
    if (ties === 'lex') steps.push(...columns.map((column) => ({ key: -1, column, sign: 1 })))
    else {
      addForm(Float64Array.from({ length: variables }, (_, i) => (i >= from && i < to ? 1 : 0)))
      steps.push(...columns.toReversed().map((column) => ({ key: -1, column, sign: -1 })))
    }
  }
  return { forms, steps }
}

function checkedWeight(weight: readonly bigint[], variables: number): Float64Array {
  if (weight.length !== variables)
    throw new PolynomialError('ERR_POLYNOMIAL_SHAPE', `A weight has ${weight.length} entries, not ${variables}.`)
  const wrong = weight.find((entry) => entry < 0n || entry >= 2n ** 53n)
  if (wrong !== undefined)
    throw new PolynomialError(
      'ERR_POLYNOMIAL_ORDER',
      `The weight ${wrong} is ${wrong < 0n ? 'negative, so that monomials could shrink forever' : 'not below 2^53'}.`,
    )
  return Float64Array.from(weight, Number)
}
