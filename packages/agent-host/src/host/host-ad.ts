import { arch, availableParallelism, platform, totalmem } from 'node:os'
import { AGENT_2026, type PeerIri, type Status } from '@xeerkat/agent-vm'
import { type Document, element } from '@xeerkat/xml'

const MEBIBYTE = 2 ** 20

export function hostAdId(peer: PeerIri): string {
  return `${peer}/host`
}

/** The advertisement of the machine behind a peer and how busy it is (schema/agent-2026.xsd). */
export function writeHostAd({ peer, maxHires, contracts }: Status): Document {
  const held = contracts.filter(({ side }) => side === 'worker').length
  return element(
    { namespace: AGENT_2026, localName: 'host' },
    {
      id: hostAdId(peer),
      peer,
      slots: maxHires,
      free: Math.max(0, maxHires - held),
      cores: availableParallelism(),
      memory: Math.floor(totalmem() / MEBIBYTE),
      platform: `${platform()}-${arch()}`,
      version: process.versions.node,
    },
  )
}
