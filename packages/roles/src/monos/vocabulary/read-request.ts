import { type MonomialIdeal, type Polynomial, type PolynomialIdeal, syntaxes } from '../syntax/ideal.ts'
import { defaultMonosLimits, type MonosLimits } from '../syntax/limits.ts'
import { type Attributes, attributesOf, readOrder } from './attributes.ts'
import { createCursor, type Cursor, type Entered, fault, type Source } from './cursor.ts'
import {
  countable,
  isOperation,
  type LatticeOperation,
  type MonomialOperation,
  type Operation,
  operations,
  ordered,
  type PolynomialOperation,
} from './names.ts'
import { readIntegerMatrix, readMonomials, readPolynomial, readPolynomials, unexpected } from './read-lists.ts'
import type { LatticeRequest, MonomialRequest, MonosRequest, PolynomialRequest } from './request.ts'

/** A request whose document element was read, and its content not yet. */
interface Begun<Name extends Operation> {
  readonly operation: Name
  readonly cursor: Cursor
  readonly root: Entered
  readonly attributes: Attributes
  readonly common: Pick<MonosRequest, 'output' | 'hireLimit'>
}

/**
 * Reads a request, whichever it is.
 * @throws RoleError that names line and column; XmlError for what is no XML.
 */
export function readRequest(source: Source, limits: Partial<MonosLimits> = {}): MonosRequest {
  const cursor = createCursor(source, { ...defaultMonosLimits, ...limits })
  const root = cursor.root()
  const operation = root.name
  if (!isOperation(operation))
    return fault('ERR_MONOS_SYNTAX', `<${operation}> is no request of this vocabulary`, root.place)
  const attributes = attributesOf(root)
  const request = readers[operations[operation]]({
    operation,
    cursor,
    root,
    attributes,
    common: readCommon(attributes),
  } as Begun<never>)
  cursor.end()
  return request
}

const readers: Readonly<Record<(typeof operations)[Operation], (begun: Begun<never>) => MonosRequest>> = {
  ideal: (begun) => readMonomialRequest(begun, 1, 1),
  pair: (begun) => readMonomialRequest(begun, 2, 2),
  ideals: (begun) => readMonomialRequest(begun, 2, begun.cursor.limits.ideals),
  matrix: (begun) => readLatticeRequest(begun),
  lattice: (begun) => readLatticeRequest(begun),
  'matrix or lattice': (begun) => readLatticeRequest(begun),
  polynomials: (begun) => readPolynomialRequest(begun),
  'polynomials, matrix or lattice': (begun) => readPolynomialRequest(begun),
}

function readCommon(attributes: Attributes): Pick<MonosRequest, 'output' | 'hireLimit'> {
  const output = attributes.oneOf('output', ['xml', ...syntaxes]) ?? 'xml'
  const hireLimit = attributes.count('hire-limit', 100_000)
  return hireLimit === undefined ? { output } : { output, hireLimit }
}

function readMonomialRequest(
  { operation, cursor, root, attributes, common }: Begun<MonomialOperation>,
  least: number,
  most: number,
): MonomialRequest {
  const { digits } = cursor.limits
  const countOnly = countable.has(operation) && attributes.boolean('count-only')
  const degree = operation === 'standard-monomials' ? attributes.integer('degree', digits) : undefined
  const univariate = operation !== 'hilbert-series' || attributes.oneOf('grading', gradings) !== 'multigraded'
  const vector = operation === 'alexander-dual' ? attributes.integers('vector', digits) : undefined
  attributes.done()
  if ((degree ?? 0n) < 0n) attributes.fault('the degree is negative', 'ERR_MONOS_INVALID')
  const ideals = readIdeals(cursor, root, most)
  const [first] = ideals
  if (first === undefined || ideals.length < least)
    return attributes.fault(`<${operation}> takes ${howMany(least, most)}, not ${ideals.length}`, 'ERR_MONOS_INVALID')
  if (vector !== undefined && (vector.length !== first.names.length || vector.some((entry) => entry < 0n)))
    attributes.fault(`the vector is not ${first.names.length} exponents, one for each variable`, 'ERR_MONOS_INVALID')
  return {
    kind: 'monomial',
    operation,
    ...common,
    ideals: [first, ...ideals.slice(1)],
    countOnly,
    grading: univariate ? 'univariate' : 'multigraded',
    ...(degree === undefined ? {} : { degree }),
    ...(vector === undefined ? {} : { vector }),
  }
}

const gradings = ['univariate', 'multigraded'] as const

function readIdeals(cursor: Cursor, root: Entered, most: number): MonomialIdeal[] {
  const ideals: MonomialIdeal[] = []
  for (let child = cursor.child(); child !== undefined; child = cursor.child()) {
    if (child.name !== 'ideal') unexpected(child, root.name, '<ideal>')
    if (ideals.length === most)
      fault('ERR_MONOS_INVALID', `there are more ideals than ${most} in <${root.name}>`, child.place)
    const ideal = readMonomials(cursor, child)
    const variables = ideals[0]?.names.join(' ') ?? ideal.names.join(' ')
    if (ideal.names.join(' ') !== variables) {
      const both = `"${shorten(ideal.names.join(' '))}", and those of the first "${shorten(variables)}"`
      fault('ERR_MONOS_INVALID', `ideals must be in the same variables; those of this one are ${both}`, child.place)
    }
    ideals.push(ideal)
  }
  return ideals
}

function readLatticeRequest(begun: Begun<LatticeOperation>, entered = begun.cursor.child()): LatticeRequest {
  const { operation, cursor, root, attributes, common } = begun
  const input: string = operations[operation]
  const given = entered?.name === 'lattice' ? 'generators' : 'kernel'
  const names = given === 'kernel' ? 'matrix' : 'lattice'
  if (entered === undefined || entered.name !== names || !input.includes(names))
    return fault('ERR_MONOS_SYNTAX', `<${operation}> takes a ${input}`, entered?.place ?? root.place)
  const { names: variables, matrix } = readIntegerMatrix(cursor, entered)
  const { digits } = cursor.limits
  const order = ordered.has(operation) ? readOrder(attributes, matrix.columns, digits) : undefined
  const cost =
    operation === 'integer-programming-gap' ? attributes.need('cost', attributes.integers('cost', digits)) : undefined
  attributes.done()
  if (cost !== undefined && cost.length !== matrix.columns)
    attributes.fault(`the cost has ${cost.length} entries for ${matrix.columns} columns`, 'ERR_MONOS_INVALID')
  const more = cursor.child()
  if (more !== undefined) unexpected(more, operation, 'nothing more')
  return {
    kind: 'lattice',
    operation,
    ...common,
    given,
    names: variables,
    matrix,
    ...(order === undefined ? {} : { order }),
    ...(cost === undefined ? {} : { cost }),
  }
}

function readPolynomialRequest(begun: Begun<PolynomialOperation>): PolynomialRequest | LatticeRequest {
  const { operation, cursor, root, attributes, common } = begun
  const entered = cursor.child()
  if (operation === 'groebner-basis' && entered !== undefined && entered.name !== 'ideal')
    return readLatticeRequest({ ...begun, operation }, entered)
  if (entered?.name !== 'ideal')
    return fault('ERR_MONOS_SYNTAX', `<${operation}> takes an <ideal> first`, entered?.place ?? root.place)
  const ideal = readPolynomials(cursor, entered)
  const order = readOrder(attributes, ideal.names.length, cursor.limits.digits) ??
    ideal.order ?? { kind: 'grevlex', eliminate: 0 }
  attributes.done()
  if (order.kind === 'ascending')
    attributes.fault('the order ascending is for lattices; ask for lex, grevlex or elimination', 'ERR_MONOS_INVALID')
  const polynomials = readPolynomialsAfter(cursor, ideal, operation)
  if (operation === 'normal-form' && polynomials.length === 0)
    attributes.fault('<normal-form> takes at least one <polynomial> after the <ideal>', 'ERR_MONOS_INVALID')
  return { kind: 'polynomial', operation, ...common, ideal, polynomials, order }
}

function readPolynomialsAfter(cursor: Cursor, ideal: PolynomialIdeal, operation: Operation): Polynomial[] {
  const polynomials: Polynomial[] = []
  let terms = 0
  for (let child = cursor.child(); child !== undefined; child = cursor.child()) {
    if (operation !== 'normal-form') unexpected(child, operation, 'nothing more')
    if (child.name !== 'polynomial') unexpected(child, operation, '<polynomial>')
    const polynomial = readPolynomial(cursor, ideal, child)
    terms += polynomial.length
    if (terms > cursor.limits.terms || polynomials.length >= cursor.limits.rows)
      fault('ERR_MONOS_LIMIT', `the polynomials have more than ${cursor.limits.terms} terms`, child.place)
    polynomials.push(polynomial)
  }
  return polynomials
}

function howMany(least: number, most: number): string {
  return least === most ? `${least} ${least === 1 ? 'ideal' : 'ideals'}` : `${least} ideals or more`
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
