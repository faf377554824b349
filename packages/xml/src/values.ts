import type { Document } from './document.ts'
import { XmlError } from './errors.ts'
import type { Attribute } from './items.ts'

/** Anything with attributes: an element of a tree, a start tag. */
interface Attributed {
  readonly attributes: readonly Attribute[]
}

/** The value of an attribute: a document's is its document element's. */
export function attribute(owner: Document | Attributed, localName: string, namespace = ''): string | undefined {
  const { attributes } = 'root' in owner ? owner.root : owner
  for (const candidate of attributes) {
    if (candidate.localName === localName && candidate.namespace === namespace) return candidate.value
  }
  return undefined
}

export interface Range {
  readonly min?: number
  readonly max?: number
}

const MIN_INT = -(2 ** 31)
const MAX_INT = 2 ** 31 - 1
const INT = /^[ \t\n\r]*([+-]?[0-9]+)[ \t\n\r]*$/

/**
 * An attribute as `xs:int` (XML Schema Part 2, 3.3.17): decimal digits, a sign if need be, 32 bits.
 * Where the attribute is absent, the fallback.
 * @throws XmlError `ERR_XML_VALUE` when it is absent without a fallback, no integer, or out of range.
 */
export function integer(
  owner: Document | Attributed,
  name: string,
  fallback?: number,
  { min = MIN_INT, max = MAX_INT }: Range = {},
): number {
  const value = attribute(owner, name)
  if (value === undefined) {
    if (fallback !== undefined) return fallback
    throw new XmlError('ERR_XML_VALUE', `the attribute ${name} is missing; it takes an integer ${within(min, max)}`)
  }
  const digits = INT.exec(value)?.[1]
  // Adding zero turns the -0 of "-0" into 0.
  const number = digits === undefined ? Number.NaN : Number(digits) + 0
  if (number >= min && number <= max) return number
  const shown = value.length > 40 ? `${value.slice(0, 40)}…` : value
  throw new XmlError('ERR_XML_VALUE', `the attribute ${name} is "${shown}", not an integer ${within(min, max)}`)
}

function within(min: number, max: number): string {
  return `from ${min} to ${max}`
}
