import { runToEnd, type Steps } from '../steps.ts'
import { MonomialError } from './errors.ts'
import { defaultMonomialLimits } from './limits.ts'
import { minimalGenerators } from './minimal.ts'
import { checkVariables, compact, concatenated, larger, type Monomials, rowOf } from './monomials.ts'
import { radicalOf } from './radical.ts'
import { aligned, mapExponents } from './scales.ts'

/** Minimal generators of I + J. */
export function* sumSteps(a: Monomials, b: Monomials): Steps<Monomials> {
  return yield* minimalOf([a, b], a)
}

/** Minimal generators of I J: the products of a generator of each. */
export function* productSteps(a: Monomials, b: Monomials): Steps<Monomials> {
  const [small, large] = smallerFirst(a, b)
  return yield* minimalOf(
    multiplied(small, (row) => mapExponents(large, (exponent, i) => exponent + (row[i] ?? 0n))),
    a,
  )
}

/** Minimal generators of the intersection of I and J: the lcms of a generator of each. */
export function* intersectionSteps(a: Monomials, b: Monomials): Steps<Monomials> {
  const [small, large] = smallerFirst(a, b)
  return yield* minimalOf(
    multiplied(small, (row) => mapExponents(large, (exponent, i) => larger(exponent, row[i] ?? 0n))),
    a,
  )
}

/** Minimal generators of I : J, the monomials that take all of J into I: the intersection of I : g for the generators g of J. */
export function* colonSteps(a: Monomials, b: Monomials): Steps<Monomials> {
  checkVariables(a, b)
  return yield* intersectionOf(
    a,
    multiplied(minimalGenerators(b), (row) => mapExponents(a, (exponent, i) => larger(exponent - (row[i] ?? 0n), 0n))),
  )
}

/** Minimal generators of I : J^∞, what some power of J takes into I: variables of a generator of J become 1. */
export function* saturationSteps(a: Monomials, b: Monomials): Steps<Monomials> {
  checkVariables(a, b)
  return yield* intersectionOf(
    a,
    multiplied(radicalOf(b), (row) => mapExponents(a, (exponent, i) => ((row[i] ?? 0n) > 0n ? 0n : exponent))),
  )
}

/** The same at once. */
export const sum = atOnce(sumSteps)
export const product = atOnce(productSteps)
export const intersection = atOnce(intersectionSteps)
export const colon = atOnce(colonSteps)
export const saturation = atOnce(saturationSteps)

function atOnce(steps: (a: Monomials, b: Monomials) => Steps<Monomials>) {
  return (a: Monomials, b: Monomials): Monomials => runToEnd(steps(a, b))
}

/** One list for each row, made as it is asked for. */
function* multiplied(list: Monomials, make: (row: readonly bigint[]) => Monomials): Generator<Monomials> {
  for (let index = 0; index < list.length; index++) yield make(rowOf(list, index))
}

function* intersectionOf(like: Monomials, ideals: Iterable<Monomials>): Steps<Monomials> {
  let result: Monomials = { ...like, length: 1, ranks: new Int32Array(like.variables) }
  for (const ideal of ideals) result = yield* intersectionSteps(result, minimalGenerators(ideal))
  return compact(result)
}

/** The minimal ones of all rows, without ever holding more than twice as many as needed, and some. */
function* minimalOf(parts: Iterable<Monomials>, like: Monomials): Steps<Monomials> {
  let held: Monomials = { ...like, length: 0, ranks: new Int32Array(0) }
  const most = defaultMonomialLimits.rows
  let bound = SOME
  for (const part of parts) {
    yield
    const [a, b] = aligned(held, part)
    held = concatenated([a, b], a)
    if (held.length < bound) continue
    held = minimalGenerators(held)
    if (held.length > most) throw new MonomialError('ERR_MONOMIAL_LIMIT', `More than ${most} generators.`)
    bound = 2 * held.length + SOME
  }
  return compact(minimalGenerators(held))
}

const SOME = 16_384

function smallerFirst(a: Monomials, b: Monomials): readonly [Monomials, Monomials] {
  checkVariables(a, b)
  const [x, y] = [minimalGenerators(a), minimalGenerators(b)]
  return x.length <= y.length ? [x, y] : [y, x]
}
