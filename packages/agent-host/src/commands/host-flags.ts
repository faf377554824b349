import { type GroupIri, groupIri, isIri, peerIdOf, type PeerIri } from '@xeerkat/agent-vm'
import { list, text, toggle, whole } from '../cli/flags.ts'
import { HostError } from '../errors.ts'
import type { GatewayOptions } from '../host/options.ts'

/** Flags of every command that joins the mesh as a host. */
export const hostFlags = {
  roles: list('NAME', 'what to be hired for: ping, a package, or a file such as ./mine.js'),
  listen: list('MULTIADDR', 'where to listen; default: every interface, any free port'),
  bootstrap: list('MULTIADDR', 'a peer to join by, as it prints its addresses'),
  group: list('IRI', 'the group to work in; default: the world'),
  data: text('DIR', 'where to keep identity and queue; default: a directory of this user'),
  'max-hires': whole('N', 'engagements held at once', { fallback: 64, max: 100_000 }),
  threads: whole('N', 'role threads at once, 0 for none; default: the spare cores', { max: 1024 }),
  memory: whole('MIB', 'heap of each role thread', { min: 16, fallback: 2048 }),
  operator: list('IRI', 'a peer whose shutdown is obeyed'),
  queue: text(
    'NAME',
    'the gateway’s queue: sqlite:FILE, postgres://… or memory:; default: a file in the data directory',
  ),
  'no-mdns': toggle('do not look for peers in the local network'),
  relay: toggle('relay for peers that cannot reach each other'),
  'no-nice': toggle('keep the normal priority; default: a host without a gateway gives way to whatever else runs here'),
}

/** `8080`, `0.0.0.0:8080`, `[::1]:8080`. @throws HostError `ERR_USAGE` */
export function readAddress(text: string, flag: string): GatewayOptions {
  const [, bracketed, host = bracketed, digits = ''] = /^(?:(?:\[([^\]]+)\]|([^:]+)):)?(\d{1,5})$/.exec(text) ?? []
  const port = Number(digits)
  if (digits === '' || port > 65_535)
    throw new HostError('ERR_USAGE', `${flag} takes [HOST:]PORT, such as 8080 or 0.0.0.0:8080, not "${text}".`)
  return { port, ...(host !== undefined && { host }) }
}

export function readGroups(iris: readonly string[]): readonly GroupIri[] | undefined {
  for (const iri of iris) checkIri(iri, '--group', 'urn:example:lab')
  return iris.length === 0 ? undefined : iris.map(groupIri)
}

export function readPeers(iris: readonly string[]): readonly PeerIri[] {
  for (const iri of iris)
    if (peerIdOf(iri) === undefined)
      throw new HostError('ERR_USAGE', `--operator takes a peer, urn:libp2p:<peer id>, not "${iri}".`)
  return iris as readonly PeerIri[] // each was just checked
}

export function checkIri(iri: string, flag: string, example: string): void {
  if (!isIri(iri)) throw new HostError('ERR_USAGE', `${flag} takes an absolute IRI such as ${example}, not "${iri}".`)
}
