import type { Document } from '@xeerkat/xml'
import { rowsOf } from '../monomial/monomials.ts'
import { countOf } from '../syntax/row-texts.ts'
import { endTag, escaped, exponentRows, integerRows, orderValues, tag } from './markup.ts'
import { MONOS_NAMESPACE } from './names.ts'
import { documentOf, encoded } from './pieces.ts'
import type { ExponentRows, MonosResult, ResultPart, Summary } from './result.ts'
import { polynomialElements } from './write-request.ts'

/** An answer as a document, piece by piece: it never exists as a whole, and may be of any size. */
export function writeResult(result: MonosResult): Generator<Uint8Array, void> {
  return encoded(resultTexts(result))
}

/** An answer as a document. */
export function resultDocument(result: MonosResult): Document {
  return documentOf(writeResult(result))
}

function* resultTexts({ operation, summary, parts }: MonosResult): Generator<string, void> {
  yield tag('result', { 'xmlns:m': MONOS_NAMESPACE, operation })
  yield summaryTag(summary)
  for (const part of parts) yield* partTexts(part)
  yield endTag('result')
}

function summaryTag(summary: Summary): string {
  const { count, variables, seconds, peers, slices, verified, errorBound, note } = summary
  const written = { count, variables, seconds, peers, slices, verified, 'error-bound': errorBound, note }
  return tag('summary', written, '/>')
}

function partTexts(part: ResultPart): Iterable<string> {
  switch (part.kind) {
    case 'ideal':
      return rows('ideal', part.names, part.generators)
    case 'monomials':
    case 'components':
    case 'primes':
      return rows(part.kind, part.names, part.rows)
    case 'primary-components':
      return primaryTexts(part)
    case 'value':
      return [tag('value', { name: part.name }) + escaped(part.value) + endTag('value')]
    case 'fraction':
      return [`${tag('fraction', { name: part.name })}${part.numerator}/${part.denominator}${endTag('fraction')}`]
    case 'faces':
      return element('faces', { size: part.size, count: part.count }, integerRows(facesOf(part)))
    case 'betti-numbers':
      return element(part.kind, { count: part.numbers.length }, integerRows(bettiRows(part)))
    case 'series': {
      const attributes = { variables: part.names.join(' '), count: part.coefficients.length }
      return element('series', attributes, integerRows(seriesRows(part)))
    }
    case 'vectors': {
      const { of, names, count } = part
      const attributes = { of, columns: names.length, variables: names.join(' '), count }
      return element('vectors', attributes, integerRows(part.rows))
    }
    case 'polynomials': {
      const { names, characteristic, order, count } = part
      const attributes = { variables: names.join(' '), characteristic, ...orderValues(order), count }
      return element('polynomials', attributes, polynomialElements(part.polynomials, names))
    }
    case 'text':
      return textBlocks(part)
    default:
      return part satisfies never
  }
}

function* element(
  name: string,
  attributes: Parameters<typeof tag>[1],
  content: Iterable<string>,
): Generator<string, void> {
  yield tag(name, attributes)
  yield* content
  yield endTag(name)
}

function rows(name: string, names: readonly string[], list: ExponentRows): Iterable<string> {
  return element(name, { variables: names.join(' '), count: countOf(list) }, exponentRows(list))
}

type Part<Kind> = Extract<ResultPart, { readonly kind: Kind }>

function* primaryTexts({ names, count, components }: Part<'primary-components'>): Generator<string, void> {
  yield tag('primary-components', { variables: names.join(' '), count })
  for (const { prime, generators } of components) {
    const attributes = { prime: prime.join(' '), count: generators.length }
    yield* element('primary-component', attributes, exponentRows(generators))
  }
  yield endTag('primary-components')
}

function* facesOf({ size, count, members }: Part<'faces'>): Generator<Int32Array, void> {
  if (size === 0) return
  for (let face = 0; face < count; face++) yield members.subarray(face * size, (face + 1) * size)
}

function* bettiRows({ numbers }: Part<'betti-numbers'>): Generator<readonly (bigint | number)[], void> {
  for (const { step, degree, count } of numbers) yield [step, degree, count]
}

function* seriesRows({ exponents, coefficients }: Part<'series'>): Generator<readonly bigint[], void> {
  const all = 'rows' in exponents ? exponents.rows : rowsOf(exponents)
  let at = 0
  for (const row of all) yield [...row, coefficients[at++] ?? 0n]
}

/** A long text becomes several elements, one after the other. */
const BLOCK = 2 ** 20

function* textBlocks({ syntax, text }: Part<'text'>): Generator<string, void> {
  yield tag('text', { syntax })
  let length = 0
  for (const piece of text) {
    if (length > BLOCK) {
      yield endTag('text') + tag('text', { syntax, continued: true })
      length = 0
    }
    yield escaped(piece)
    length += piece.length
  }
  yield endTag('text')
}
