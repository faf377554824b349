import { groebnerBasis, polynomialNormalForm } from '../polynomial/groebner-basis.ts'
import type { MonomialOrder as KernelOrder, Polynomial as KernelPolynomial } from '../polynomial/polynomials.ts'
import type { MonomialOrder, Polynomial } from '../syntax/ideal.ts'
import type { PolynomialRequest } from '../vocabulary/request.ts'
import type { ResultPart } from '../vocabulary/result.ts'
import { type Found, foundHere, type Tools } from './found.ts'

/** How each operation on ideals of polynomials is computed, from plain data to plain data. */
export const polynomialOperations = {
  'groebner-basis': (request, { signal }) =>
    foundPolynomials(request, basisOf(request, signal).polynomials.map(withDenominators)),

  'normal-form': async (request, { signal, pause }) => {
    const basis = basisOf(request, signal)
    const rests: Polynomial[] = []
    for (const polynomial of request.polynomials) {
      await pause()
      rests.push(withDenominators(polynomialNormalForm(basis, polynomial, { signal })))
    }
    return foundPolynomials(request, rests)
  },
} satisfies Readonly<Record<string, (request: PolynomialRequest, tools: Tools) => Found | Promise<Found>>>

function basisOf({ ideal, order }: PolynomialRequest, signal: AbortSignal) {
  const { names, characteristic, generators } = ideal
  return groebnerBasis({ variables: names.length, characteristic, polynomials: generators }, orderOf(order), { signal })
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
