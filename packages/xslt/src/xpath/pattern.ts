import { clark } from '@xeerkat/xml'
import type { NodeKind, XmlNode } from '../tree/node.ts'
import { includesNode } from '../tree/order.ts'
import { runNodes, type Scope } from './code.ts'
import { createScope } from './compile.ts'
import type { Context, StaticContext } from './context.ts'
import { compileMatch, frameAt, type Matches } from './match-step.ts'
import { parsePattern, type PatternPath, type PatternStep } from './parse-pattern.ts'
import { createReader } from './reader.ts'

/** A compiled pattern of XSLT (XSLT 1.0, 5.2). */
export interface Pattern {
  readonly source: string
  /** What is between its `|`s; never empty. */
  readonly alternatives: readonly PatternAlternative[]
}

export interface PatternAlternative {
  readonly source: string
  /** The default priority (XSLT 1.0, 5.5). */
  readonly priority: number
  /** The kind of all nodes that it can match; `undefined` when they may be of several. */
  readonly kind: NodeKind | undefined
  /** Clark name of all nodes that it can match (an instruction's target), if it is fixed. */
  readonly name: string | undefined
  /** Only the budget and the variables of the context matter. */
  readonly matches: (node: XmlNode, context: Context) => boolean
}

/** @throws XsltError `ERR_XPATH_SYNTAX` with the column, `ERR_XPATH_TYPE` as `compileXPath` does. */
export function compilePattern(source: string, statics: StaticContext = {}): Pattern {
  const paths = parsePattern(createReader(source, statics))
  const scope = createScope(source, statics)
  const alternatives = paths.map((path) => ({
    source: source.slice(path.from, path.end).trim(),
    priority: priorityOf(path),
    ...targetOf(path),
    matches: compileSegments(path, scope),
  }))
  return { source, alternatives }
}

export function matchesPattern({ alternatives }: Pattern, node: XmlNode, context: Context): boolean {
  return alternatives.some(({ matches }) => {
    context.budget.spend(1)
    return matches(node, context)
  })
}

/** XSLT 1.0, 5.5. */
function priorityOf({ anchor, steps }: PatternPath): number {
  const [step] = steps
  if (anchor !== undefined || step === undefined || steps.length > 1 || step.predicates.length > 0) return 0.5
  const { test } = step
  if (test.type === 'instruction') return test.target === undefined ? -0.5 : 0
  if (test.type !== 'name' || test.namespace === undefined) return -0.5
  return test.localName === undefined ? -0.25 : 0
}

function targetOf({ anchor, steps }: PatternPath): Pick<PatternAlternative, 'kind' | 'name'> {
  const step = steps.at(-1)
  if (step === undefined) return { kind: kindOfAnchor(anchor), name: undefined }
  const { axis, test } = step
  const name = test.type === 'instruction' ? test.target : test.type === 'name' ? fixedName(test) : undefined
  return { kind: axis === 'attribute' ? 'attribute' : kindOfChild(test), name }
}

function kindOfAnchor(anchor: PatternPath['anchor']): NodeKind | undefined {
  if (anchor === 'root') return 'document'
  return anchor?.name === 'id' ? 'element' : undefined
}

function kindOfChild(test: PatternStep['test']): NodeKind | undefined {
  switch (test.type) {
    case 'any':
    case 'parent':
      return undefined
    case 'kind':
      return test.kind
    case 'instruction':
      return 'processing-instruction'
    case 'name':
      return 'element'
    default:
      return test satisfies never
  }
}

function fixedName({
  namespace,
  localName,
}: {
  readonly namespace: string | undefined
  readonly localName: string | undefined
}): string | undefined {
  return namespace === undefined || localName === undefined ? undefined : clark({ namespace, localName })
}

/** Steps that must match a node, its parent and so on, without a gap; the innermost first. */
type Segment = readonly Matches[]

/**
 * From the node upwards. Above a gap the innermost ancestors that match a segment are taken: whatever could follow
 * above others can follow above these, so nothing is tried twice.
 */
function compileSegments(path: PatternPath, scope: Scope): Matches {
  const [innermost, ...outer] = segmentsOf(path, scope)
  if (innermost === undefined) return () => false
  const [only] = innermost
  if (only !== undefined && innermost.length === 1 && outer.length === 0) return only
  return (node, context) => {
    let top = matchSegment(innermost, node, context)
    for (const segment of outer) {
      let next: XmlNode | undefined = top?.parent
      top = undefined
      for (; next !== undefined && top === undefined; next = next.parent) top = matchSegment(segment, next, context)
    }
    return top !== undefined
  }
}

/** The outermost of the nodes that match. */
function matchSegment(segment: Segment, from: XmlNode, context: Context): XmlNode | undefined {
  context.budget.spend(1)
  let top: XmlNode | undefined
  let node: XmlNode | undefined = from
  for (const matches of segment) {
    if (node === undefined || !matches(node, context)) return undefined
    top = node
    node = node.parent
  }
  return top
}

function segmentsOf({ anchor, steps }: PatternPath, scope: Scope): readonly Segment[] {
  const segments: Matches[][] = [[]]
  for (const step of steps.toReversed()) {
    segments.at(-1)?.push(compileMatch(step, scope))
    if (step.deep) segments.push([])
  }
  if (anchor === 'root') segments.at(-1)?.push(({ kind }) => kind === 'document')
  else if (anchor !== undefined) {
    const nodes = runNodes(scope.compile(anchor), 'a pattern', anchor.at, scope)
    segments.at(-1)?.push((node, context) => includesNode(nodes(frameAt(node, context)), node))
  }
  return segments
}
