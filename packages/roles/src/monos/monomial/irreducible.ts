import { MonomialError } from './errors.ts'
import { defaultMonomialLimits } from './limits.ts'
import { minimalGenerators } from './minimal.ts'
import { compact, concatenated, type Monomials } from './monomials.ts'
import { type Packing, packingFor, packRows, rankAt, setRank } from './packing.ts'
import { createSliceEngine } from './slice-engine.ts'

export interface DecomposeOptions {
  /** Checked before each batch. */
  readonly signal?: AbortSignal
  /** A batch ends with the slice that brings it to so many components. Default 4,096. */
  readonly batch?: number
  /** Slices between two batches, at most: a batch may be empty, so that there is progress to tell. Default 16,384. */
  readonly slices?: number
  /** Rows that are held at once, of a part that is independent of others or in a list of all. Default 10,000,000. */
  readonly rows?: number
}

/** Some components of a decomposition, over the scales that all batches share. */
export interface Batch extends Monomials {
  /** From 0 to 1, an estimate; never less than before. */
  readonly done: number
}

/**
 * The irreducible components of an ideal in batches, each component once: the unique irredundant decomposition. The
 * zero ideal has one component without generators, the unit ideal none. `irreducible` returns all of them in one list.
 */
export function irreducibleComponents(
  ideal: Monomials,
  options: DecomposeOptions = {},
): Generator<Batch, void, undefined> {
  return componentsLeaving(ideal, () => true, options)
}

/** Those irreducible components in which all variables occur but such as may be left out. */
export function* componentsLeaving(
  ideal: Monomials,
  mayLeave: (variable: number) => boolean,
  { signal, batch = 4096, slices = 16_384, rows = defaultMonomialLimits.rows }: DecomposeOptions = {},
): Generator<Batch, void, undefined> {
  const generators = compact(minimalGenerators(ideal))
  if (isUnit(generators)) return
  const { packing, packed, count, tops } = withPurePowers(generators, mayLeave)
  const engine = createSliceEngine(packed, count, packing, rows)
  for (let more = true; more;) {
    signal?.throwIfAborted()
    more = engine.run(batch, slices)
    const ranks = unpackLabels(engine.found.rows, engine.found.count, packing, tops)
    yield { ...generators, length: engine.found.count, ranks, done: more ? engine.done() : 1 }
    engine.found.count = 0
  }
}

/** All irreducible components, in no particular order; over the scales of the minimal generators. */
export function irreducible(ideal: Monomials, options: DecomposeOptions = {}): Monomials {
  return collected(irreducibleComponents(ideal, options), ideal, options)
}

/** One list of all batches, which share their scales. */
export function collected(
  batches: Iterable<Monomials>,
  like: Monomials,
  { rows = defaultMonomialLimits.rows }: DecomposeOptions,
): Monomials {
  const parts: Monomials[] = []
  let length = 0
  for (const batch of batches) {
    length += batch.length
    if (length > rows) throw new MonomialError('ERR_MONOMIAL_LIMIT', `More than ${rows} rows in a list.`)
    parts.push(batch)
  }
  return concatenated(parts, parts[0] ?? { ...like, length: 0, ranks: new Int32Array(0) })
}

export function isUnit({ variables, length, ranks }: Monomials): boolean {
  for (let row = 0; row < length; row++) {
    let i = 0
    while (i < variables && ranks[row * variables + i] === 0) i++
    if (i === variables) return true
  }
  return false
}

/** Packs minimal generators, and adds x_i^top for each variable that may be left out and has no power among them. */
export function withPurePowers(
  generators: Monomials,
  mayLeave: (variable: number) => boolean,
): {
  readonly packing: Packing
  readonly packed: Int32Array
  readonly count: number
  /** For each variable the rank of the power that was added; 0 if none was. */
  readonly tops: Int32Array
} {
  const { variables, length, scales } = generators
  const tops = Int32Array.from(scales, (scale, i) => (mayLeave(i) ? scale.length : 0))
  for (let row = 0; row < length; row++) {
    const variable = purePower(generators, row)
    if (variable >= 0) tops[variable] = 0
  }
  const packing = packingFor(scales.map((scale) => scale.length))
  const added = tops.filter((top) => top > 0).length
  const packed = new Int32Array((length + added) * packing.stride)
  packRows(generators, packing, packed, 0)
  let at = length * packing.stride
  for (let i = 0; i < variables; i++) {
    const top = tops[i] ?? 0
    if (top === 0) continue
    setRank(packed, at, i, top, packing)
    at += packing.stride
  }
  return { packing, packed, count: length + added, tops }
}

/** The only variable of a row, or -1. */
function purePower({ variables, ranks }: Monomials, row: number): number {
  let only = -1
  for (let i = 0; i < variables; i++) {
    if (ranks[row * variables + i] === 0) continue
    if (only >= 0) return -1
    only = i
  }
  return only
}

function unpackLabels(rows: Int32Array, count: number, packing: Packing, tops: Int32Array): Int32Array {
  const { variables, stride } = packing
  const ranks = new Int32Array(count * variables)
  for (let row = 0, to = 0; row < count; row++)
    for (let i = 0; i < variables; i++, to++) {
      const rank = rankAt(rows, row * stride, i, packing)
      ranks[to] = rank === tops[i] ? 0 : rank
    }
  return ranks
}
