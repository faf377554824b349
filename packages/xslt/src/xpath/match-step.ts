import type { XmlNode } from '../tree/node.ts'
import { perDocument } from '../tree/order.ts'
import type { Scope } from './code.ts'
import type { Context } from './context.ts'
import type { Frame } from './frame.ts'
import { compileNodeTest, principalKind } from './node-test.ts'
import { planStep, type StepPlan } from './plan.ts'
import { compileStep } from './step.ts'
import type { Step } from './syntax.ts'

export type Matches = (node: XmlNode, context: Context) => boolean

/** Is a node what a step gives from its parent? */
export function compileMatch(step: Step, scope: Scope): Matches {
  const plan = planStep(step, scope)
  const isNode = compileNodeTest(step.test, principalKind(step.axis))
  const isOnAxis = step.axis === 'attribute' ? isAttribute : isChild
  const isCounted = plan.counted.length === 0 ? undefined : compileCounted(plan)
  const { tests } = plan
  if (tests.length === 0 && isCounted === undefined) return (node) => isOnAxis(node) && isNode(node)
  return (node, context) => {
    context.budget.spend(1)
    if (!isOnAxis(node) || !isNode(node)) return false
    const frame = frameAt(node, context)
    return tests.every((test) => test(frame)) && (isCounted === undefined || isCounted(node, frame))
  }
}

function isAttribute({ kind }: XmlNode): boolean {
  return kind === 'attribute'
}

function isChild({ kind, parent }: XmlNode): boolean {
  return parent !== undefined && kind !== 'attribute' && kind !== 'namespace'
}

/** The node that is being matched is the current one too. */
export function frameAt(node: XmlNode, { variable, budget }: Context): Frame {
  return { node, position: 1, size: 1, variable, budget, current: node }
}

/** Predicates that count among the siblings which pass those before. */
function compileCounted(plan: StepPlan): (node: XmlNode, frame: Frame) => boolean {
  const [first] = plan.counted
  const { fromOne } = compileStep(plan)
  if (first === undefined || plan.counted.length > 1 || plan.tests.length > 0) {
    return ({ parent }, frame) => parent !== undefined && fromOne(parent, frame).includes(frame.node)
  }
  const placesOf = countPeers(plan)
  return (node, frame) => {
    const places = placesOf(node, frame)
    const place = places.get(node) ?? 0
    if (first.type === 'at') return place === first.position
    if (first.type === 'last') return place === places.size
    frame.position = place
    frame.size = places.size
    return first.test(frame)
  }
}

type Places = ReadonlyMap<XmlNode, number>

/** Siblings come one after the other: those of the last parent are kept counted. */
function countPeers({ axis, test }: StepPlan): (node: XmlNode, frame: Frame) => Places {
  const { fromOne } = compileStep({ axis, test, tests: [], counted: [] })
  const lastCount = perDocument((): { parent?: XmlNode; places: Places } => ({ places: new Map() }))
  return ({ parent, document }, frame) => {
    const last = lastCount(document, frame.budget)
    if (parent !== undefined && last.parent !== parent) {
      last.places = new Map(fromOne(parent, frame).map((peer, i) => [peer, i + 1]))
      last.parent = parent
    }
    return last.places
  }
}
