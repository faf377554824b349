import { RoleError } from '../../errors.ts'
import { bettiNumbers, projectiveDimension, regularity } from '../monomial/betti.ts'
import { smallestCoversSteps } from '../monomial/covers.ts'
import { degreeSteps } from '../monomial/degree.ts'
import { genericDeformation, isGeneric, isStronglyGeneric } from '../monomial/generic.ts'
import { hilbertFunction, multigradedNumeratorSteps, univariateNumeratorSteps } from '../monomial/hilbert.ts'
import { minimalGenerators } from '../monomial/minimal.ts'
import { canonical, compareRows, type Monomials, rowsOf } from '../monomial/monomials.ts'
import { colonSteps, intersectionSteps, productSteps, saturationSteps, sumSteps } from '../monomial/operations.ts'
import { radicalOf } from '../monomial/radical.ts'
import { scarfComplex } from '../monomial/scarf.ts'
import { countStandardMonomialsSteps, standardMonomials } from '../monomial/standard.ts'
import type { MonomialRequest } from '../vocabulary/request.ts'
import type { ResultPart, Value } from '../vocabulary/result.ts'
import { counted, decomposed } from './decomposed.ts'
import { type Found, foundHere, inParts, type Tools } from './found.ts'
import type { Steps } from '../steps.ts'

/** How each operation on monomial ideals is computed, from plain data to plain data. */
export const monomialOperations = {
  ...decomposed,
  'minimal-generators': (request) => idealOf(request, minimalGenerators(first(request))),
  radical: (request) => idealOf(request, radicalOf(first(request))),
  intersection: (request, tools) => folded(request, tools, intersectionSteps),
  sum: (request, tools) => folded(request, tools, sumSteps),
  product: (request, tools) => folded(request, tools, productSteps),
  colon: (request, tools) => folded(request, tools, colonSteps),
  saturation: (request, tools) => folded(request, tools, saturationSteps),

  dimension: async (request, tools) => {
    const ideal = first(request)
    const { size } = await inParts(smallestCoversSteps(ideal, 1), tools)
    return valuesOf(request, {
      dimension: size < 0 ? 'none' : BigInt(ideal.variables - size),
      codimension: size < 0 ? 'none' : BigInt(size),
      degree: await inParts(degreeSteps(ideal), tools),
    })
  },

  regularity: (request, { signal }) => {
    const numbers = bettiNumbers(first(request), { signal })
    const projective = projectiveDimension(numbers)
    return valuesOf(request, {
      regularity: regularity(numbers) ?? 'none',
      'projective-dimension': projective < 0 ? 'none' : BigInt(projective),
    })
  },

  'betti-numbers': (request, { signal }) => {
    const numbers = bettiNumbers(first(request), { signal })
    return foundHere(numbers.length, variablesOf(request), [{ kind: 'betti-numbers', numbers }])
  },

  'standard-monomials': async (request, tools) => {
    const { signal, rows } = tools
    const ideal = first(request)
    const steps =
      request.degree === undefined ? countStandardMonomialsSteps(ideal) : countUpToSteps(ideal, request.degree)
    const count = await inParts(steps, tools)
    if (request.countOnly) return foundHere(count, ideal.variables, counted(count))
    if (count > BigInt(rows))
      throw new RoleError('ERR_MONOS_LIMIT', `${count} standard monomials are too many to list; ask for their count`)
    const bound = request.degree === undefined ? {} : { degree: request.degree }
    const list = { count: Number(count), rows: standardMonomials(ideal, { ...bound, signal }) }
    return foundHere(count, ideal.variables, [{ kind: 'monomials', names: namesOf(request), rows: list }])
  },

  'hilbert-series': async (request, tools) => {
    const series = await (request.grading === 'univariate'
      ? univariate(first(request), tools)
      : multigraded(request, tools))
    return foundHere(series.length, variablesOf(request), request.countOnly ? counted(series.length) : [series.part])
  },

  'scarf-complex': (request) => {
    const { generators, faces, fVector } = scarfComplex(first(request))
    const count = fVector.reduce((all, some) => all + some, 0)
    const parts = faces.map((members, size): ResultPart => ({
      kind: 'faces',
      size,
      count: fVector[size] ?? 0,
      members,
    }))
    const ideal: ResultPart = { kind: 'ideal', names: namesOf(request), generators }
    return foundHere(count, generators.variables, request.countOnly ? counted(count) : [ideal, ...parts])
  },

  'generic-test': (request) =>
    valuesOf(request, {
      generic: isGeneric(first(request)),
      'strongly-generic': isStronglyGeneric(first(request)),
    }),

  'generic-deformation': (request) => idealOf(request, genericDeformation(first(request)).ideal),
} satisfies Readonly<Record<string, (request: MonomialRequest, tools: Tools) => Found | Promise<Found>>>

function first({ ideals: [{ generators }] }: MonomialRequest): Monomials {
  return generators
}

function namesOf({ ideals: [{ names }] }: MonomialRequest): readonly string[] {
  return names
}

function variablesOf(request: MonomialRequest): number {
  return namesOf(request).length
}

function idealOf(request: MonomialRequest, ideal: Monomials): Found {
  const generators = canonical(ideal)
  const part: ResultPart = { kind: 'ideal', names: namesOf(request), generators }
  return foundHere(generators.length, generators.variables, request.countOnly ? counted(generators.length) : [part])
}

async function folded(
  request: MonomialRequest,
  tools: Tools,
  combine: (a: Monomials, b: Monomials) => Steps<Monomials>,
): Promise<Found> {
  const [head, ...others] = request.ideals
  let ideal = head.generators
  for (const { generators } of others) {
    await tools.pause()
    ideal = await inParts(combine(ideal, generators), tools)
  }
  return idealOf(request, minimalGenerators(ideal))
}

function valuesOf(request: MonomialRequest, values: Readonly<Record<string, Value>>): Found {
  const parts = Object.entries(values).map(([name, value]): ResultPart => ({ kind: 'value', name, value }))
  return foundHere(parts.length, variablesOf(request), parts)
}

/** One more variable takes up what is missing to the degree. */
function* countUpToSteps(ideal: Monomials, bound: bigint): Steps<bigint> {
  return hilbertFunction(ideal.variables + 1, yield* univariateNumeratorSteps(ideal), bound)
}

interface Series {
  readonly length: number
  readonly part: ResultPart
}

async function univariate(ideal: Monomials, tools: Tools): Promise<Series> {
  const terms = await inParts(univariateNumeratorSteps(ideal), tools)
  const exponents = { count: terms.length, rows: terms.map(([degree_]) => [degree_]) }
  const coefficients = terms.map(([, coefficient]) => coefficient)
  return { length: terms.length, part: { kind: 'series', names: ['t'], exponents, coefficients } }
}

async function multigraded(request: MonomialRequest, tools: Tools): Promise<Series> {
  const steps = multigradedNumeratorSteps(first(request), { terms: tools.rows })
  const { monomials, coefficients } = await inParts(steps, tools)
  const rows = [...rowsOf(monomials)]
    .map((row, at) => ({ row, coefficient: coefficients[at] ?? 0n }))
    .sort((a, b) => compareRows(a.row, b.row))
  const exponents = { count: rows.length, rows: rows.map(({ row }) => row) }
  const sorted = rows.map(({ coefficient }) => coefficient)
  return {
    length: rows.length,
    part: { kind: 'series', names: namesOf(request), exponents, coefficients: sorted },
  }
}
