import type { Version } from './frame.ts'
import { type AdKey, groupHash, type GroupHash } from './names.ts'
import type { SignedAd } from './signed-ad.ts'
import type { AdStore } from './store.ts'

export interface Difference {
  /** What the other side lacks or has an older version of. */
  readonly give: readonly SignedAd[]
  /** What this side lacks or has an older version of. */
  readonly want: readonly AdKey[]
}

/**
 * What two peers have to tell each other of these groups. A full side asks for, and is given, only newer versions of
 * what it has: anything else would push out as much as it brings in, and be fetched again the next time.
 */
export function compare(
  store: Pick<AdStore, 'inGroup' | 'get' | 'room'>,
  groups: readonly GroupHash[],
  theirs: readonly Version[],
  theirRoom: number,
): Difference {
  const sequences = new Map(theirs.map(({ key, sequence }) => [key, sequence]))
  const ours = groups.flatMap((group) => store.inGroup(group)).map(({ ad }) => ad)
  const unknownToThem = ours.filter(({ key }) => !sequences.has(key))
  const newerHere = ours.filter(({ key, sequence }) => sequence > (sequences.get(key) ?? Infinity))
  const unknownHere = theirs.filter(({ key }) => store.get(key) === undefined)
  const newerThere = theirs.filter(({ key, sequence }) => sequence > (store.get(key)?.ad.sequence ?? Infinity))
  return {
    give: [...newerHere, ...unknownToThem.slice(0, theirRoom)],
    want: [...newerThere, ...unknownHere.slice(0, store.room())].map(({ key }) => key),
  }
}

/** The ads asked for, but for those of groups that are none of the asker's business. */
export function granted(
  store: Pick<AdStore, 'get'>,
  groups: readonly GroupHash[],
  wanted: readonly AdKey[],
): readonly SignedAd[] {
  return Array.from(new Set(wanted))
    .flatMap((key) => store.get(key)?.ad ?? [])
    .filter((ad) => groups.includes(groupHash(ad.group)))
}
