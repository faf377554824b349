import type { Hostile } from './hostile.ts'
import type { Command, RoleName } from './roles.ts'

/** A random world and what happens in it; plain data, so that a failing one can be read. */
export interface History {
  readonly seed: number
  readonly peers: readonly PeerPlan[]
  readonly faults: {
    readonly delay: readonly [from: number, to: number]
    readonly loss: number
    readonly duplication: number
    /** More than a pipe does; but large documents go their own way. */
    readonly reordering: number
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

export type Group = 'world' | 'lab'

export const policies = ['willing', 'busy', 'throws', 'rejects', 'slow', 'too-slow', 'never', 'nonsense'] as const
export type PolicyName = (typeof policies)[number]

export interface Step {
  /** Simulated milliseconds before it. */
  readonly wait: number
  readonly action: Action
}

/** What can happen. Peers and engagements are numbered, and counted round: every number means one. */
export interface Actions {
  readonly hire: OfPeer & { readonly worker: number; readonly role: RoleName; readonly group: Group } & Fickle
  readonly ask: InEngagement & { readonly commands: readonly Command[] } & Fickle
  readonly tell: InEngagement & { readonly command: Command }
  readonly dismiss: InEngagement
  readonly recruit: OfPeer & { readonly role: RoleName; readonly limit: number } & Fickle
  readonly delegate: OfPeer & {
    readonly role: RoleName
    readonly commands: readonly Command[]
    readonly limit: number
    readonly window: number
  } & Fickle
  readonly enable: OfPeer & { readonly role: RoleName }
  readonly disable: OfPeer & { readonly role: RoleName }
  readonly close: OfPeer
  readonly crash: OfPeer
  readonly restart: OfPeer
  readonly suspend: OfPeer
  readonly resume: OfPeer
  readonly disconnect: { readonly one: number; readonly other: number }
  /** Bit by bit: who is on which side. */
  readonly partition: { readonly sides: number }
  readonly heal: object
  /** Messages no honest VM would send; `as` is who sends them, past the number of peers a stranger. */
  readonly hostile: { readonly kind: Hostile; readonly as: number; readonly target: number; readonly about: number }
}

export type Action = { [Type in keyof Actions]: { readonly type: Type } & Actions[Type] }[keyof Actions]

interface OfPeer {
  readonly peer: number
}

interface InEngagement {
  readonly engagement: number
}

/** Changes its mind after so many milliseconds, if at all. */
interface Fickle {
  readonly patience: number | undefined
}

/** How a history comes to rest. */
export interface Ending {
  /** Before that: cut every peer off until all leases have run out, or wait in peace for whatever can be answered. */
  readonly first: 'nothing' | 'isolation' | 'patience'
  readonly by: 'dismissing' | 'closing'
}
