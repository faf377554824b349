import type { PeerId } from '@libp2p/interface'
import type { GroupIri } from '@xeerkat/agent-vm'
import type { WallClock } from './clock.ts'
import type { DhtWay } from './dht.ts'
import type { Exchange } from './exchange.ts'
import { type Gossip, kindTopic } from './gossip.ts'
import { groupHash, type Topic, topicOf } from './names.ts'
import { pause } from './pause.ts'
import { sample } from './random.ts'

export interface SearchDependencies {
  readonly clock: WallClock
  readonly gossip: Gossip | undefined
  readonly dht: DhtWay | undefined
  readonly exchange: Pick<Exchange, 'query'>
  readonly neighbours: () => readonly PeerId[]
  /** Does somebody else's ad lie here under this topic? */
  readonly found: (topic: Topic) => boolean
  /** Are all ads of this group told to this peer anyway? */
  readonly hearsAll: (group: GroupIri) => boolean
  /** Told when the first search in a group begins. */
  readonly sought: (group: GroupIri) => void
  /** Told when the last search in a group is over. */
  readonly forgotten: (group: GroupIri) => void
  readonly trouble: (error: unknown) => void
}

export interface SearchOptions {
  /** Neighbours asked at once. Default 8. */
  readonly maxAsked: number
  /** Milliseconds for a neighbour's answer. Default 1,000. */
  readonly askDeadline: number
  /** Milliseconds in which neighbours and gossip may come up with something before the DHT is asked. Default 500. */
  readonly patience: number
  /** Milliseconds from the first round to the second while nothing is found; twice as long after each. Default 1,000. */
  readonly again: number
  /** Milliseconds between two rounds at most. Default 30,000. */
  readonly seldom: number
  /** Milliseconds a search goes on after the last one who wanted it left: another often follows. Default 30,000. */
  readonly linger: number
}

export const defaultSearchOptions: SearchOptions = {
  maxAsked: 8,
  askDeadline: 1000,
  patience: 500,
  again: 1000,
  seldom: 30_000,
  linger: 30_000,
}

/**
 * The active part of looking for a kind of ad. However many look for the same, the network is asked once: nobody if
 * there is something in the cache, then neighbours while gossip is listened to, and the DHT if that gave nothing.
 */
export interface Searches extends Disposable {
  /** Goes on until what is returned is disposed. */
  readonly begin: (group: GroupIri, kind: string) => Disposable
  readonly groups: () => readonly GroupIri[]
}

interface Search {
  readonly group: GroupIri
  readonly end: () => void
  seekers: number
  lingering?: Disposable
}

export function createSearches(
  dependencies: SearchDependencies,
  options: SearchOptions = defaultSearchOptions,
): Searches {
  const { clock, gossip, hearsAll, sought, forgotten } = dependencies
  const searches = new Map<Topic, Search>()

  function begin(group: GroupIri, kind: string): Disposable {
    const topic = topicOf(group, kind)
    const search = searches.get(topic) ?? start(group, kind, topic)
    search.lingering?.[Symbol.dispose]()
    search.seekers++
    let wanted = true
    return {
      [Symbol.dispose]() {
        if (wanted) leave(topic, search)
        wanted = false
      },
    }
  }

  function start(group: GroupIri, kind: string, topic: Topic): Search {
    const ending = new AbortController()
    // Where every ad of the group is heard anyway, a topic for this kind would only bring the same twice.
    const listening = hearsAll(group) ? undefined : gossip?.listen(kindTopic(groupHash(group), topic))
    const search: Search = {
      group,
      seekers: 0,
      end() {
        ending.abort()
        listening?.[Symbol.dispose]()
        searches.delete(topic)
        if (!groups().includes(group)) forgotten(group)
      },
    }
    const first = !groups().includes(group)
    searches.set(topic, search)
    if (first) sought(group)
    void look(dependencies, options, { group, kind, topic }, ending.signal)
    return search
  }

  function leave(topic: Topic, search: Search): void {
    search.seekers--
    if (search.seekers === 0 && searches.get(topic) === search)
      search.lingering = clock.after(options.linger, () => search.end())
  }

  function groups(): readonly GroupIri[] {
    return Array.from(new Set(Array.from(searches.values(), ({ group }) => group)))
  }

  return {
    begin,
    groups,
    [Symbol.dispose]() {
      for (const search of searches.values()) {
        search.lingering?.[Symbol.dispose]()
        search.end()
      }
    },
  }
}

interface Sought {
  readonly group: GroupIri
  readonly kind: string
  readonly topic: Topic
}

/** Round after round while nothing is found, less and less often; gossip is listened to all the time. */
async function look(
  { clock, dht, exchange, neighbours, found, trouble }: SearchDependencies,
  { maxAsked, askDeadline, patience, again, seldom }: SearchOptions,
  { group, kind, topic }: Sought,
  signal: AbortSignal,
): Promise<void> {
  let walking = false
  for (let wait = again; !signal.aborted; wait = Math.min(wait * 2, seldom)) {
    if (!found(topic)) {
      askNeighbours()
      await pause(clock, patience, signal)
    }
    if (!found(topic) && !walking) void walk()
    await pause(clock, wait, signal)
  }

  function askNeighbours(): void {
    for (const peer of sample(neighbours(), maxAsked)) {
      const deadline = AbortSignal.any([signal, AbortSignal.timeout(askDeadline)])
      exchange.query(peer, topic, 'neighbour', deadline).catch(trouble)
    }
  }

  /** Takes its time, in which neighbours are asked again. */
  async function walk(): Promise<void> {
    walking = true
    await dht?.lookup(group, kind, signal)
    walking = false
  }
}
