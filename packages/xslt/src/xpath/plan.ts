import type { Run, Scope } from './code.ts'
import { compilePredicate, type Predicate } from './predicates.ts'
import type { Axis, NodeTest, Step } from './syntax.ts'

/** A step, and what each of its predicates needs to know. */
export interface StepPlan {
  readonly axis: Axis
  readonly test: NodeTest
  /** Predicates before any that counts positions: they are asked of one node at a time, in any order. */
  readonly tests: readonly Run<boolean>[]
  /** The others, from the first that counts. */
  readonly counted: readonly Predicate[]
}

/** Plans steps, and makes one of two where `//` comes before a step that does not count positions. */
export function planSteps(steps: readonly Step[], scope: Scope): readonly StepPlan[] {
  const plans: StepPlan[] = []
  for (const step of steps) {
    const plan = planStep(step, scope)
    const before = plans.at(-1)
    if (before === undefined || !isAnyDepth(before)) plans.push(plan)
    else plans.splice(-1, 1, ...afterAnyDepth(plan, before))
  }
  return plans
}

export function planStep({ axis, test, predicates }: Step, scope: Scope): StepPlan {
  const all = predicates.map((predicate) => compilePredicate(predicate, scope))
  const firstCounted = all.findIndex((predicate) => predicate.type !== 'test' || predicate.positional)
  const counted = firstCounted < 0 ? [] : all.slice(firstCounted)
  const tests = all.slice(0, all.length - counted.length).flatMap((one) => (one.type === 'test' ? [one.test] : []))
  return { axis, test, tests, counted }
}

function isAnyDepth({ axis, test, tests, counted }: StepPlan): boolean {
  return axis === 'descendant-or-self' && test.type === 'any' && tests.length === 0 && counted.length === 0
}

/** What each axis is after `descendant-or-self::node()`, as long as no position is counted. */
const belowAnything: Partial<Record<Axis, Axis>> = {
  child: 'descendant',
  descendant: 'descendant',
  'descendant-or-self': 'descendant-or-self',
  self: 'descendant-or-self',
}

/** Where the others can start from, of all that `//` gives. */
const startsOf: Partial<Record<Axis, NodeTest>> = {
  attribute: { type: 'name', namespace: undefined, localName: undefined },
  namespace: { type: 'name', namespace: undefined, localName: undefined },
  child: { type: 'parent' },
}

function afterAnyDepth(plan: StepPlan, before: StepPlan): readonly StepPlan[] {
  const axis = belowAnything[plan.axis]
  if (axis !== undefined && plan.counted.length === 0) return [{ ...plan, axis }]
  return [{ ...before, test: startsOf[plan.axis] ?? before.test }, plan]
}
