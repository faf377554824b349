import fc from 'fast-check'
import { type Action, type Actions, type Ending, type History, policies, type PeerPlan, type Step } from './history.ts'
import { hostile } from './hostile.ts'
import { commands, roles } from './roles.ts'

/** How often what happens, in relation to the rest. */
const emphases = {
  contracts: {
    hire: 8,
    ask: 6,
    tell: 2,
    dismiss: 2,
    hostile: 5,
    recruit: 1,
    delegate: 1,
    enable: 1,
    disable: 1,
    close: 1,
    crash: 1,
    restart: 1,
    suspend: 1,
    resume: 1,
    disconnect: 1,
    partition: 1,
    heal: 1,
  },
  delegation: {
    hire: 1,
    ask: 1,
    tell: 1,
    dismiss: 1,
    hostile: 1,
    recruit: 4,
    delegate: 8,
    enable: 1,
    disable: 1,
    close: 1,
    crash: 2,
    restart: 3,
    suspend: 1,
    resume: 1,
    disconnect: 2,
    partition: 1,
    heal: 1,
  },
} as const satisfies Record<string, Record<keyof Actions, number>>

/** Random histories in which mostly contracts are made and broken, or mostly work is delegated. */
export function histories(emphasis: keyof typeof emphases): fc.Arbitrary<History> {
  return fc.record({
    seed: fc.nat(),
    peers: fc.array(plan, { minLength: 2, maxLength: 6 }),
    faults: fc.record({
      delay: fc.constantFrom([1, 2] as const, [1, 30] as const, [1, 400] as const, [500, 4_000] as const),
      loss: likelihood,
      duplication: likelihood,
      reordering: likelihood,
      staleAds: likelihood,
    }),
    steps: fc
      .tuple(
        // Nothing much can happen to those who share no contract.
        fc.array(step({ hire: 1, ask: 1 }), { minLength: 1, maxLength: 4, size: 'max' }),
        fc.array(step(emphases[emphasis]), { maxLength: 12, size: 'max' }),
      )
      .map(([opening, rest]) => [...opening, ...rest]),
    ending,
  })
}

function step(weights: Partial<Record<keyof Actions, number>>): fc.Arbitrary<Step> {
  const types = Object.keys(weights) as Array<keyof Actions>
  const action = fc.oneof(
    ...types.map((type) => ({
      weight: weights[type] ?? 0,
      // Each is of the type it is listed under.
      arbitrary: actions[type].map((rest) => ({ type, ...rest }) as Action),
    })),
  )
  return fc.record({ wait, action })
}

/** One thing three times out of four, else another. */
function mostly<T>(usual: T, other: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other })
}

const plan: fc.Arbitrary<PeerPlan> = fc.record({
  roles: mostly<PeerPlan['roles']>(['work', 'other'], fc.subarray([...roles])),
  groups: mostly<PeerPlan['groups']>(['world'], fc.constantFrom<PeerPlan['groups'][]>(['lab'], ['world', 'lab'])),
  maxHires: mostly(8, fc.nat({ max: 2 })),
  policy: mostly('willing', fc.constantFrom(...policies)),
})

const likelihood = mostly(0, fc.constantFrom(0.05, 0.2, 0.5))

const ending: fc.Arbitrary<Ending> = fc.record({
  first: mostly('nothing', fc.constantFrom('isolation', 'patience', 'patience')),
  by: fc.constantFrom('dismissing', 'closing'),
})

/** Short more often than not, so that things collide. */
const wait = fc.oneof(
  { weight: 6, arbitrary: fc.nat({ max: 60 }) },
  { weight: 3, arbitrary: fc.integer({ min: 100, max: 1_200 }) },
  { weight: 1, arbitrary: fc.integer({ min: 2_000, max: 5_000 }) },
)

const peer = fc.nat({ max: 5 })
const engagement = fc.nat({ max: 7 })
const role = mostly('work', fc.constantFrom(...roles))
const group = mostly('world', fc.constantFrom('world', 'lab'))
const patience = mostly<number | undefined>(undefined, fc.nat({ max: 3_000 }))
const command = fc.oneof(fc.constantFrom('echo' as const, 'later' as const), fc.constantFrom(...commands))
const few = fc.integer({ min: 1, max: 3 })

const actions: { readonly [Type in keyof Actions]: fc.Arbitrary<Actions[Type]> } = {
  hire: fc.record({ peer, worker: peer, role, group, patience }),
  ask: fc.record({ engagement, commands: fc.array(command, { minLength: 1, maxLength: 4 }), patience }),
  tell: fc.record({ engagement, command }),
  dismiss: fc.record({ engagement }),
  recruit: fc.record({ peer, role, limit: few, patience: fc.nat({ max: 4_000 }) }),
  delegate: fc.record({ peer, role, commands: fc.array(command, { maxLength: 8 }), limit: few, window: few, patience }),
  enable: fc.record({ peer, role }),
  disable: fc.record({ peer, role }),
  close: fc.record({ peer }),
  crash: fc.record({ peer }),
  restart: fc.record({ peer }),
  suspend: fc.record({ peer }),
  resume: fc.record({ peer }),
  disconnect: fc.record({ one: peer, other: peer }),
  partition: fc.record({ sides: fc.nat({ max: 63 }) }),
  heal: fc.constant({}),
  hostile: fc.record({ kind: fc.constantFrom(...hostile), as: fc.nat({ max: 7 }), target: peer, about: engagement }),
}
