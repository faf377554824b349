import type { EndElement, Item, StartElement } from '@xeerkat/xml'
import type { NodeKind } from '@xeerkat/xslt'
import type { WrittenName } from '../../attributes.ts'
import { PipelineError } from '../../errors.ts'
import { createEvaluation, type Evaluation, type Pattern } from '../../expression.ts'
import { fromItems } from '../../from-stream.ts'
import { fromTree } from '../../from-tree.ts'
import type { Infoset } from '../../infoset.ts'
import { createMatcher, createTreeMatcher, matchesIn, type Matcher } from '../../matcher.ts'
import type { SimpleKind } from '../../simple-pattern.ts'
import type { Stage, StepContext } from '../../step.ts'

/** Puts what becomes of an item after what has become of those before. */
export type Edit = (item: Item, out: Item[]) => void

export interface Editing {
  readonly name: string
  readonly match: Pattern
  /** What the step can be done to. */
  readonly kinds: readonly SimpleKind[]
  /** It does not matter that CDATA sections come as texts of their own. */
  readonly textInPieces?: boolean
  readonly detail?: string
  /** Called once for each document. */
  readonly edit: (matcher: Matcher, evaluation: () => Evaluation) => Edit
}

/**
 * A step that changes items one by one, knowing which of them match: as they stream by if names are all that the pattern
 * asks for, else on the way through the tree.
 */
export function editing({ name, match, kinds, textInPieces = false, detail = '', edit }: Editing): Stage {
  const { simple } = match
  for (const kind of simple?.kinds ?? []) if (!kinds.includes(kind)) throw wrongKind(name, kind)
  const streams = simple !== undefined && (textInPieces || !simple.kinds.has('text'))
  return {
    name,
    detail: `match="${match.text}"${detail}`,
    holds: streams ? 'nothing' : 'document',
    run(input, context) {
      const items = streams
        ? editItems(
            input,
            edit(createMatcher(simple), () => createEvaluation(context)),
          )
        : editTree(input, context)
      return fromItems(items, context.limits)
    },
  }

  async function* editTree(input: Infoset, context: StepContext): AsyncGenerator<readonly Item[], void> {
    const tree = await input.tree()
    const evaluation = createEvaluation(context)
    const matched = matchesIn(tree, match, evaluation)
    for (const { kind } of matched) if (!kinds.some((each) => each === kind)) throw wrongKind(name, kind)
    const change = edit(createTreeMatcher(tree, matched), () => evaluation)
    yield* editItems(fromTree(tree, context.limits), change)
  }
}

/** Items in one run, but for what one item becomes. */
const RUN = 4096

/** In several runs where one grows: what passes on is counted as it does. */
async function* editItems(input: Infoset, edit: Edit): AsyncGenerator<readonly Item[], void> {
  for await (const run of input.items()) {
    for (let at = 0; at < run.length;) {
      const out: Item[] = []
      at = editSome(run, at, edit, out)
      if (out.length > 0) yield out
    }
  }
}

/** A function of its own, since engines do well with a loop in one, and not so well in a generator. */
function editSome(run: readonly Item[], from: number, edit: Edit, out: Item[]): number {
  let at = from
  for (; at < run.length && out.length < RUN; at++) {
    const item = run[at]
    if (item !== undefined) edit(item, out)
  }
  return at
}

/** Spreading would put them all on the stack. */
export function append(out: Item[], items: readonly Item[]): void {
  for (const item of items) out.push(item)
}

function wrongKind(name: string, kind: NodeKind): PipelineError {
  return new PipelineError('ERR_PIPELINE_STEP', `${name} cannot be done to a node of the kind ${kind}`)
}

/** May the pattern match attributes? If not, they need not be looked at. */
export function mayMatchAttributes({ simple }: Pattern): boolean {
  return simple === undefined || simple.kinds.has('attribute')
}

/** The tags of an element that has no attributes. Its prefix is declared by whoever writes it. */
export function tagsOf({ prefix, localName, namespace }: WrittenName): readonly [StartElement, EndElement] {
  return [
    { type: 'start-element', prefix, localName, namespace, attributes: [], declarations: [] },
    { type: 'end-element', prefix, localName, namespace },
  ]
}
