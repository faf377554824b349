import type { AdDiscovery } from '@xeerkat/ads'
import { type GroupIri, pipeIri, type Vm } from '@xeerkat/agent-vm'
import type { Document } from '@xeerkat/xml'
import type { Availability } from '../availability/availability.ts'
import { hostAdId, writeHostAd } from './host-ad.ts'
import { serviceAdId, writeServiceAd } from './service-ad.ts'

export interface AdvertsDependencies {
  readonly discovery: Pick<AdDiscovery, 'publish' | 'publishAd' | 'withdraw'>
  readonly vm: Pick<Vm, 'self' | 'describe' | 'status'>
  readonly availability: () => Availability
  readonly onTrouble: (error: unknown) => void
}

export interface AdvertsOptions {
  readonly groups: readonly GroupIri[]
  /** Least milliseconds between two versions of the ad that says how busy this host is. Default 2000. */
  readonly pace?: number
}

/** What this host says of itself: which roles it plays, what they accept, and how busy it is. */
export interface Adverts extends Disposable {
  /** Says what has changed since the last time; resolves when it is said. */
  readonly refresh: () => Promise<void>
  /** A hire began or ended: soon says how many are free. */
  readonly busier: () => void
  /** Says at once whether this host is to be hired. */
  readonly sayAvailable: () => void
}

export function createAdverts(
  { discovery, vm, availability, onTrouble }: AdvertsDependencies,
  { groups, pace = 2000 }: AdvertsOptions,
): Adverts {
  /** Documents by ad id, as they were said last. */
  const said = new Map<string, string>()
  let timer: NodeJS.Timeout | undefined
  let last: Promise<void> = Promise.resolve()

  async function sayAll(): Promise<void> {
    const roles = vm.describe()
    const services = roles.map((role) => [serviceAdId(vm.self, role.iri), writeServiceAd(vm.self, role)] as const)
    const wanted = new Map<string, Document>([
      ...services.flatMap(([id, document]) => (document === undefined ? [] : [[id, document] as const])),
      [hostAdId(vm.self), hostAd()],
    ])
    await Promise.all([
      sayRoles(roles.map(({ iri }) => iri)),
      ...Array.from(wanted, ([id, document]) => say(id, document)),
      ...Array.from(said.keys(), (id) => (wanted.has(id) || id === agentId() ? undefined : unsay(id))),
    ])
  }

  async function sayRoles(types: ReturnType<Vm['describe']>[number]['iri'][]): Promise<void> {
    const id = agentId()
    if (!changed(id, types.join(' '))) return
    await inGroups((group) => discovery.publish({ id, peer: vm.self, pipe: pipeIri(vm.self), types, group }))
  }

  function sayHost(): void {
    last = last.then(() => say(hostAdId(vm.self), hostAd())).catch(onTrouble)
  }

  function hostAd(): Document {
    return writeHostAd(vm.status(), availability())
  }

  async function say(id: string, document: Document): Promise<void> {
    if (changed(id, document.text)) await inGroups((group) => discovery.publishAd(document, { id, group }))
  }

  async function unsay(id: string): Promise<void> {
    said.delete(id)
    await inGroups((group) => discovery.withdraw(id, { group }))
  }

  function changed(id: string, now: string): boolean {
    if (said.get(id) === now) return false
    said.set(id, now)
    return true
  }

  async function inGroups(speak: (group: GroupIri) => Promise<void>): Promise<void> {
    await Promise.all(groups.map(speak))
  }

  function agentId(): string {
    return `${vm.self}/agent`
  }

  return {
    // One after the other, so that an older word never comes after a newer one.
    refresh: () => (last = last.then(sayAll).catch(onTrouble)),
    busier() {
      timer ??= setTimeout(() => {
        timer = undefined
        sayHost()
      }, pace).unref()
    },
    sayAvailable: sayHost,
    [Symbol.dispose]: () => clearTimeout(timer),
  }
}
