/**
 * A pattern of names alone: `item`, `/list/item`, `list//p:item | list/@id`. What matches it shows in a start tag and
 * those around it, so nothing of a document has to be held to tell.
 */
export interface SimplePattern {
  /** The steps of all alternatives, one after the other. */
  readonly steps: readonly SimpleStep[]
  /** What kinds of nodes it can match. */
  readonly kinds: ReadonlySet<SimpleKind>
}

export type SimpleKind = 'element' | 'attribute' | 'text' | 'comment' | 'processing-instruction'

export interface SimpleStep {
  /** Where it begins: anywhere, at the document, at a child of what the step before matched, or anywhere below that. */
  readonly from: 'anywhere' | 'document' | 'child' | 'descendant'
  readonly kind: SimpleKind
  /** `undefined` is any. */
  readonly namespace: string | undefined
  /** The target of a processing instruction. `undefined` is any. */
  readonly localName: string | undefined
  /** What matches it matches the pattern. */
  readonly last: boolean
}

/** As many as a number has bits to work with. */
const MOST_STEPS = 30

/** A slash or two, then an axis, then a name or the type of a node. */
const STEP =
  /(?<slash>\/{0,2})(?<axis>@|child::|attribute::)?(?:(?<type>text|comment|processing-instruction)\((?<target>"[^"]*"|'[^']*')?\)|(?:(?<prefix>[^/:@()[\]'"$*]+):)?(?<name>[^/:@()[\]'"$*]+|\*))/y

/** `undefined` for patterns that ask for more; `text` is a pattern that has been compiled already. */
export function simplePattern(
  text: string,
  namespaceOf: (prefix: string) => string | undefined,
): SimplePattern | undefined {
  const steps: SimpleStep[] = []
  for (const alternative of text.split('|')) {
    const path = readPath(alternative.replaceAll(/[ \t\r\n]/g, ''), namespaceOf)
    if (path === undefined) return undefined
    steps.push(...path)
  }
  if (steps.length > MOST_STEPS) return undefined
  return { steps, kinds: new Set(steps.filter(({ last }) => last).map(({ kind }) => kind)) }
}

function readPath(
  path: string,
  namespaceOf: (prefix: string) => string | undefined,
): readonly SimpleStep[] | undefined {
  const steps: SimpleStep[] = []
  let at = 0
  while (at < path.length) {
    STEP.lastIndex = at
    const { groups, 0: whole = '' } = STEP.exec(path) ?? {}
    if (groups === undefined) return undefined
    at += whole.length
    const { slash = '', axis = '', type, target, prefix, name } = groups
    const isAttribute = axis === '@' || axis === 'attribute::'
    if (isAttribute && type !== undefined) return undefined
    const last = at === path.length
    const kind = (type ?? (isAttribute ? 'attribute' : 'element')) as SimpleKind
    if (!last && kind !== 'element') return undefined
    const namespace = prefix === undefined ? undefined : namespaceOf(prefix)
    if (prefix !== undefined && namespace === undefined) return undefined
    steps.push({
      from: origins[slash]?.[steps.length === 0 ? 0 : 1] ?? 'anywhere',
      kind,
      // A name without prefix is in no namespace; the targets of instructions have none, and match by the whole name.
      namespace: type !== undefined || (name === '*' && prefix === undefined) ? undefined : (namespace ?? ''),
      localName: type === undefined ? (name === '*' ? undefined : name) : target?.slice(1, -1),
      last,
    })
  }
  return steps.length === 0 ? undefined : steps
}

/** What slashes mean at the beginning of a path, and in it. */
const origins: Readonly<Record<string, readonly [SimpleStep['from'], SimpleStep['from']]>> = {
  '': ['anywhere', 'child'],
  '/': ['document', 'child'],
  '//': ['anywhere', 'descendant'],
}
