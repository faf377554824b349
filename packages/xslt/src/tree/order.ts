import type { Budget } from '../budget.ts'
import type { XmlNode } from './node.ts'

/** Less than 0 when `a` is before `b` in document order. Of nodes of two documents, in an order that stays the same. */
export function compareNodes(a: XmlNode, b: XmlNode): number {
  if (a === b) return 0
  if (a.document !== b.document) return serialOf(a.document) - serialOf(b.document)
  ensureOrdered(a.document)
  return placeOf(a) - placeOf(b) || rank(a) - rank(b)
}

/** Sorted, each node once. What is in order already is given back as it is. */
export function inDocumentOrder(nodes: readonly XmlNode[], budget?: Budget): readonly XmlNode[] {
  if (isInOrder(nodes, budget)) return nodes
  const each = [...new Set(nodes)]
  budget?.spend(each.length * Math.ceil(Math.log2(each.length + 1)))
  return each.sort(compareNodes)
}

/** Is a node in a node-set? */
export function includesNode(nodes: readonly XmlNode[], node: XmlNode): boolean {
  let low = 0
  let high = nodes.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const order = compareNodes(nodes[middle] ?? node, node)
    if (order === 0) return true
    if (order < 0) low = middle + 1
    else high = middle - 1
  }
  return false
}

/** Counts the nodes of a document, unless that was done and nothing changed since. */
export function ensureOrdered(document: XmlNode, budget?: Budget): void {
  if (!document.ordered) count(document, budget)
}

/**
 * What is computed of a whole document once and kept until it changes. It goes when the document goes.
 */
export function perDocument<T>(
  make: (document: XmlNode, budget: Budget) => T,
): (document: XmlNode, budget: Budget) => T {
  const kept = new WeakMap<XmlNode, { readonly edition: object; readonly value: T }>()
  return (document, budget) => {
    ensureOrdered(document, budget)
    const edition = editions.get(document) ?? document
    const known = kept.get(document)
    if (known?.edition === edition) return known.value
    const value = make(document, budget)
    kept.set(document, { edition, value })
    return value
  }
}

/** A new object whenever the nodes of a document were counted. */
const editions = new WeakMap<XmlNode, object>()
const serials = new WeakMap<XmlNode, number>()
let documents = 0

function serialOf(document: XmlNode): number {
  let serial = serials.get(document)
  if (serial === undefined) serials.set(document, (serial = documents++))
  return serial
}

function isInOrder(nodes: readonly XmlNode[], budget: Budget | undefined): boolean {
  let before: XmlNode | undefined
  for (const node of nodes) {
    // Also gives documents their serials in the order in which they come.
    if (before === undefined || node.document !== before.document) {
      ensureOrdered(node.document, budget)
      serialOf(node.document)
    }
    if (before !== undefined && compareNodes(before, node) >= 0) return false
    before = node
  }
  return true
}

/** A namespace node has its element's place: after it and before its attributes, which `rank` tells. */
export function placeOf(node: XmlNode): number {
  return node.kind === 'namespace' && node.parent !== undefined ? node.parent.order : node.order
}

/** The place of the last node below, or attribute of such, in document order. */
export function lastPlaceWithin(node: XmlNode, budget?: Budget): number {
  ensureOrdered(node.document, budget)
  let last = node
  for (let child = last.children.at(-1); child !== undefined; child = last.children.at(-1)) last = child
  return placeOf(last.attributes.at(-1) ?? last)
}

function rank(node: XmlNode): number {
  return node.kind === 'namespace' ? node.order : 0
}

/** Not recursive: a tree may be deep. */
function count(document: XmlNode, budget: Budget | undefined): void {
  const open: { readonly siblings: readonly XmlNode[]; readonly at: number }[] = []
  let siblings: readonly XmlNode[] = document.children
  let at = 0
  let order = 0
  document.order = order++
  for (;;) {
    const node = siblings[at++]
    if (node === undefined) {
      budget?.spend(siblings.length)
      const outer = open.pop()
      if (outer === undefined) break
      ;({ siblings, at } = outer)
      continue
    }
    node.order = order++
    for (const attribute of node.attributes) attribute.order = order++
    if (node.children.length > 0) {
      open.push({ siblings, at })
      siblings = node.children
      at = 0
    }
  }
  document.ordered = true
  editions.set(document, {})
}
