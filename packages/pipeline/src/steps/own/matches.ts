import type { Declaration, Item, StartElement } from '@xeerkat/xml'
import { itemsOf, type NodeKind } from '@xeerkat/xslt'
import { PipelineError } from '../../errors.ts'
import { createEvaluation, type Pattern } from '../../expression.ts'
import type { Infoset } from '../../infoset.ts'
import { createMatcher, createTreeMatcher, matchesIn, type Matcher } from '../../matcher.ts'
import { createTreeOfRuns, type TreeOfRuns } from '../../read-items.ts'
import type { Part } from '../../parts.ts'
import type { StepContext } from '../../step.ts'

/**
 * Splits a document into the elements that match and what is between them, as it streams by if names are all that the
 * pattern asks for. Matches within a match are part of it.
 */
export async function* partsOf(input: Infoset, select: Pattern, context: StepContext): AsyncGenerator<Part, void> {
  if (select.simple !== undefined) {
    const splitter = createSplitter(createMatcher(select.simple), context)
    for await (const run of input.items()) yield* splitter(run)
  } else {
    const tree = await input.tree()
    const matched = matchesIn(tree, select, createEvaluation(context))
    for (const { kind } of matched) if (kind !== 'element') throw wrongKind('it', select, kind)
    yield* createSplitter(createTreeMatcher(tree, matched), context)(itemsOf(tree))
  }
}

/** @throws PipelineError `ERR_PIPELINE_STEP` for a pattern that matches other things than elements. */
export function checkElements(name: string, select: Pattern): void {
  for (const kind of select.simple?.kinds ?? []) if (kind !== 'element') throw wrongKind(name, select, kind)
}

function wrongKind(name: string, { text }: Pattern, kind: NodeKind): PipelineError {
  const message = `${name} is done for elements, but "${text}" matches nodes of the kind ${kind}`
  return new PipelineError('ERR_PIPELINE_STEP', message)
}

function createSplitter(matcher: Matcher, { limits }: StepContext): (items: Iterable<Item>) => Generator<Part, void> {
  const open: StartElement[] = []
  let match: TreeOfRuns | undefined
  let depth = 0
  return function* split(items) {
    let between: Item[] = []
    let inside: Item[] = []
    for (const item of items) {
      if (match !== undefined) {
        inside.push(item)
        if (item.type === 'start-element') depth++
        else if (item.type === 'end-element' && --depth === 0) {
          matcher.leave()
          match.add(inside)
          yield { match: match.document, scope: scopeOf(open) }
          match = undefined
          inside = []
        }
      } else if (item.type === 'start-element' && matcher.enter(item)) {
        if (between.length > 0) yield { run: between }
        between = []
        match = createTreeOfRuns(limits)
        inside.push(withScope(item, open))
        depth = 1
      } else {
        if (item.type === 'start-element') open.push(item)
        else if (item.type === 'end-element') {
          open.pop()
          matcher.leave()
        } else matcher.pass(item)
        between.push(item)
      }
    }
    if (between.length > 0) yield { run: between }
    match?.add(inside)
  }
}

/** Namespaces by prefix, as the open elements declare them. */
function scopeOf(open: readonly StartElement[]): ReadonlyMap<string, string> {
  const scope = new Map<string, string>()
  for (const { declarations, prefix, namespace } of open) {
    for (const declaration of declarations) scope.set(declaration.prefix, declaration.namespace)
    // What a step has made may declare its own name nowhere: whoever writes it does.
    if (prefix !== '' || namespace !== '') scope.set(prefix, namespace)
  }
  return scope
}

/** A match is a document of its own, so it declares all that is in scope. */
function withScope(item: StartElement, open: readonly StartElement[]): StartElement {
  const scope = new Map(scopeOf(open))
  if (scope.size === 0) return item
  for (const { prefix, namespace } of item.declarations) scope.set(prefix, namespace)
  const declarations: Declaration[] = []
  for (const [prefix, namespace] of scope) {
    if (namespace !== '' && prefix !== 'xml') declarations.push({ prefix, namespace })
  }
  return { ...item, declarations }
}
