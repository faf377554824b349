import type { Declaration } from '@xeerkat/xml'
import type { Budget } from '../budget.ts'
import type { XmlNode } from '../tree/node.ts'
import type { Context } from '../xpath/context.ts'
import type { PatternAlternative } from '../xpath/pattern.ts'
import type { Value } from '../xpath/value.ts'
import type { Output } from './output.ts'

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

/** A template; its code is filled in once all templates are known. */
export interface Template {
  code: Code
  readonly element: XmlNode
}

/** A template with one alternative of its pattern, each being a rule of its own (section 5.3). */
export interface TemplateRule {
  readonly template: Template
  readonly pattern: PatternAlternative
  readonly mode: string
  readonly priority: number
  /** Of its stylesheet, and the lowest of those that this one imports. */
  readonly precedence: number
  readonly lowest: number
}

export interface Rules {
  /** The rule for a node; with `importer`, among those that its stylesheet imports. */
  readonly find: (node: XmlNode, mode: string, context: Context, importer?: TemplateRule) => TemplateRule | undefined
}

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
  Pick<Frame, 'position' | 'size' | 'current' | 'bindings' | 'passed' | 'rule' | 'mode' | 'again' | 'nodes'>
>

const none: readonly never[] = []
const once = (): boolean => false

/** A first frame, which has nothing to inherit. */
export function createFrame(run: Run, code: Code, node: XmlNode, parts: FrameParts = {}): Frame {
  const frame: Frame = {
    run,
    below: run.top,
    budget: run.budget,
    node,
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

export function bind(frame: Frame, name: string, value: Value): void {
  frame.bindings = { name, value, next: frame.bindings }
}

/** One level of the budget, until `leave`. */
export function enter(frame: Frame): void {
  frame.entered = true
  frame.run.budget.enter()
}

export function leave(frame: Frame): void {
  if (frame.entered) frame.run.budget.leave()
  frame.entered = false
}
