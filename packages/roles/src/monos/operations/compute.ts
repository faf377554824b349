import type { MonosRequest } from '../vocabulary/request.ts'
import type { Found, Tools } from './found.ts'
import { latticeOperations } from './lattice.ts'
import { monomialOperations } from './monomial.ts'
import { polynomialOperations } from './polynomial.ts'

/** Obeys a request. */
export async function compute(request: MonosRequest, tools: Tools): Promise<Found> {
  switch (request.kind) {
    case 'monomial':
      return monomialOperations[request.operation](request, tools)
    case 'lattice':
      return latticeOperations[request.operation](request, tools)
    case 'polynomial':
      return polynomialOperations[request.operation](request, tools)
    default:
      return request satisfies never
  }
}
