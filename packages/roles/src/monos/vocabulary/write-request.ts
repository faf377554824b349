import type { Document } from '@xeerkat/xml'
import type { PolynomialIdeal } from '../syntax/ideal.ts'
import { polynomialText } from '../syntax/write.ts'
import { endTag, escaped, exponentRows, orderValues, tag } from './markup.ts'
import { MONOS_NAMESPACE } from './names.ts'
import { documentOf, encoded } from './pieces.ts'
import type { LatticeRequest, MonomialRequest, MonosRequest, PolynomialRequest } from './request.ts'

/** A request as a document. */
export function requestDocument(request: MonosRequest): Document {
  return documentOf(encoded(requestTexts(request)))
}

function* requestTexts(request: MonosRequest): Generator<string, void> {
  yield tag(request.operation, {
    'xmlns:m': MONOS_NAMESPACE,
    output: request.output === 'xml' ? undefined : request.output,
    'hire-limit': request.hireLimit,
    ...ownAttributes(request),
  })
  switch (request.kind) {
    case 'monomial':
      yield* monomialIdeals(request)
      break
    case 'lattice':
      yield* latticeTexts(request)
      break
    case 'polynomial':
      yield* polynomialTexts(request)
      break
    default:
      request satisfies never
  }
  yield endTag(request.operation)
}

function ownAttributes(request: MonosRequest): Parameters<typeof tag>[1] {
  switch (request.kind) {
    case 'monomial':
      return {
        'count-only': request.countOnly || undefined,
        degree: request.degree,
        grading: request.grading === 'multigraded' ? request.grading : undefined,
        vector: request.vector?.join(' '),
      }
    case 'lattice':
      return { ...orderValues(request.order), cost: request.cost?.join(' ') }
    case 'polynomial':
      return orderValues(request.order)
    default:
      return request satisfies never
  }
}

function* monomialIdeals({ ideals }: MonomialRequest): Generator<string, void> {
  for (const { names, generators } of ideals) {
    yield tag('ideal', { variables: names.join(' '), count: generators.length })
    yield* exponentRows(generators)
    yield endTag('ideal')
  }
}

function* latticeTexts({ given, names, matrix }: LatticeRequest): Generator<string, void> {
  const name = given === 'kernel' ? 'matrix' : 'lattice'
  yield tag(name, { columns: matrix.columns, variables: names.join(' ') })
  for (const row of matrix.rows) yield `${row.join(' ')}\n`
  yield endTag(name)
}

function* polynomialTexts({ ideal, polynomials }: PolynomialRequest): Generator<string, void> {
  const { names, characteristic, generators } = ideal
  yield tag('ideal', { variables: names.join(' '), characteristic, count: generators.length })
  yield* polynomialElements(generators, names)
  yield endTag('ideal')
  yield* polynomialElements(polynomials, names)
}

/** Polynomials, each in an element. */
export function* polynomialElements(
  polynomials: Iterable<PolynomialIdeal['generators'][number]>,
  names: readonly string[],
): Generator<string, void> {
  for (const polynomial of polynomials)
    yield tag('polynomial') + escaped(polynomialText(polynomial, names)) + endTag('polynomial')
}
