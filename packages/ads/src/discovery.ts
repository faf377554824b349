import type { PrivateKey } from '@libp2p/interface'
import { type Advertisement, type Cancel, type GroupIri, isIri, peerIri, type Query, WORLD } from '@xeerkat/agent-vm'
import { clark, type Document, type QName } from '@xeerkat/xml'
import { writeAgentAd } from './ad.ts'
import type { AdDiscovery, GroupOptions, KnownQuery, PublishAdOptions } from './ad-discovery.ts'
import { exportAd, parseExportedAd } from './bearer.ts'
import { type WallClock, wallClock } from './clock.ts'
import { AdError } from './errors.ts'
import type { AdObserver, KnownAd } from './events.ts'
import { assemble } from './assembly.ts'
import { topicOf } from './names.ts'
import type { AdNode } from './node.ts'
import { type AssemblyOptions, settingsOf } from './options.ts'
import { rejections } from './rejection.ts'
import type { Entry } from './store.ts'

export interface DiscoveryDependencies {
  /** A started libp2p node; its DHT, if it has one, was given `dhtRecordRules()`. */
  readonly node: AdNode
  /** The node's own: ads are signed with it. */
  readonly privateKey: PrivateKey
  readonly clock?: WallClock
  readonly observe?: AdObserver
}

export interface DiscoveryOptions extends AssemblyOptions {
  /** Groups joined from the start. Default: the world. */
  readonly groups?: readonly GroupIri[]
  /** Milliseconds an ad lives unless it is renewed, which is done at half of it. Default 10 minutes. */
  readonly ttl?: number
  /** Milliseconds for saying goodbye when disposed. Default 500. */
  readonly goodbye?: number
}

/**
 * Says what this peer can do and finds who can do what, four ways: DHT records under the peer, DHT provider records
 * under each role, gossip, and what neighbours tell each other. Any of them alone is enough.
 */
export async function createDiscovery(
  { node, privateKey, clock = wallClock, observe = () => {} }: DiscoveryDependencies,
  { groups = [WORLD], ttl = 10 * 60_000, goodbye = 500, ...options }: DiscoveryOptions = {},
): Promise<AdDiscovery> {
  const self = peerIri(node.peerId.toString())
  const parts = await assemble({ node, privateKey, clock, observe, self }, groups, settingsOf(options))
  const { store, own, membership, searches, watches, accept, limits } = parts
  let closed = false

  function checkOpen(signal?: AbortSignal): void {
    signal?.throwIfAborted()
    if (closed) throw new AdError('ERR_ADS_CLOSED', 'This discovery was disposed of.')
  }

  async function publish(ad: Advertisement, { signal }: Cancel = {}): Promise<void> {
    checkOpen(signal)
    if (ad.peer !== self) throw new AdError('ERR_AD_NOT_OURS', `${self} cannot sign an ad for ${ad.peer}.`)
    await say(writeAgentAd(ad, limits), { id: ad.id, group: ad.group, ...(signal && { signal }) })
  }

  async function publishAd(document: Document, options: PublishAdOptions): Promise<void> {
    checkOpen(options.signal)
    await say(document, options)
  }

  async function say(document: Document, { id, ttl: life = ttl, group = WORLD, signal }: PublishAdOptions) {
    join(group)
    await own.say({ id, group, document: document.bytes, ttl: life }, signal)
  }

  async function* find({ role, group = WORLD }: Query, { signal }: Cancel = {}): AsyncGenerator<Advertisement> {
    for await (const { ad } of seek(group, role, signal)) if (ad.agent) yield ad.agent
  }

  async function* onAd(name: QName, { group = WORLD, signal }: GroupOptions = {}): AsyncGenerator<KnownAd> {
    for await (const entry of seek(group, clark(name), signal)) yield knownAd(entry)
  }

  async function* seek(group: GroupIri, kind: string, signal?: AbortSignal): AsyncGenerator<Entry> {
    if (closed || signal?.aborted === true) return
    const topic = topicOf(group, kind)
    using _search = searches.begin(group, kind)
    using watch = watches.open(topic)
    for (const entry of nearestFirst(store.matching(topic))) watch.offer(entry)
    const end = () => watch[Symbol.dispose]()
    signal?.addEventListener('abort', end)
    try {
      yield* watch.entries
    } finally {
      signal?.removeEventListener('abort', end)
    }
  }

  function known({ role, name, group, peer }: KnownQuery = {}): readonly KnownAd[] {
    const wanted = store
      .live()
      .filter(
        ({ ad }) =>
          (role === undefined || ad.agent?.types.includes(role) === true) &&
          (name === undefined || ad.name === clark(name)) &&
          (group === undefined || ad.group === group) &&
          (peer === undefined || ad.peer === peer),
      )
    return nearestFirst(wanted).map(knownAd)
  }

  function nearestFirst(entries: readonly Entry[]): readonly Entry[] {
    const connected = new Set(node.getConnections().map(({ remotePeer }) => remotePeer.toString()))
    const distance = ({ ad }: Entry) => (ad.peer === self ? 2 : connected.has(ad.peerId.toString()) ? 0 : 1)
    return entries.toReversed().sort((a, b) => distance(a) - distance(b))
  }

  async function importAd(text: string): Promise<KnownAd> {
    checkOpen()
    const bytes = parseExportedAd(text)
    const accepted = await accept(bytes, { way: 'import' })
    if (!('ad' in accepted))
      throw new AdError('ERR_AD_REJECTED', `The ad is not to be believed: ${rejections[accepted.reason].meaning}.`)
    if (accepted.outcome === 'foreign-group')
      throw new AdError('ERR_AD_REJECTED', `The ad is of the group ${accepted.ad.group}; join it first.`)
    const entry = store.get(accepted.ad.key)
    if (entry === undefined || entry.ad.withdrawn)
      throw new AdError('ERR_AD_REJECTED', `The ad ${accepted.ad.id} was withdrawn, or there is no room for it.`)
    return knownAd(entry)
  }

  function join(group: GroupIri): void {
    if (!isIri(group)) throw new AdError('ERR_AD_INVALID', `A group is named by an absolute IRI; "${group}" is none.`)
    membership.join(group)
  }

  async function leave(group: GroupIri): Promise<void> {
    for (const statement of own.said().filter((said) => said.group === group)) await own.withdraw(statement.id, group)
    membership.leave(group)
  }

  async function dispose(): Promise<void> {
    if (closed) return
    closed = true
    const signal = AbortSignal.timeout(goodbye)
    await Promise.all(own.said().map(({ id, group }) => own.withdraw(id, group, signal)))
    await parts[Symbol.asyncDispose]()
  }

  return {
    publish,
    publishAd,
    find,
    onAd,
    known,
    exportAd,
    importAd,
    leave,
    async withdraw(id, { group = WORLD, signal } = {}) {
      checkOpen(signal)
      await own.withdraw(id, group, signal)
    },
    join,
    groups: membership.groups,
    [Symbol.asyncDispose]: dispose,
  }
}

function knownAd({ ad, source }: Entry): KnownAd {
  return { ...ad, source }
}
