import { RoleError } from '../../errors.ts'
import type { BinomialOrder } from '../binomial/binomial-order.ts'
import { circuitsSteps } from '../binomial/circuits.ts'
import { graverBasisSteps, latticeGraverBasisSteps } from '../binomial/graver.ts'
import {
  type LatticeIdeal,
  latticeGroebnerBasisSteps,
  latticeIdealSteps,
  toricIdealSteps,
} from '../binomial/lattice-ideal.ts'
import { compareFractions, componentGap, type Fraction, initialIdeal } from '../binomial/programming-gap.ts'
import { kernelBasis } from '../binomial/matrix.ts'
import { mergedRows } from '../monomial/merge.ts'
import { rowsOf } from '../monomial/monomials.ts'
import type { MonomialOrder } from '../syntax/ideal.ts'
import type { LatticeRequest } from '../vocabulary/request.ts'
import type { ResultPart, VectorKind } from '../vocabulary/result.ts'
import { type Found, foundHere, foundTogether, inParts, type Tools } from './found.ts'

/** How each operation on a lattice is computed, from plain data to plain data. */
export const latticeOperations = {
  'toric-ideal': generatorsOf,
  'lattice-ideal': generatorsOf,

  'markov-basis': async (request, tools) => {
    const { generators, grading } = await idealOf(request, tools)
    const found = vectorsOf(request, 'markov', generators)
    if (grading) return found
    const note =
      'No positive degrees make the ideal homogeneous: the vectors generate it, but smaller sets may do so too.'
    return { ...found, summary: { ...found.summary, note } }
  },

  'graver-basis': async (request, tools) => {
    const basis = request.given === 'kernel' ? graverBasisSteps : latticeGraverBasisSteps
    return vectorsOf(request, 'graver', await inParts(basis(request.matrix), tools))
  },

  circuits: async (request, tools) => {
    if (request.given === 'kernel')
      return vectorsOf(request, 'circuits', await inParts(circuitsSteps(request.matrix), tools))
    const found = vectorsOf(request, 'circuits', await inParts(circuitsSteps(kernelBasis(request.matrix)), tools))
    const note = 'These are the circuits of all integer vectors in the space that the lattice spans.'
    return { ...found, summary: { ...found.summary, note } }
  },

  'groebner-basis': groebnerOf,

  'integer-programming-gap': async (request, tools) => {
    const { names, cost } = request
    if (cost === undefined) throw new RoleError('ERR_MONOS_INVALID', 'What is minimized? The request names no cost.')
    const ideal = await idealOf(request, tools)
    await tools.pause()
    const decomposition = await tools.decompose(initialIdeal(ideal, cost, { signal: tools.signal }))
    let gap: Fraction = { numerator: 0n, denominator: 1n }
    let attained: readonly bigint[] | undefined
    for (const component of mergedRows(decomposition.lists.map(rowsOf))) {
      await tools.pause()
      const other = componentGap(ideal.lattice, cost, component, { signal: tools.signal })
      if (attained !== undefined && compareFractions(other, gap) <= 0) continue
      gap = other
      attained = component
    }
    const parts: ResultPart[] = [
      { kind: 'fraction', name: 'gap', ...gap },
      { kind: 'value', name: 'components', value: BigInt(decomposition.count) },
    ]
    if (attained !== undefined) parts.push({ kind: 'components', names, rows: { count: 1, rows: [attained] } })
    return foundTogether(decomposition, decomposition.count, names.length, parts)
  },
} satisfies Readonly<Record<string, (request: LatticeRequest, tools: Tools) => Found | Promise<Found>>>

/** With an order, generators that are a Gröbner basis. */
async function generatorsOf(request: LatticeRequest, tools: Tools): Promise<Found> {
  if (request.order !== undefined) return groebnerOf(request, tools)
  return vectorsOf(request, 'generators', (await idealOf(request, tools)).generators)
}

async function groebnerOf(request: LatticeRequest, tools: Tools): Promise<Found> {
  const ideal = await idealOf(request, tools)
  return vectorsOf(request, 'groebner', await inParts(latticeGroebnerBasisSteps(ideal, orderOf(request)), tools))
}

function idealOf({ given, matrix }: LatticeRequest, tools: Tools): Promise<LatticeIdeal> {
  return inParts(given === 'kernel' ? toricIdealSteps(matrix) : latticeIdealSteps(matrix), tools)
}

function vectorsOf({ names }: LatticeRequest, of: VectorKind, rows: readonly (readonly bigint[])[]): Found {
  return foundHere(rows.length, names.length, [{ kind: 'vectors', of, names, count: rows.length, rows }])
}

function orderOf({ order, names }: LatticeRequest): BinomialOrder {
  const { kind, eliminate, weight }: MonomialOrder = order ?? { kind: 'grevlex', eliminate: 0 }
  const weights = weight === undefined ? [] : [weight]
  if (kind === 'lex' || kind === 'ascending') return { weights, ties: kind }
  const first = names.map((_, i) => (i < eliminate ? 1n : 0n))
  return { weights: kind === 'elimination' ? [...weights, first] : weights, ties: 'grevlex' }
}
