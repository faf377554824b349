import type { XmlNode } from '../tree/node.ts'
import { createFrame, enter, type Frame, leave, type Parameters, type TemplateRule } from './frame.ts'

const none: readonly never[] = []

/** Each node by the rule that matches it best. */
export function pushApply(frame: Frame, nodes: readonly XmlNode[], mode: string, passed?: Parameters): void {
  const { run } = frame
  if (nodes.length === 0) return
  run.top = createFrame(run, none, frame.node, {
    position: 0,
    size: nodes.length,
    mode,
    passed,
    nodes,
    again: nextRule,
  })
}

/** The current node again, by the rules that the current one's stylesheet imports. */
export function pushImported(frame: Frame, rule: TemplateRule): void {
  const { run, node, position, size, mode } = frame
  const imported = run.rules.find(node, mode, frame, rule)
  if (imported === undefined) {
    builtIn(frame, node, mode)
    return
  }
  const call = createFrame(run, imported.template.code, node, { position, size, rule: imported, mode })
  run.top = call
  enter(call)
}

/** The rules that are there without being written (section 5.8). */
function builtIn({ run }: Frame, node: XmlNode, mode: string): void {
  if (node.kind === 'element' || node.kind === 'document') {
    const { top } = run
    if (top !== undefined) pushApply(top, node.children, mode)
  } else if (node.kind === 'text' || node.kind === 'attribute') run.output.text(node.value)
}

function nextRule(frame: Frame): boolean {
  const { run, nodes, mode } = frame
  leave(frame)
  for (;;) {
    const node = nodes[frame.position]
    if (node === undefined) return false
    frame.position++
    run.budget.spend(1)
    // A pattern sees none of what the template before bound.
    frame.bindings = undefined
    const rule = run.rules.find(node, mode, frame)
    frame.node = frame.current = node
    frame.rule = rule
    if (rule !== undefined) {
      enter(frame)
      frame.code = rule.template.code
      frame.next = 0
      return true
    }
    builtIn(frame, node, mode)
    // What the built-in rule pushed comes before the next node; nothing of this one's code is left.
    if (run.top !== frame) {
      frame.code = none
      return true
    }
  }
}
