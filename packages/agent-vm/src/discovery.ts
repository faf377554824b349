import type { GroupIri, PeerIri, PipeIri, RoleIri } from './iris.ts'
import type { Cancel } from './pipe.ts'

/** The paper's agent advertisement (Example 3): which peer plays which roles, and the pipe to reach it. */
export interface Advertisement {
  /** Stable for one agent, so that a newer ad replaces the older. */
  readonly id: string
  readonly peer: PeerIri
  readonly pipe: PipeIri
  /** In the order of the ad. */
  readonly types: readonly RoleIri[]
  readonly group: GroupIri
}

export interface Query {
  readonly role: RoleIri
  /** Default: the world. */
  readonly group?: GroupIri
}

/** Says what this peer can do, and finds who can do what. */
export interface Discovery {
  readonly publish: (ad: Advertisement, options?: Cancel) => Promise<void>
  /** Known ones first, then new ones as they come, until the signal aborts. An updated ad is yielded again. */
  readonly find: (query: Query, options?: Cancel) => AsyncIterable<Advertisement>
}
