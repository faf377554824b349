import type { GroupIri } from '@xeerkat/agent-vm'
import { type Gossip, groupTopic } from './gossip.ts'
import { groupHash } from './names.ts'

export interface MembershipDependencies {
  readonly gossip: Gossip | undefined
  /** Told of a group that was not joined before. */
  readonly joined: (group: GroupIri) => void
  readonly left: (group: GroupIri) => void
}

/** The groups this peer is in. Being in one means keeping its ads and passing them on. */
export interface Membership extends Disposable {
  readonly join: (group: GroupIri) => void
  readonly leave: (group: GroupIri) => void
  readonly has: (group: GroupIri) => boolean
  readonly groups: () => readonly GroupIri[]
}

/**
 * @param wholeGroup - Listen to every ad of a group, or only to the kinds that are looked for.
 */
export function createMembership(
  { gossip, joined, left }: MembershipDependencies,
  { wholeGroup }: { readonly wholeGroup: boolean },
): Membership {
  const listenings = new Map<GroupIri, Disposable | undefined>()

  function leave(group: GroupIri): void {
    if (!listenings.has(group)) return
    listenings.get(group)?.[Symbol.dispose]()
    listenings.delete(group)
    left(group)
  }

  return {
    join(group) {
      if (listenings.has(group)) return
      listenings.set(group, wholeGroup ? gossip?.listen(groupTopic(groupHash(group))) : undefined)
      joined(group)
    },
    leave,
    has: (group) => listenings.has(group),
    groups: () => Array.from(listenings.keys()),
    [Symbol.dispose]() {
      for (const listening of listenings.values()) listening?.[Symbol.dispose]()
    },
  }
}
