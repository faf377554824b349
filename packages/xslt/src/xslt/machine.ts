import type { Declaration } from '@xeerkat/xml'
import type { Budget } from '../budget.ts'
import { XsltError } from '../errors.ts'
import type { XmlNode } from '../tree/node.ts'
import type { Context } from '../xpath/context.ts'
import type { Value } from '../xpath/value.ts'
import { fault, isOverflow, placed } from './fault.ts'
import { createOutput, type Output } from './output.ts'
import type { Rules, TemplateRule } from './rules.ts'

/**
 * One step of compiled code. A body is a flat list of steps; a step that does something with a body of its own jumps
 * over it or into it (`frame.next += n`), or pushes a frame. So however deep templates call templates, JavaScript's stack
 * stays as it is, and a bound on depth is a number and not a crash.
 */
export interface Step {
  readonly act: (frame: Frame) => void
  /** What it was compiled from, for errors. */
  readonly origin: XmlNode
}

export type Code = readonly Step[]

export interface Binding {
  readonly name: string
  readonly value: Value
  readonly next: Binding | undefined
}

/** Code being carried out, once or once for each of some nodes; also the context of its expressions. */
export interface Frame extends Context {
  readonly run: Run
  /** Whoever goes on when this one has ended. */
  readonly below: Frame | undefined
  node: XmlNode
  position: number
  size: number
  current: XmlNode
  code: Code
  /** The step to be carried out next. */
  next: number
  bindings: Binding | undefined
  /** Parameters passed to the template. */
  readonly passed: Parameters | undefined
  /** Parameters collected for the call that comes next. */
  collected: Map<string, Value> | undefined
  /** The current template rule (section 5.6) and its mode. */
  rule: TemplateRule | undefined
  readonly mode: string
  /** At the end of the code: begins it anew for the next node, or says that there is none. */
  readonly again: (frame: Frame) => boolean
  /** Of a frame that goes through nodes. */
  readonly nodes: readonly XmlNode[]
  /** It has entered a level of the budget. */
  entered: boolean
}

export type Parameters = ReadonlyMap<string, Value>

/** One transformation. */
export interface Run {
  readonly budget: Budget
  readonly rules: Rules
  readonly globalVariable: (name: string) => Value | undefined
  readonly message: (text: string, terminate: boolean) => void
  /** Something is wrong that the transformation goes on after. */
  readonly recover: (message: string) => void
  /** Namespaces in scope at elements that were copied. */
  readonly scopes: Map<XmlNode, readonly Declaration[]>
  top: Frame | undefined
  /** Where instructions write to. */
  output: Output
}

/** What a new frame differs in from where it is pushed. */
export type FrameParts = Partial<
  Pick<Frame, 'node' | 'position' | 'size' | 'current' | 'bindings' | 'passed' | 'rule' | 'mode' | 'again' | 'nodes'>
>

const none: readonly never[] = []
const once = (): boolean => false

/** A first frame, which has nothing to inherit. */
export function createFrame(run: Run, code: Code, node: XmlNode, parts: FrameParts = {}): Frame {
  const frame: Frame = {
    run,
    below: run.top,
    budget: run.budget,
    node: parts.node ?? node,
    position: parts.position ?? 1,
    size: parts.size ?? 1,
    current: parts.current ?? node,
    variable: (name) => {
      for (let at = frame.bindings; at !== undefined; at = at.next) if (at.name === name) return at.value
      return run.globalVariable(name)
    },
    code,
    next: 0,
    bindings: parts.bindings,
    passed: parts.passed,
    collected: undefined,
    rule: parts.rule,
    mode: parts.mode ?? '',
    again: parts.again ?? once,
    nodes: parts.nodes ?? none,
    entered: false,
  }
  return frame
}

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
  enter(call)
  run.top = call
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
  enter(call)
  run.top = call
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
    const rule = run.rules.find(node, mode, frame)
    frame.node = frame.current = node
    frame.rule = rule
    if (rule !== undefined) {
      enter(frame)
      frame.code = rule.template.code
      frame.next = 0
      frame.bindings = undefined
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

function enter(frame: Frame): void {
  frame.run.budget.enter()
  frame.entered = true
}

function leave(frame: Frame): void {
  if (frame.entered) frame.run.budget.leave()
  frame.entered = false
}

/** From here on, what is written goes into a tree of its own. */
export function beginCapture(run: Run): void {
  run.output = createOutput(run, run.output)
}

/** What was written since. */
export function endCapture(run: Run): XmlNode {
  const { document, below } = run.output
  if (below === undefined) throw new Error('nothing is being captured')
  run.output = below
  return document
}

export function bind(frame: Frame, name: string, value: Value): void {
  frame.bindings = { name, value, next: frame.bindings }
}
