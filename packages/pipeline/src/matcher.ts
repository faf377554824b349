import type { Attribute, Comment, ProcessingInstruction, StartElement, Text } from '@xeerkat/xml'
import type { XmlNode } from '@xeerkat/xslt'
import type { Evaluation, Pattern } from './expression.ts'
import type { SimpleKind, SimplePattern, SimpleStep } from './simple-pattern.ts'

/** Goes through a document as its items do, and tells what matches a pattern. It must be told of each item. */
export interface Matcher {
  /** Enters an element. Does it match? */
  readonly enter: (item: StartElement) => boolean
  /** Leaves the innermost element. Did it match? */
  readonly leave: () => boolean
  /** Passes what has nothing in it. Does it match? */
  readonly pass: (item: Text | Comment | ProcessingInstruction) => boolean
  /** Does this attribute, one of the element last entered, match? */
  readonly attribute: (attribute: Attribute, index: number) => boolean
}

/** What a name must be for a step, and the bit of that step. */
interface Test {
  readonly localName: string | undefined
  readonly namespace: string | undefined
  readonly bit: number
}

/**
 * Matches a simple pattern, holding two numbers for each open element: which steps it matches itself, a bit for each,
 * and which it or one around it matches. A path's steps are neighbours, so what may match below is those bits moved by one.
 */
export function createMatcher(pattern: SimplePattern): Matcher {
  const { child, descendant, anywhere, document, last, tests } = compile(pattern)
  const here: number[] = [0]
  const above: number[] = [0]
  let depth = 0
  const { element: elements, attribute: attributes } = tests

  return {
    enter({ localName, namespace }) {
      const matched = stepsAt(elements, localName, namespace)
      const around = above[depth] ?? 0
      depth++
      here[depth] = matched
      above[depth] = around | matched
      return (matched & last) !== 0
    },
    leave: () => ((here[depth--] ?? 0) & last) !== 0,
    pass(item) {
      const candidates = tests[item.type]
      if (candidates.length === 0) return false
      const name = item.type === 'processing-instruction' ? item.target : ''
      return (stepsAt(candidates, name, '') & last) !== 0
    },
    attribute: ({ localName, namespace }) => (stepsAt(attributes, localName, namespace) & last) !== 0,
  }

  /** The steps that a node with this name matches, in the innermost element. */
  function stepsAt(candidates: readonly Test[], localName: string, namespace: string): number {
    let named = 0
    for (const test of candidates) {
      if (test.localName !== undefined && test.localName !== localName) continue
      if (test.namespace === undefined || test.namespace === namespace) named |= test.bit
    }
    if (named === 0) return 0
    const possible =
      anywhere |
      (depth === 0 ? document : 0) |
      (((here[depth] ?? 0) << 1) & child) |
      (((above[depth] ?? 0) << 1) & descendant)
    return named & possible
  }
}

function compile({ steps }: SimplePattern) {
  const bitsOf = (isMeant: (step: SimpleStep) => boolean): number =>
    steps.reduce((bits, step, i) => (isMeant(step) ? bits | (1 << i) : bits), 0)
  const testsOf = (kind: SimpleKind): readonly Test[] =>
    steps.flatMap((step, i) =>
      step.kind === kind ? [{ localName: step.localName, namespace: step.namespace, bit: 1 << i }] : [],
    )
  return {
    child: bitsOf(({ from }) => from === 'child'),
    descendant: bitsOf(({ from }) => from === 'descendant'),
    anywhere: bitsOf(({ from }) => from === 'anywhere'),
    document: bitsOf(({ from }) => from === 'document'),
    last: bitsOf((step) => step.last),
    tests: {
      element: testsOf('element'),
      attribute: testsOf('attribute'),
      text: testsOf('text'),
      comment: testsOf('comment'),
      'processing-instruction': testsOf('processing-instruction'),
    },
  }
}

/**
 * All nodes of a tree that match a pattern. They are found at once: while what is done with one of them is waited for, the
 * evaluation's time would run.
 */
export function matchesIn(tree: XmlNode, pattern: Pattern, evaluation: Evaluation): ReadonlySet<XmlNode> {
  const matched = new Set<XmlNode>()
  const waiting = [tree]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    for (const child of node.children) waiting.push(child)
    for (const attribute of node.attributes) if (pattern.matches(attribute, evaluation)) matched.add(attribute)
    if (pattern.matches(node, evaluation)) matched.add(node)
  }
  return matched
}

/** Tells what is among the matches in a tree, of whose items the matcher is told as `itemsOf` makes them. */
export function createTreeMatcher(tree: XmlNode, matched: ReadonlySet<XmlNode>): Matcher {
  const open: { readonly node: XmlNode; next: number }[] = [{ node: tree, next: 0 }]
  return {
    enter() {
      const node = next()
      open.push({ node, next: 0 })
      return matched.has(node)
    },
    leave() {
      const left = open.pop()
      return left !== undefined && matched.has(left.node)
    },
    pass: () => matched.has(next()),
    attribute(_, index) {
      const node = open.at(-1)?.node.attributes[index]
      return node !== undefined && matched.has(node)
    },
  }

  function next(): XmlNode {
    const innermost = open.at(-1)
    const node = innermost?.node.children[innermost.next++]
    if (node === undefined) throw new Error('a matcher was told of more items than its tree has')
    return node
  }
}
