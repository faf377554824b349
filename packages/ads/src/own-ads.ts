import type { PrivateKey } from '@libp2p/interface'
import { type GroupIri, isIri, type PeerIri } from '@xeerkat/agent-vm'
import type { WallClock } from './clock.ts'
import { AdError } from './errors.ts'
import type { AdLimits } from './limits.ts'
import { type AdKey, adKey } from './names.ts'
import { rejections } from './rejection.ts'
import { seal, type SignedAd, verify } from './signed-ad.ts'

export interface OwnAdsDependencies {
  readonly self: PeerIri
  readonly privateKey: PrivateKey
  readonly clock: WallClock
  /** Where this peer can be dialled now, in binary form. */
  readonly addresses: () => readonly Uint8Array[]
  /** Keeps and tells a new version of an ad, or a goodbye. Resolves when neighbours know. */
  readonly announce: (ad: SignedAd, signal?: AbortSignal) => Promise<void>
}

export interface OwnAdsOptions extends AdLimits {
  /** Own ads at once. Default 64, what others keep of one peer. */
  readonly maxPerPeer: number
}

/** What is said: the rest of an ad follows. */
export interface Statement {
  readonly id: string
  readonly group: GroupIri
  /** UTF-8 XML. */
  readonly document: Uint8Array
  /** Milliseconds. */
  readonly ttl: number
}

/** The ads this peer says itself: renewed in time, until they are withdrawn. */
export interface OwnAds extends Disposable {
  /** @throws AdError `ERR_AD_INVALID` or `ERR_AD_LIMIT` */
  readonly say: (statement: Statement, signal?: AbortSignal) => Promise<SignedAd>
  /** Says goodbye to an ad; to one that is not said, nothing happens. */
  readonly withdraw: (id: string, group: GroupIri, signal?: AbortSignal) => Promise<void>
  readonly renewAll: () => void
  /** Somebody has a later version than this peer: it was signed before a restart, and is overruled. */
  readonly overrule: (ad: SignedAd) => void
  readonly said: () => readonly Statement[]
}

interface Said {
  readonly statement: Statement
  readonly renewal: Disposable
}

export function createOwnAds(
  { self, privateKey, clock, addresses, announce }: OwnAdsDependencies,
  options: OwnAdsOptions,
): OwnAds {
  const ads = new Map<AdKey, Said>()
  const inTurn = createTurns()
  let lastSequence = 0

  async function say(statement: Statement, signal?: AbortSignal): Promise<SignedAd> {
    checkStatement(statement)
    const ad = await inTurn(() => keep(statement))
    await announce(ad, signal)
    return ad
  }

  async function keep(statement: Statement): Promise<SignedAd> {
    const key = adKey(self, statement.group, statement.id)
    if (!ads.has(key) && ads.size >= options.maxPerPeer)
      throw new AdError('ERR_AD_LIMIT', `A peer has at most ${options.maxPerPeer} ads; withdraw one first.`)
    const ad = await sign(statement, false)
    forget(key)
    ads.set(key, { statement, renewal: clock.after(renewalDelay(statement), () => renew(key)) })
    return ad
  }

  async function withdraw(id: string, group: GroupIri, signal?: AbortSignal): Promise<void> {
    const goodbye = await inTurn(async () => {
      const key = adKey(self, group, id)
      const said = ads.get(key)
      forget(key)
      return said && sign(said.statement, true)
    })
    if (goodbye !== undefined) await announce(goodbye, signal)
  }

  async function sign({ id, group, document, ttl }: Statement, withdrawn: boolean): Promise<SignedAd> {
    const now = clock.now()
    // The wall clock, so that a restarted peer is believed at once; never the same number twice.
    lastSequence = Math.max(now, lastSequence + 1)
    const record = {
      id,
      group,
      sequence: lastSequence,
      expires: now + ttl,
      document,
      addresses: addresses().slice(0, options.maxAddresses),
      withdrawn,
    }
    const verdict = await verify(await seal(record, privateKey), { ...options, now })
    if (verdict.ok) return verdict.ad
    const { meaning } = rejections[verdict.reason]
    throw new AdError('ERR_AD_INVALID', `Others would not take the ad ${id} (${verdict.reason}): ${meaning}.`)
  }

  /** Cannot fail for what it says, for that was said before; whom it does not reach hears the next one. */
  function renew(key: AdKey): void {
    inTurn(async () => {
      const said = ads.get(key)
      return said && keep(said.statement)
    })
      .then((ad) => ad && announce(ad))
      .catch(() => {})
  }

  /** Said in an earlier life and no more: others should not wait for it to expire. */
  function disown({ id, group, document, expires }: SignedAd): void {
    inTurn(() => sign({ id, group, document: document.bytes, ttl: expires - clock.now() }, true))
      .then((goodbye) => announce(goodbye))
      .catch(() => {})
  }

  function forget(key: AdKey): void {
    ads.get(key)?.renewal[Symbol.dispose]()
    ads.delete(key)
  }

  return {
    say,
    withdraw,
    renewAll() {
      for (const key of ads.keys()) renew(key)
    },
    overrule(ad) {
      lastSequence = Math.max(lastSequence, ad.sequence)
      if (ads.has(ad.key)) renew(ad.key)
      else if (!ad.withdrawn) disown(ad)
    },
    said: () => Array.from(ads.values(), ({ statement }) => statement),
    [Symbol.dispose]() {
      for (const key of ads.keys()) forget(key)
    },
  }
}

function checkStatement({ id, group, ttl }: Statement): void {
  for (const iri of [id, group])
    if (!isIri(iri)) throw new AdError('ERR_AD_INVALID', `"${iri.slice(0, 80)}" is no absolute IRI.`)
  if (!(Number.isSafeInteger(ttl) && ttl >= 1000))
    throw new AdError('ERR_AD_INVALID', `An ad lives for whole milliseconds, at least 1,000; ${ttl} is not.`)
}

/** At half its life, so that one lost renewal costs nothing; a little before, so that not all peers speak at once. */
function renewalDelay({ ttl }: Statement): number {
  return (ttl / 2) * (0.9 + Math.random() * 0.1)
}

/** One after the other: what is signed later is kept later. */
function createTurns(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (task) => {
    const result = last.then(task)
    last = result.catch(() => {})
    return result
  }
}
