import type { XmlNode } from '../tree/node.ts'
import type { Rules, TemplateRule } from './frame.ts'

/** Conflicts are resolved beforehand: by import precedence, by priority, then the one that comes last (section 5.5). */
export function createRules(inOrder: readonly TemplateRule[]): Rules {
  const sorted = inOrder
    .map((rule, i) => ({ rule, i }))
    .sort((a, b) => b.rule.precedence - a.rule.precedence || b.rule.priority - a.rule.priority || b.i - a.i)
  const modes = new Map<string, ModeRules>()
  for (const { rule } of sorted) {
    let mode = modes.get(rule.mode)
    if (mode === undefined) modes.set(rule.mode, (mode = createModeRules()))
    mode.add(rule)
  }
  return {
    find(node, mode, context, importer) {
      for (const rule of modes.get(mode)?.candidates(node) ?? []) {
        if (importer !== undefined && !isImported(rule, importer)) continue
        if (rule.pattern.matches(node, context)) return rule
      }
      return undefined
    },
  }
}

function isImported({ precedence }: TemplateRule, importer: TemplateRule): boolean {
  return precedence < importer.precedence && precedence >= importer.lowest
}

interface ModeRules {
  readonly add: (rule: TemplateRule) => void
  /** Rules that may match a node of this kind and name, the best first. */
  readonly candidates: (node: XmlNode) => readonly TemplateRule[]
}

function createModeRules(): ModeRules {
  const rules: TemplateRule[] = []
  /** By kind, local name and namespace; of names that no pattern speaks of, one list a kind. */
  const known = new Map<string, Map<string, Map<string, readonly TemplateRule[]>>>()
  const fixed = new Set<string>()

  function collect({ kind, namespace, localName }: XmlNode): readonly TemplateRule[] {
    const name = namespace === '' ? localName : `{${namespace}}${localName}`
    return rules.filter(
      ({ pattern }) =>
        (pattern.kind === undefined ? kind !== 'attribute' : pattern.kind === kind) &&
        (pattern.name === undefined || pattern.name === name),
    )
  }

  return {
    add(rule) {
      rules.push(rule)
      if (rule.pattern.name !== undefined) fixed.add(rule.pattern.name.replace(/^\{.*\}/, ''))
    },
    candidates(node) {
      const { kind, namespace, localName } = node
      // Of hostile documents, that no new list is kept for each new name.
      const isFixed = fixed.has(localName)
      const byKind = mapIn(known, kind)
      const byName = mapIn(byKind, isFixed ? localName : '')
      const key = isFixed ? namespace : ''
      let found = byName.get(key)
      if (found === undefined) {
        found = collect(node)
        if (byName.size < 64) byName.set(key, found)
      }
      return found
    },
  }
}

function mapIn<K, L, V>(map: Map<K, Map<L, V>>, key: K): Map<L, V> {
  let inner = map.get(key)
  if (inner === undefined) map.set(key, (inner = new Map()))
  return inner
}
