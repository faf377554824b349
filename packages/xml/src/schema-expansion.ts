import { XmlError } from './errors.ts'
import { childElements } from './navigate.ts'
import { itemsOf } from './serialize.ts'
import type { Element } from './tree.ts'
import { attribute } from './values.ts'

/** Which attribute of which schema element names components that libxml2 puts in its place. */
const references: Readonly<Record<string, string>> = {
  group: 'ref',
  attributeGroup: 'ref',
  extension: 'base',
  restriction: 'base',
  union: 'memberTypes',
}

/**
 * Refuses schemas that grow when references are resolved. A kilobyte of groups, each of which has the next one twice,
 * is a million particles, and libxml2 takes the square of their number: 16,000 took 27 seconds.
 * @throws XmlError `ERR_XML_SCHEMA` when a component has more than `most` parts, or all together ten times as many.
 */
export function checkExpansion(schemas: readonly Element[], most: number): void {
  const components = schemas.flatMap(componentsOf)
  const named = Map.groupBy(components, (component) => attribute(component, 'name'))
  const sizes = new Map<Element, number>()
  let total = 0
  for (const component of components) total += sizeOf(component, 0)
  if (total > most * 10) throw tooComplex(`the schema has more than ${most * 10} parts`)

  function sizeOf(component: Element, depth: number): number {
    const known = sizes.get(component)
    if (known !== undefined) return known
    // A circle is libxml2's to refuse; it must only not catch us.
    sizes.set(component, 0)
    let size = 0
    for (const item of itemsOf(component)) {
      if (item.type !== 'start-element') continue
      size++
      for (const name of namesIn(attribute(item, references[item.localName] ?? ''))) {
        for (const target of named.get(name) ?? []) size += sizeOf(target, depth + 1)
      }
      if (size > most || depth > most) {
        throw tooComplex(`${attribute(component, 'name')} in the schema has more than ${most} parts`)
      }
    }
    sizes.set(component, size)
    return size
  }
}

function componentsOf(schema: Element): readonly Element[] {
  return childElements(schema).flatMap((child) => (child.localName === 'redefine' ? childElements(child) : child))
}

/** Names without their prefixes: two of the same name in two namespaces count twice, which does no harm. */
function namesIn(list = ''): readonly string[] {
  return list.split(/[ \t\r\n]+/).map((name) => name.slice(name.indexOf(':') + 1))
}

function tooComplex(what: string): XmlError {
  return new XmlError('ERR_XML_SCHEMA', `${what} once its references are resolved; simplify it, or raise maxParts`)
}
