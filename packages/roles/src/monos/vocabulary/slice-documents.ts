import type { Document } from '@xeerkat/xml'
import type { Monomials } from '../monomial/monomials.ts'
import type { Slice } from '../monomial/split.ts'
import { defaultNames } from '../syntax/ideal.ts'
import { defaultMonosLimits, type MonosLimits } from '../syntax/limits.ts'
import { type Attributes, attributesOf } from './attributes.ts'
import { createCursor, type Cursor, type Entered, fault, type Source } from './cursor.ts'
import { readIntegerRows } from './integer-rows.ts'
import { endTag, exponentRows, tag } from './markup.ts'
import { MONOS_NAMESPACE } from './names.ts'
import { documentOf, encoded } from './pieces.ts'
import { readExponents, unexpected } from './read-lists.ts'
import type { SliceResult, SliceTask } from './slice.ts'

/** `<m:slice>`: what a worker is asked. */
export function writeSliceTask({ id, slice, patience }: SliceTask): Document {
  return documentOf(encoded(sliceTexts(slice, { 'xmlns:m': MONOS_NAMESPACE, id, patience })))
}

/** `<m:slice-result>`: what a worker answers. */
export function writeSliceResult(result: SliceResult): Document {
  return documentOf(encoded(resultTexts(result)))
}

/**
 * Reads what a worker is asked.
 * @throws RoleError that names line and column; XmlError for what is no XML.
 */
export function readSliceTask(source: Source, limits: Partial<MonosLimits> = {}): SliceTask {
  const { cursor, root, attributes } = begin(source, limits, 'slice')
  const id = attributes.need('id', attributes.count('id'))
  const patience = attributes.number('patience')
  const slice = readSlice(cursor, root, attributes)
  cursor.end()
  return patience === undefined ? { id, slice } : { id, slice, patience }
}

/**
 * Reads what a worker answered.
 * @throws RoleError that names line and column; XmlError for what is no XML.
 */
export function readSliceResult(source: Source, limits: Partial<MonosLimits> = {}): SliceResult {
  const { cursor, root, attributes } = begin(source, limits, 'slice-result')
  const id = attributes.need('id', attributes.count('id'))
  const done = attributes.boolean('done')
  attributes.done()
  const list = cursor.child()
  if (list?.name !== 'components')
    return fault('ERR_MONOS_SYNTAX', '<slice-result> begins with <components>', list?.place ?? root.place)
  const components = readComponents(cursor, list)
  const rest: Slice[] = []
  for (let child = cursor.child(); child !== undefined; child = cursor.child()) {
    if (child.name !== 'slice') unexpected(child, root.name, '<slice>')
    if (rest.length >= cursor.limits.ideals)
      fault('ERR_MONOS_LIMIT', `there are more than ${cursor.limits.ideals} slices`, child.place)
    rest.push(readSlice(cursor, child, attributesOf(child)))
  }
  cursor.end()
  return { id, done, components, rest }
}

function* sliceTexts(
  { ideal, shift, open, components, work }: Slice,
  own: Parameters<typeof tag>[1] = {},
): Generator<string, void> {
  yield tag('slice', { ...own, columns: ideal.variables, components: finite(components), work: finite(work) })
  yield `${tag('shift')}${shift.join(' ')}${endTag('shift')}`
  yield `${tag('open')}${open.map(Number).join(' ')}${endTag('open')}`
  yield* exponentRows(ideal)
  yield endTag('slice')
}

function* resultTexts({ id, done, components, rest }: SliceResult): Generator<string, void> {
  yield tag('slice-result', { 'xmlns:m': MONOS_NAMESPACE, id, done })
  yield tag('components', { columns: components.variables, count: components.length })
  yield* exponentRows(components)
  yield endTag('components')
  for (const slice of rest) yield* sliceTexts(slice)
  yield endTag('slice-result')
}

interface Begun {
  readonly cursor: Cursor
  readonly root: Entered
  readonly attributes: Attributes
}

function begin(source: Source, limits: Partial<MonosLimits>, name: string): Begun {
  const cursor = createCursor(source, { ...defaultMonosLimits, ...limits })
  const root = cursor.root()
  if (root.name !== name) fault('ERR_MONOS_SYNTAX', `<${root.name}> is no <${name}>`, root.place)
  return { cursor, root, attributes: attributesOf(root) }
}

function readSlice(cursor: Cursor, entered: Entered, attributes: Attributes): Slice {
  const columns = attributes.need('columns', attributes.count('columns', cursor.limits.variables))
  const components = attributes.number('components') ?? 0
  const work = attributes.number('work') ?? 0
  attributes.done()
  const shift = readRow(cursor, entered, 'shift', columns)
  const open = readRow(cursor, entered, 'open', columns)
  const { generators } = readExponents(cursor, defaultNames(columns), entered)
  return { ideal: generators, shift, open: open.map((entry) => entry === 1n), components, work }
}

function readComponents(cursor: Cursor, entered: Entered): Monomials {
  const attributes = attributesOf(entered)
  const columns = attributes.need('columns', attributes.count('columns', cursor.limits.variables))
  const count = attributes.count('count')
  attributes.done()
  const { generators } = readExponents(cursor, defaultNames(columns), entered)
  if (count !== undefined && count !== generators.length)
    attributes.fault(`${count} were announced here, and ${generators.length} came`, 'ERR_MONOS_INVALID')
  return generators
}

/** The one row of the next child: exponents, or for `open` zeros and ones. */
function readRow(cursor: Cursor, owner: Entered, name: 'shift' | 'open', columns: number): readonly bigint[] {
  const child = cursor.child()
  if (child?.name !== name)
    return fault('ERR_MONOS_SYNTAX', `<${owner.name}> needs <shift>, then <open>`, child?.place ?? owner.place)
  attributesOf(child).done()
  const passage = cursor.text()
  const rows = readIntegerRows(passage, columns, cursor.limits)
  const row = rows[0] ?? []
  const sound =
    rows.length === (columns === 0 ? 0 : 1) && row.every((entry) => entry >= 0n && (name === 'shift' || entry < 2n))
  if (!sound) {
    const expected = name === 'shift' ? 'exponents, none negative' : 'zeros and ones'
    fault('ERR_MONOS_INVALID', `<${name}> has one row of ${columns} ${expected}`, passage.place)
  }
  return row
}

/** An estimate may have grown beyond all numbers. */
function finite(estimate: number): number {
  return Number.isNaN(estimate) ? 0 : Math.min(Math.max(estimate, 0), Number.MAX_VALUE)
}
