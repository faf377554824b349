import { arch, availableParallelism, platform, totalmem } from 'node:os'
import { AGENT_2026, type PeerIri, type Status } from '@xeerkat/agent-vm'
import { attribute, type Document, element, type QName } from '@xeerkat/xml'
import type { Availability } from '../availability/availability.ts'

/** The advertisement of the machine behind a peer: how busy it is, and whether it is to be hired (schema/agent-2026.xsd). */
export const HOST: QName = { namespace: AGENT_2026, localName: 'host' }

const MEBIBYTE = 2 ** 20

export function hostAdId(peer: PeerIri): string {
  return `${peer}/host`
}

export function writeHostAd({ peer, maxHires, contracts }: Status, { available, until }: Availability): Document {
  const held = contracts.filter(({ side }) => side === 'worker').length
  return element(HOST, {
    id: hostAdId(peer),
    peer,
    available,
    until,
    slots: maxHires,
    free: Math.max(0, maxHires - held),
    cores: availableParallelism(),
    memory: Math.floor(totalmem() / MEBIBYTE),
    platform: `${platform()}-${arch()}`,
    version: process.versions.node,
  })
}

/** Whether a stranger's ad says that its host is not to be hired now. */
export function saysAway(ad: Document): boolean {
  const available = attribute(ad, 'available')
  return available === 'false' || available === '0'
}
