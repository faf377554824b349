import type { XmlNode } from '@xeerkat/xslt'
import type { AttributeRule, AttributeTable } from './attributes.ts'
import { PipelineError } from './errors.ts'
import { type Faults, Reported } from './faults.ts'
import { nameOf } from './node-names.ts'

/** Reads an element's attributes by a table: all that are in no namespace, and each that the table requires. */
export function readAttributes<T>(element: XmlNode, table: AttributeTable<T>, { add }: Faults): T {
  const rules = Object.entries<AttributeRule<unknown>>(table)
  const given = new Map(
    element.attributes.filter(({ namespace }) => namespace === '').map(({ localName, value }) => [localName, value]),
  )
  let sound = true
  for (const name of given.keys()) if (!Object.hasOwn(table, name)) report(unknown(element, name, Object.keys(table)))
  const values = rules.map(([name, rule]) => [name, read(name, rule)] as const)
  if (!sound) throw new Reported()
  // Each value was read by the rule of its name.
  return Object.fromEntries(values) as T

  function read(name: string, { kind, required, fallback }: AttributeRule<unknown>): unknown {
    const written = given.get(name)
    if (written === undefined) {
      if (required) report(`${nameOf(element)} lacks the attribute "${name}"; it should be ${kind.expected}`)
      return fallback
    }
    const value = kind.read(written, element)
    if (value === undefined) {
      report(`${nameOf(element)} has ${name}="${written.slice(0, 80)}"; it should be ${kind.expected}`)
    }
    return value
  }

  function report(message: string): void {
    sound = false
    add(new PipelineError('ERR_PIPELINE_INVALID', message), element.position)
  }
}

function unknown(element: XmlNode, name: string, known: readonly string[]): string {
  const takes = known.length === 0 ? 'it takes none' : `it takes ${known.join(', ')}`
  return `${nameOf(element)} has no attribute "${name.slice(0, 80)}"; ${takes}`
}
