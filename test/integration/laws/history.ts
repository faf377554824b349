import fc from 'fast-check'
import { commands, type Command, roles, type RoleName } from './roles.ts'
import { type Hostile, hostile } from './hostile.ts'

/** A random world and what happens in it; plain data, so that a failing one can be read. */
export interface History {
  readonly seed: number
  readonly peers: readonly PeerPlan[]
  readonly faults: {
    readonly delay: readonly [from: number, to: number]
    readonly loss: number
    readonly duplication: number
    readonly staleAds: number
  }
  readonly steps: readonly Step[]
  readonly ending: Ending
}

export interface PeerPlan {
  readonly roles: readonly RoleName[]
  readonly groups: readonly Group[]
  readonly maxHires: number
  readonly policy: PolicyName
}

export interface Step {
  /** Simulated milliseconds before it. */
  readonly wait: number
  readonly action: Action
}

/** Peers and engagements are numbered, and counted round: every number means one. */
export type Action =
  | {
      readonly type: 'hire'
      readonly peer: number
      readonly worker: number
      readonly role: RoleName
      readonly group: Group
      readonly patience: number
    }
  | {
      readonly type: 'ask'
      readonly engagement: number
      readonly commands: readonly Command[]
      readonly patience: number
    }
  | { readonly type: 'tell'; readonly engagement: number; readonly command: Command }
  | { readonly type: 'dismiss'; readonly engagement: number }
  | {
      readonly type: 'recruit'
      readonly peer: number
      readonly role: RoleName
      readonly limit: number
      readonly lasts: number
    }
  | {
      readonly type: 'delegate'
      readonly peer: number
      readonly role: RoleName
      readonly commands: readonly Command[]
      readonly limit: number
      readonly window: number
      readonly lasts: number
    }
  | { readonly type: 'disable' | 'enable'; readonly peer: number; readonly role: RoleName }
  | { readonly type: 'close' | 'crash' | 'restart' | 'suspend' | 'resume'; readonly peer: number }
  | { readonly type: 'disconnect'; readonly one: number; readonly other: number }
  /** Bit by bit: who is on which side. */
  | { readonly type: 'partition'; readonly sides: number }
  | { readonly type: 'heal' }
  /** A message no honest VM would send; `as` is who sends it, past the number of peers a stranger. */
  | {
      readonly type: 'hostile'
      readonly kind: Hostile
      readonly as: number
      readonly target: number
      readonly about: number
    }

export type Group = 'world' | 'lab'

export const policies = ['willing', 'busy', 'throws', 'rejects', 'slow', 'too-slow', 'never', 'nonsense'] as const
export type PolicyName = (typeof policies)[number]

/** How a history comes to rest. */
export interface Ending {
  /** Before that: cut every peer off until all leases have run out, or wait in peace for whatever can be answered. */
  readonly first: 'nothing' | 'isolation' | 'patience'
  readonly by: 'dismissing' | 'closing'
}

const peer = fc.nat({ max: 5 })
const engagement = fc.nat({ max: 7 })
const role = fc.constantFrom(...roles)
const group = fc.oneof(
  { weight: 4, arbitrary: fc.constant('world' as const) },
  { weight: 1, arbitrary: fc.constant('lab' as const) },
)
const command = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom('echo' as const, 'later' as const) },
  { weight: 1, arbitrary: fc.constantFrom(...commands) },
)
/** Mostly none, so that things collide. */
const pause = fc.oneof(
  { weight: 6, arbitrary: fc.nat({ max: 60 }) },
  { weight: 3, arbitrary: fc.integer({ min: 100, max: 1_200 }) },
  { weight: 1, arbitrary: fc.integer({ min: 2_000, max: 5_000 }) },
)
/** When somebody changes its mind, in milliseconds. */
const patience = fc.oneof(
  { weight: 3, arbitrary: fc.constant(60_000) },
  { weight: 1, arbitrary: fc.nat({ max: 3_000 }) },
)

const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ type: fc.constant('hire' as const), peer, worker: peer, role, group, patience }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('ask' as const),
      engagement,
      commands: fc.array(command, { minLength: 1, maxLength: 4 }),
      patience,
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('tell' as const), engagement, command }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('dismiss' as const), engagement }) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('hostile' as const),
      kind: fc.constantFrom(...hostile),
      as: fc.nat({ max: 7 }),
      target: peer,
      about: engagement,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('recruit' as const),
      peer,
      role,
      limit: fc.integer({ min: 1, max: 3 }),
      lasts: fc.integer({ min: 0, max: 4_000 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('delegate' as const),
      peer,
      role,
      commands: fc.array(command, { maxLength: 8 }),
      limit: fc.integer({ min: 1, max: 3 }),
      window: fc.integer({ min: 1, max: 3 }),
      lasts: patience,
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('disable' as const, 'enable' as const), peer, role }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constantFrom(
        'close' as const,
        'crash' as const,
        'restart' as const,
        'restart' as const,
        'suspend' as const,
        'resume' as const,
      ),
      peer,
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('disconnect' as const), one: peer, other: peer }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('partition' as const), sides: fc.nat({ max: 63 }) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('heal' as const) }) },
)

const plan: fc.Arbitrary<PeerPlan> = fc.record({
  roles: fc.oneof(
    { weight: 3, arbitrary: fc.constant(['work', 'other'] as const) },
    { weight: 1, arbitrary: fc.subarray([...roles]) },
  ),
  groups: fc.oneof(
    { weight: 3, arbitrary: fc.constant(['world'] as const) },
    { weight: 1, arbitrary: fc.constantFrom(['lab'] as const, ['world', 'lab'] as const) },
  ),
  maxHires: fc.oneof({ weight: 3, arbitrary: fc.constant(8) }, { weight: 1, arbitrary: fc.nat({ max: 2 }) }),
  policy: fc.oneof(
    { weight: 3, arbitrary: fc.constant('willing' as const) },
    { weight: 1, arbitrary: fc.constantFrom(...policies) },
  ),
})

const likelihood = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constantFrom(0.05, 0.2, 0.5) },
)

export const history: fc.Arbitrary<History> = fc.record({
  seed: fc.nat(),
  peers: fc.array(plan, { minLength: 2, maxLength: 6 }),
  faults: fc.record({
    delay: fc.constantFrom([1, 2] as const, [1, 30] as const, [1, 400] as const, [500, 4_000] as const),
    loss: likelihood,
    duplication: likelihood,
    staleAds: likelihood,
  }),
  steps: fc.array(fc.record({ wait: pause, action }), { maxLength: 20, size: 'max' }),
  ending: fc.record({
    first: fc.oneof(
      { weight: 6, arbitrary: fc.constant('nothing' as const) },
      { weight: 1, arbitrary: fc.constantFrom('isolation' as const, 'patience' as const) },
    ),
    by: fc.constantFrom('dismissing' as const, 'closing' as const),
  }),
})
