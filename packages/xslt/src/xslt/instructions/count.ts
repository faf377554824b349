import { clark } from '@xeerkat/xml'
import type { XmlNode } from '../../tree/node.ts'
import { compareNodes } from '../../tree/order.ts'
import { matchesPattern } from '../../xpath/pattern.ts'
import { attributeOf } from '../element.ts'
import { patternOf } from '../expression.ts'
import { fault } from '../fault.ts'
import type { Frame, Run } from '../frame.ts'
import type { Sheet } from '../scope.ts'

type Test = (node: XmlNode, frame: Frame) => boolean

/** The place of the current node: a number for each level. */
export type Count = (frame: Frame) => readonly number[]

/** `xsl:number` by the place in the source (section 7.7). */
export function compileCount(element: XmlNode, sheet: Sheet): Count {
  const level = attributeOf(element, 'level') ?? 'single'
  const from = testOf(element, 'from', sheet) ?? (() => false)
  const given = testOf(element, 'count', sheet)
  const count = given ?? isLike
  const key = !isConstant(element) ? createCounter() : given === undefined ? likeness : () => ''
  if (level === 'any') return countAny(count, from, key)
  const among = countSiblings(count, key)
  if (level === 'single')
    return (frame) =>
      lineage(frame, from)
        .filter((node) => count(node, frame))
        .slice(0, 1)
        .map((node) => among(node, frame))
  if (level === 'multiple')
    return (frame) =>
      lineage(frame, from)
        .filter((node) => count(node, frame))
        .map((node) => among(node, frame))
        .toReversed()
  throw fault(element, `the level of <xsl:number> is "single", "multiple" or "any", not "${level}"`)
}

function testOf(element: XmlNode, attribute: string, sheet: Sheet): Test | undefined {
  if (attributeOf(element, attribute) === undefined) return undefined
  const pattern = patternOf(element, attribute, sheet)
  return (node, frame) => matchesPattern(pattern, node, frame)
}

/** Without a pattern, each name is counted on its own. */
function likeness({ node }: Frame): string {
  return `${node.kind} ${clark(node)}`
}

/** Its patterns match the same nodes whenever they are asked, so that counting may go on where it was. */
function isConstant(element: XmlNode): boolean {
  return !/\$|current\s*\(/.test(`${attributeOf(element, 'count') ?? ''} ${attributeOf(element, 'from') ?? ''}`)
}

/** Never the same key twice: nothing is to be gone on with. */
function createCounter(): () => string {
  let next = 0
  return () => `${next++}`
}

/** Of the kind and name of the current node. */
function isLike({ kind, localName, namespace }: XmlNode, { node }: Frame): boolean {
  return kind === node.kind && localName === node.localName && namespace === node.namespace
}

/** The node and its ancestors, from the inside, up to one that counting begins below. */
function lineage(frame: Frame, from: Test): readonly XmlNode[] {
  const nodes = [frame.node]
  for (let at = frame.node.parent; at !== undefined && !from(at, frame); at = at.parent) nodes.push(at)
  frame.budget.spend(nodes.length)
  return nodes
}

/** How far the siblings of one parent were counted: whoever numbers them all looks at each once. */
interface Progress {
  readonly parent: XmlNode
  readonly key: string
  readonly totals: Map<XmlNode, number>
  next: number
}

function countSiblings(count: Test, key: (frame: Frame) => string): (node: XmlNode, frame: Frame) => number {
  const kept = new WeakMap<Run, Progress>()
  return (node, frame) => {
    const { parent } = node
    if (parent === undefined || node.kind === 'attribute' || node.kind === 'namespace') return 1
    let progress = kept.get(frame.run)
    const own = key(frame)
    if (progress?.parent !== parent || progress.key !== own)
      kept.set(frame.run, (progress = { parent, key: own, totals: new Map(), next: 0 }))
    const { totals } = progress
    while (!totals.has(node)) {
      const sibling = parent.children[progress.next++]
      if (sibling === undefined) break
      frame.budget.spend(1)
      if (count(sibling, frame)) totals.set(sibling, totals.size + 1)
    }
    return totals.get(node) ?? 1
  }
}

interface AnyProgress {
  readonly document: XmlNode
  readonly key: string
  readonly rest: Iterator<XmlNode>
  /** The node that was come to. */
  last: XmlNode
  /** Counting begins anew after it. */
  isBegin: boolean
  total: number
}

/** Nodes before and above, back to one that counting begins after; goes on from where it was if that is before. */
function countAny(count: Test, from: Test, key: (frame: Frame) => string): Count {
  const kept = new WeakMap<Run, AnyProgress>()
  return (frame) => {
    const { node, run, budget } = frame
    // Attributes come in no walk: theirs is the element's number, and they count themselves.
    const target = node.kind === 'attribute' || node.kind === 'namespace' ? (node.parent ?? node) : node
    let progress = kept.get(run)
    if (progress?.document !== node.document || progress.key !== key(frame) || compareNodes(progress.last, target) > 0)
      kept.set(run, (progress = begin(node.document, key(frame))))
    while (progress.last !== target) {
      const { value } = progress.rest.next()
      if (value === undefined) break
      budget.spend(1)
      if (progress.isBegin) progress.total = 0
      progress.last = value
      progress.isBegin = from(value, frame)
      if (count(value, frame)) progress.total++
    }
    return [progress.total + (target !== node && count(node, frame) ? 1 : 0)]
  }
}

function begin(document: XmlNode, key: string): AnyProgress {
  return { document, key, rest: inOrder(document), last: document, isBegin: false, total: 0 }
}

/** The nodes of a document, attributes aside; not the document itself. */
function* inOrder(document: XmlNode): Generator<XmlNode, undefined> {
  const open = [document.children.values()]
  for (let at = open.at(-1); at !== undefined; at = open.at(-1)) {
    const { value } = at.next()
    if (value === undefined) open.pop()
    else {
      yield value
      if (value.children.length > 0) open.push(value.children.values())
    }
  }
  return undefined
}
