import type { Declaration, Item, StartElement } from '@xeerkat/xml'
import { createTreeBuilder, namespacesInScope, type TreeBuilder, type XmlNode } from '@xeerkat/xslt'
import { PipelineError } from './errors.ts'
import { createEvaluation, type Pattern } from './expression.ts'
import { createSpine } from './spine.ts'
import type { StepContext } from './step.ts'

/** Items that match nothing, as they came; or an element that matches, as the document node of a tree of its own. */
export type Part =
  | { readonly run: readonly Item[]; readonly match?: undefined }
  | { readonly match: XmlNode; readonly scope: Scope; readonly run?: undefined }

/** Namespaces by prefix, as they are in scope around a match. */
export type Scope = ReadonlyMap<string, string>

/** Splits a document into what matches and what is between. Matches within a match are part of it. */
export async function* splitMatches(
  runs: AsyncIterable<readonly Item[]>,
  pattern: Pattern,
  context: StepContext,
): AsyncGenerator<Part, void> {
  const { nodes: most } = context.limits
  const evaluation = createEvaluation(context)
  const spine = createSpine()
  let match: TreeBuilder | undefined
  let scope: Scope = new Map()
  let nodes = 0
  for await (const run of runs) {
    let from = 0
    for (const [at, item] of run.entries()) {
      if (match !== undefined) {
        match.add(item)
        count(item)
        if (match.depth() > 0) continue
        yield { match: match.document, scope }
        match = undefined
        from = at + 1
      } else if (item.type === 'end-element') spine.leave()
      else if (item.type === 'start-element') {
        const element = spine.enter(item)
        if (!pattern.matches(element, evaluation)) continue
        if (at > from) yield { run: run.slice(from, at) }
        match = createTreeBuilder()
        match.add(withScope(item, namespacesInScope(element)))
        spine.leave()
        scope = namespacesInScope(spine.innermost())
        nodes = 0
      }
    }
    if (match === undefined) yield { run: from === 0 ? run : run.slice(from) }
  }

  function count(item: Item): void {
    nodes += item.type === 'end-element' ? 0 : item.type === 'start-element' ? 1 + item.attributes.length : 1
    if (nodes <= most) return
    throw new PipelineError(
      'ERR_PIPELINE_LIMIT',
      `an element that matches "${pattern.text}" has more than ${most} nodes (limit "nodes")`,
    )
  }
}

/** A match is a document of its own, so it declares all that is in scope. */
function withScope(item: StartElement, scope: Scope): StartElement {
  const declarations = [...scope]
    .filter(([prefix]) => prefix !== 'xml')
    .map(([prefix, namespace]) => ({ prefix, namespace }))
  return { ...item, declarations }
}

/** Puts a document in the place of a match: what is declared around it need not be declared again. */
export async function* inScope(
  runs: AsyncIterable<readonly Item[]>,
  scope: Scope,
): AsyncGenerator<readonly Item[], void> {
  let depth = 0
  for await (const run of runs) {
    yield run.map((item) => {
      if (item.type === 'end-element') depth--
      return item.type === 'start-element' && depth++ === 0 ? withoutScope(item, scope) : item
    })
  }
}

function withoutScope(item: StartElement, scope: Scope): StartElement {
  const isNews = ({ prefix, namespace }: Declaration): boolean => (scope.get(prefix) ?? '') !== namespace
  return { ...item, declarations: item.declarations.filter(isNews) }
}
