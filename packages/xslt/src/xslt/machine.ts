import { XsltError } from '../errors.ts'
import type { XmlNode } from '../tree/node.ts'
import { fault, isOverflow, placed } from './fault.ts'
import { type Code, createFrame, enter, type Frame, leave, type Parameters, type Run } from './frame.ts'
import { createOutput } from './output.ts'

/** Carries out frames until the one given has ended. An error says which instruction it came up in. */
export function execute(frame: Frame): void {
  const { run } = frame
  const floor = frame.below
  run.top = frame
  try {
    while (run.top !== undefined && run.top !== floor) {
      const { code, next } = run.top
      const step = code[next]
      if (step !== undefined) {
        run.top.next = next + 1
        run.budget.spend(1)
        step.act(run.top)
      } else if (!run.top.again(run.top)) pop(run.top)
    }
  } catch (error) {
    // On a full stack nothing more can be done; whoever began will say what it was.
    if (isOverflow(error)) throw error
    const origin = originOf(run.top)
    // A budget may be gone on with.
    for (let at: Frame | undefined = run.top; at !== undefined && at !== floor; at = at.below) leave(at)
    throw origin === undefined ? error : placed(error, origin)
  }
}

/** An error of the instruction that is being carried out. */
export function errorHere({ top }: Run, message: string): XsltError {
  const origin = originOf(top)
  return origin === undefined ? new XsltError('ERR_XSLT_DYNAMIC', message) : fault(origin, message, 'ERR_XSLT_DYNAMIC')
}

/** The instruction that is being carried out, or that is to blame for what is done between instructions. */
function originOf(top: Frame | undefined): XmlNode | undefined {
  for (let frame = top; frame !== undefined; frame = frame.below) {
    const step = frame.code[frame.next - 1]
    if (step !== undefined) return step.origin
  }
  return undefined
}

function pop(frame: Frame): void {
  leave(frame)
  frame.run.top = frame.below
}

/** The same node and variables, with other code. */
export function pushBlock(frame: Frame, code: Code): void {
  const { run, node, position, size, current, bindings, rule, mode } = frame
  run.top = createFrame(run, code, node, { position, size, current, bindings, rule, mode })
}

/** A named template, an attribute set: the same node, but none of the variables. */
export function pushCall(frame: Frame, code: Code, passed?: Parameters): void {
  const { run, node, position, size, current, rule, mode } = frame
  const call = createFrame(run, code, node, { position, size, current, rule, mode, passed })
  run.top = call
  enter(call)
}

/** Once for each node, the variables staying in sight. */
export function pushForEach(frame: Frame, code: Code, nodes: readonly XmlNode[]): void {
  const { run, bindings, mode } = frame
  if (nodes.length === 0) return
  const each = createFrame(run, code, frame.node, {
    position: 0,
    size: nodes.length,
    mode,
    nodes,
    bindings,
    again: (each) => {
      const node = each.nodes[each.position]
      if (node === undefined) return false
      each.position++
      each.node = each.current = node
      each.bindings = bindings
      each.next = 0
      return true
    },
  })
  each.next = code.length
  run.top = each
}

/** From here on, what is written goes into a tree of its own, which is at home where the instruction is. */
export function beginCapture(run: Run, { document }: XmlNode): void {
  run.output = createOutput(run, document.uri, run.output)
}

/** What was written since. */
export function endCapture(run: Run): XmlNode {
  const { document, below } = run.output
  if (below === undefined) throw new Error('nothing is being captured')
  run.output = below
  return document
}
