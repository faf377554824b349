import { type GroebnerBasis, groebnerBasisSteps, polynomialNormalFormSteps } from '../polynomial/groebner-basis.ts'
import type { MonomialOrder as KernelOrder, Polynomial as KernelPolynomial } from '../polynomial/polynomials.ts'
import type { MonomialOrder, Polynomial } from '../syntax/ideal.ts'
import type { PolynomialRequest } from '../vocabulary/request.ts'
import type { ResultPart } from '../vocabulary/result.ts'
import { type Found, foundHere, inParts, type Tools } from './found.ts'

/** How each operation on ideals of polynomials is computed, from plain data to plain data. */
export const polynomialOperations = {
  'groebner-basis': async (request, tools) =>
    foundPolynomials(request, (await basisOf(request, tools)).polynomials.map(withDenominators)),

  'normal-form': async (request, tools) => {
    const basis = await basisOf(request, tools)
    const rests: Polynomial[] = []
    for (const polynomial of request.polynomials)
      rests.push(withDenominators(await inParts(polynomialNormalFormSteps(basis, polynomial), tools)))
    return foundPolynomials(request, rests)
  },
} satisfies Readonly<Record<string, (request: PolynomialRequest, tools: Tools) => Promise<Found>>>

function basisOf({ ideal, order }: PolynomialRequest, tools: Tools): Promise<GroebnerBasis> {
  const { names, characteristic, generators } = ideal
  const given = { variables: names.length, characteristic, polynomials: generators }
  return inParts(groebnerBasisSteps(given, orderOf(order)), tools)
}

function orderOf({ kind, eliminate, weight }: MonomialOrder): KernelOrder {
  return {
    ties: kind === 'lex' ? 'lex' : 'grevlex',
    ...(weight && { weights: [weight] }),
    ...(kind === 'elimination' && { eliminate }),
  }
}

function withDenominators(polynomial: KernelPolynomial): Polynomial {
  return polynomial.map((term) => ({ denominator: 1n, ...term }))
}

function foundPolynomials({ ideal, order }: PolynomialRequest, polynomials: readonly Polynomial[]): Found {
  const { names, characteristic } = ideal
  const count = polynomials.length
  const part: ResultPart = { kind: 'polynomials', names, characteristic, order, count, polynomials }
  return foundHere(count, names.length, [part])
}
