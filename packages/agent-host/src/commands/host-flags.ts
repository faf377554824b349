import { type GroupIri, groupIri, isIri, peerIdOf, type PeerIri } from '@xeerkat/agent-vm'
import { choice, decimal, list, text, toggle, type Values, whole } from '../cli/flags.ts'
import { HostError } from '../errors.ts'
import type { GatewayOptions } from '../host/options.ts'
import type { VisitOptions } from '../host/visit.ts'
import { permitFlags } from './permit-flags.ts'

/** What every command that joins a private network has to show. */
const networkKey = text('FILE', 'join the private network of this key; "agent-host network-key FILE" makes one')

/** Flags of every command that joins the mesh as a host. */
export const hostFlags = {
  roles: list('NAME', 'what to be hired for: ping, monos, a package, or a file such as ./mine.js or ./echo.xml'),
  listen: list('MULTIADDR', 'where to listen; default: every interface, any free port'),
  announce: list('MULTIADDR', 'an address that others are told besides: of a published port, or a public one'),
  bootstrap: list('MULTIADDR', 'a peer to join by, as it prints its addresses'),
  profile: choice(
    ['lab', 'open'],
    'where the mesh lives: in a lab, or among strangers, with libp2p’s own limits and ways through routers',
    'lab',
  ),
  group: list('IRI', 'the group to work in; default: the world'),
  data: text('DIR', 'where to keep identity and queue; default: a directory of this user'),
  'max-hires': whole('N', 'engagements held at once', { fallback: 64, max: 100_000 }),
  threads: whole('N', 'role threads at once, 0 for none; default: the spare cores', { max: 1024 }),
  memory: whole('MIB', 'heap of each role thread', { min: 16, fallback: 2048 }),
  hours: list('HOURS', 'when to be hired, such as "mon-fri 18:00-08:00, sat, sun"; default: always'),
  'hours-zone': text('ZONE', 'the time zone of the hours, such as Europe/Berlin; default: this machine’s'),
  'max-load': decimal('N', 'take no hire while the load average for each core is higher; default: any', { max: 1000 }),
  operator: list('IRI', 'a peer whose shutdown and upgrade are obeyed, as "agent-host operator" prints it'),
  queue: text(
    'NAME',
    'the gateway’s queue: sqlite:FILE, postgres://… or memory:; default: a file in the data directory',
  ),
  ...permitFlags,
  'no-mdns': toggle('do not look for peers in the local network'),
  'network-key': networkKey,
  relay: toggle('relay for peers that cannot reach each other'),
  'no-nice': toggle('keep the normal priority; default: a host without a gateway gives way to whatever else runs here'),
}

/** Flags of every command that looks into the mesh for a while. */
export const visitFlags = {
  bootstrap: list('MULTIADDR', 'a peer to join by; default: a host on this machine, else the local network'),
  group: list('IRI', 'the group to look in; default: the world'),
  'no-mdns': toggle('do not look for peers in the local network'),
  'network-key': networkKey,
}

export function readVisit({
  bootstrap,
  group,
  'no-mdns': noMdns,
  'network-key': key,
}: Values<typeof visitFlags>): VisitOptions {
  const groups = readGroups(group)
  return { bootstrap, mdns: !noMdns, ...(groups && { groups }), ...(key !== undefined && { networkKey: key }) }
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
  return iris.map((iri) => {
    checkPeer(iri, '--operator')
    return iri
  })
}

export function checkPeer(iri: string, what: string): asserts iri is PeerIri {
  if (peerIdOf(iri) === undefined)
    throw new HostError('ERR_USAGE', `${what} takes a peer, urn:libp2p:<peer id>, not "${iri}".`)
}

export function checkIri(iri: string, flag: string, example: string): void {
  if (!isIri(iri)) throw new HostError('ERR_USAGE', `${flag} takes an absolute IRI such as ${example}, not "${iri}".`)
}
