import { XmlError } from './errors.ts'
import { childElements } from './navigate.ts'
import type { Element } from './tree.ts'
import { attribute } from './values.ts'

/**
 * Refuses schemas that grow when references are resolved. A kilobyte of definitions, each of which has the next one
 * twice, is thousands of patterns, and libxml2 takes the cube of their number: 256 took 40 ms, 4,096 took 109 s. Files
 * that include each other twice grow alike.
 * @param grammars document elements by location; the schema's own is that of `''`.
 * @throws XmlError `ERR_XML_SCHEMA` when a pattern has more than `most` parts, or a file with all that it includes ten
 * times as many.
 */
export function checkRelaxNgExpansion(grammars: ReadonlyMap<string, Element>, most: number): void {
  const roots = [...grammars.values()]
  const all = roots.flatMap((root) => elementsOf(root, () => true))
  const defined = Map.groupBy(
    all.filter(({ localName }) => localName === 'define'),
    nameOf,
  )

  const checkFile = createCheck({
    partsOf: (root) => elementsOf(root, () => true),
    targetsOf: (part) => (part.localName === 'include' || part.localName === 'externalRef' ? filesOf(part) : []),
    most: most * 10,
  })
  for (const root of roots) checkFile(root)

  const checkPattern = createCheck({
    partsOf: (component) => elementsOf(component, (part) => !isComponent(part)),
    targetsOf(part) {
      if (part.localName === 'externalRef') return filesOf(part)
      return part.localName === 'ref' || part.localName === 'parentRef' ? (defined.get(nameOf(part)) ?? []) : []
    },
    most,
  })
  for (const component of [...roots, ...all.filter(isComponent)]) checkPattern(component)

  /** What a location is relative to is libxml2's to know: of two files of one name, both count. */
  function filesOf(reference: Element): readonly Element[] {
    const name = baseName(attribute(reference, 'href') ?? '')
    return [...grammars].filter(([location]) => baseName(location) === name).map(([, root]) => root)
  }
}

/** libxml2 compiles these once, whoever refers to them or has them in it. */
function isComponent({ localName }: Element): boolean {
  return localName === 'element' || localName === 'define'
}

interface Growth {
  readonly partsOf: (component: Element) => readonly Element[]
  readonly targetsOf: (part: Element) => readonly Element[]
  readonly most: number
}

/** Each component is counted once, however often it is referred to. */
function createCheck({ partsOf, targetsOf, most }: Growth): (component: Element) => void {
  const sizes = new Map<Element, number>()
  return (component) => {
    sizeOf(component, 0)
  }

  function sizeOf(component: Element, depth: number): number {
    const known = sizes.get(component)
    if (known !== undefined) return known
    // A circle is libxml2's to refuse; it must only not catch us.
    sizes.set(component, 0)
    let size = 0
    for (const part of partsOf(component)) {
      size++
      for (const target of targetsOf(part)) size += sizeOf(target, depth + 1)
      if (size > most || depth > most) throw tooComplex(component, most)
    }
    sizes.set(component, size)
    return size
  }
}

/** The element and those below it, leaving out what is in others than `enter` accepts; in no particular order. */
function elementsOf(element: Element, enter: (below: Element) => boolean): readonly Element[] {
  const found = [element]
  for (let i = 0; i < found.length; i++) {
    const each = found[i]
    if (each !== undefined && (each === element || enter(each))) found.push(...childElements(each))
  }
  return found
}

function nameOf(element: Element): string {
  return attribute(element, 'name')?.trim() ?? ''
}

function baseName(location: string): string {
  return location.slice(location.lastIndexOf('/') + 1)
}

function tooComplex(component: Element, most: number): XmlError {
  const what = `<${component.localName}> ${nameOf(component)}`.trim()
  const why = `${what} has more than ${most} parts once its references are resolved`
  return new XmlError('ERR_XML_SCHEMA', `the schema is too complex: ${why}; simplify it, or raise maxParts`)
}
