import { namespaceNodes } from '../tree/namespaces.ts'
import type { XmlNode } from '../tree/node.ts'
import { indexAmongSiblings } from '../tree/siblings.ts'
import type { Frame } from './frame.ts'
import type { Axis } from './syntax.ts'

/** Is the node wanted? It may ask its predicates within the frame. */
export type NodeFilter = (node: XmlNode, frame: Frame) => boolean

/**
 * Appends to `out` the nodes on an axis that the filter lets through, nearest first, until `out` has `most`.
 * What is looked at is spent from the frame's budget. No walk is recursive: a tree may be deep.
 */
export type Walk = (from: XmlNode, filter: NodeFilter, frame: Frame, out: XmlNode[], most: number) => void

/** As many as there are. */
export const ALL = 2 ** 30

/** XPath 1.0, 2.2. */
export const walks: Readonly<Record<Axis, Walk>> = {
  self(from, filter, frame, out) {
    frame.budget.spend(1)
    if (filter(from, frame)) out.push(from)
  },
  parent({ parent }, filter, frame, out) {
    frame.budget.spend(1)
    if (parent !== undefined && filter(parent, frame)) out.push(parent)
  },
  ancestor({ parent }, filter, frame, out, most) {
    climb(parent, filter, frame, out, most)
  },
  'ancestor-or-self': climb,
  child({ children }, filter, frame, out, most) {
    forwards(children, 0, filter, frame, out, most)
  },
  attribute({ attributes }, filter, frame, out, most) {
    forwards(attributes, 0, filter, frame, out, most)
  },
  namespace(from, filter, frame, out, most) {
    if (from.kind === 'element') forwards(namespaceNodes(from, frame.budget), 0, filter, frame, out, most)
  },
  'following-sibling'(from, filter, frame, out, most) {
    const at = indexAmongSiblings(from, frame.budget)
    if (at >= 0 && from.parent !== undefined) forwards(from.parent.children, at + 1, filter, frame, out, most)
  },
  'preceding-sibling'(from, filter, frame, out, most) {
    const at = indexAmongSiblings(from, frame.budget)
    if (from.parent !== undefined) backwards(from.parent.children, at - 1, filter, frame, out, most)
  },
  descendant(from, filter, frame, out, most) {
    below(from.children, 0, filter, frame, out, most)
  },
  'descendant-or-self'(from, filter, frame, out, most) {
    if (filter(from, frame) && out.push(from) >= most) return
    below(from.children, 0, filter, frame, out, most)
  },
  following(from, filter, frame, out, most) {
    const isChild = from.kind !== 'attribute' && from.kind !== 'namespace'
    // What is in an element comes after its attributes (XPath 1.0, 5).
    let node = isChild ? from : from.parent
    if (!isChild && node !== undefined) below(node.children, 0, filter, frame, out, most)
    for (; node?.parent !== undefined; node = node.parent) {
      if (out.length >= most) return
      below(node.parent.children, indexAmongSiblings(node, frame.budget) + 1, filter, frame, out, most)
    }
  },
  preceding(from, filter, frame, out, most) {
    let node = from.kind === 'attribute' || from.kind === 'namespace' ? from.parent : from
    for (; node?.parent !== undefined; node = node.parent) {
      if (out.length >= most) return
      belowBackwards(node.parent.children, indexAmongSiblings(node, frame.budget) - 1, filter, frame, out, most)
    }
  },
}

function climb(from: XmlNode | undefined, filter: NodeFilter, frame: Frame, out: XmlNode[], most: number): void {
  for (let node = from; node !== undefined; node = node.parent) {
    frame.budget.spend(1)
    if (filter(node, frame) && out.push(node) >= most) return
  }
}

function forwards(
  nodes: readonly XmlNode[],
  from: number,
  filter: NodeFilter,
  frame: Frame,
  out: XmlNode[],
  most: number,
): void {
  let at = from
  for (; at < nodes.length; at++) {
    const node = nodes[at]
    if (node !== undefined && filter(node, frame) && out.push(node) >= most) break
  }
  frame.budget.spend(at - from + 1)
}

function backwards(
  nodes: readonly XmlNode[],
  from: number,
  filter: NodeFilter,
  frame: Frame,
  out: XmlNode[],
  most: number,
): void {
  let at = from
  for (; at >= 0; at--) {
    const node = nodes[at]
    if (node !== undefined && filter(node, frame) && out.push(node) >= most) break
  }
  frame.budget.spend(Math.max(0, from - at) + 1)
}

/** Some siblings from `from` on and all below them, in document order. */
function below(
  top: readonly XmlNode[],
  from: number,
  filter: NodeFilter,
  frame: Frame,
  out: XmlNode[],
  most: number,
): void {
  const open: (readonly XmlNode[])[] = []
  const resume: number[] = []
  let siblings = top
  let at = from
  for (;;) {
    const node = at < siblings.length ? siblings[at++] : undefined
    if (node === undefined) {
      const outer = open.pop()
      if (outer === undefined) return
      siblings = outer
      at = resume.pop() ?? 0
      continue
    }
    frame.budget.spend(1)
    if (filter(node, frame) && out.push(node) >= most) return
    if (node.children.length > 0) {
      open.push(siblings)
      resume.push(at)
      siblings = node.children
      at = 0
    }
  }
}

/** Some siblings from `from` back to the first and all below them, in reverse document order. */
function belowBackwards(
  top: readonly XmlNode[],
  from: number,
  filter: NodeFilter,
  frame: Frame,
  out: XmlNode[],
  most: number,
): void {
  const open: XmlNode[] = []
  const resume: number[] = []
  let siblings = top
  let at = from
  for (;;) {
    let node = at >= 0 ? siblings[at--] : undefined
    if (node !== undefined && node.children.length > 0) {
      open.push(node)
      resume.push(at)
      siblings = node.children
      at = siblings.length - 1
      continue
    }
    if (node === undefined) {
      // All below the innermost open node was looked at: it is next.
      node = open.pop()
      if (node === undefined) return
      at = resume.pop() ?? -1
      siblings = open.length === 0 ? top : (open.at(-1)?.children ?? top)
    }
    frame.budget.spend(1)
    if (filter(node, frame) && out.push(node) >= most) return
  }
}
