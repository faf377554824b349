import type { Document } from './document.ts'
import type { Position } from './errors.ts'
import type { StartElement } from './items.ts'
import { createParser } from './parser.ts'

/** One step of the paths that are looked for. */
interface Step {
  readonly next: Map<string, Step>
  readonly paths: string[]
}

/** An open element on one of the paths, and its children so far. */
interface Place {
  readonly step: Step
  readonly seen: Map<string, number>
}

const PIECE = 2 ** 16

/**
 * Where elements are that libxml2 names by path, such as `/list/item[3]` (libxml2's `xmlGetNodePath`: the index counts
 * siblings of the same name, from 1, and is left out where there is but one; an element in a default namespace is `*`).
 * One pass over the document, whatever the number of paths.
 */
export function locate(document: Document, paths: Iterable<string>): ReadonlyMap<string, Position> {
  const found = new Map<string, Position>()
  const { bytes } = document
  // The document passed its own limits before it came here.
  const parser = createParser({
    bytes: Infinity,
    depth: Infinity,
    attributes: Infinity,
    nameLength: Infinity,
    prolog: Infinity,
    startTag: Infinity,
    token: Infinity,
  })
  const open: (Place | undefined)[] = [{ step: stepsOf(paths), seen: new Map() }]
  for (let at = 0; at <= bytes.length; at += PIECE) {
    parser.write(bytes.subarray(at, at + PIECE))
    for (let item = parser.next(); item !== undefined; item = parser.next()) {
      if (item.type === 'end-element') open.pop()
      else if (item.type === 'start-element') open.push(enter(open.at(-1), item))
    }
  }
  return found

  function enter(parent: Place | undefined, item: StartElement): Place | undefined {
    if (parent === undefined) return undefined
    const all = count(parent.seen, '*')
    const name = item.prefix === '' ? item.localName : `${item.prefix}:${item.localName}`
    const isGeneric = item.prefix === '' && item.namespace !== ''
    const key = isGeneric ? `*[${all}]` : `${name}[${count(parent.seen, name)}]`
    const step = parent.step.next.get(key)
    if (step === undefined) return undefined
    for (const path of step.paths) found.set(path, parser.position())
    return { step, seen: new Map() }
  }
}

function count(seen: Map<string, number>, name: string): number {
  const number = (seen.get(name) ?? 0) + 1
  seen.set(name, number)
  return number
}

function stepsOf(paths: Iterable<string>): Step {
  const root: Step = { next: new Map(), paths: [] }
  for (const path of paths) {
    let step = root
    for (const name of path.split('/').slice(1)) {
      // An attribute or a text is where its element is.
      if (name.startsWith('@') || name.includes('(')) break
      const key = name.endsWith(']') ? name : `${name}[1]`
      const next = step.next.get(key) ?? { next: new Map(), paths: [] }
      step.next.set(key, next)
      step = next
    }
    step.paths.push(path)
  }
  return root
}
