import { AGENT_2026 } from '@xeerkat/agent-vm'
import { attribute, childElements, type Document, element } from '@xeerkat/xml'
import { defineCommand, EXIT_DONE, EXIT_FAILED, type Io } from '../cli/command.ts'
import { HostError } from '../errors.ts'
import { type HostReport, runningHosts } from '../host/control.ts'
import { describeAvailability } from '../host/log.ts'
import { readVisit, visitFlags } from './host-flags.ts'
import { instruct, peerArgument } from './operate.ts'
import { PROGRAM } from '../program.ts'

const STATUS = { namespace: AGENT_2026, localName: 'status' }

export const statusCommand = defineCommand({
  name: 'status',
  summary: 'Show the hosts of this user that run on this machine, or what a host anywhere says of itself.',
  arguments: '[PEER]',
  flags: visitFlags,
  examples: [
    ['agent-host status', 'a paragraph for each host'],
    ['agent-host status --json', 'a JSON object for each host'],
    ['agent-host status urn:libp2p:12D3Koo…', 'the roles and contracts of a host elsewhere'],
  ],
  async run({ json, ...where }, args, io) {
    if (args.length === 0) return local(json, io)
    const peer = peerArgument('status', args)
    const status = readStatus(await instruct(peer, element(STATUS), readVisit(where), io.signal))
    io.out(json ? JSON.stringify(status) : remoteParagraph(status))
    return EXIT_DONE
  },
})

async function local(json: boolean, io: Io): Promise<number> {
  const hosts = await runningHosts()
  for (const host of hosts) io.out(json ? JSON.stringify(host) : paragraph(host))
  if (hosts.length === 0) io.log(`No host runs. Start one with "${PROGRAM} --roles ping".`)
  return hosts.length === 0 ? EXIT_FAILED : EXIT_DONE
}

/** What both kinds of hosts are shown by. */
interface Shown {
  readonly peer: string
  readonly roles: readonly string[]
  readonly contracts: readonly {
    readonly side: string
    readonly role: string
    readonly peer: string
    readonly open: number
  }[]
}

interface RemoteStatus extends Shown {
  readonly draining: boolean
  readonly maxHires: number
  readonly groups: readonly string[]
}

function readStatus(answer: Document): RemoteStatus {
  const tree = answer.tree()
  if (tree.namespace !== STATUS.namespace || tree.localName !== STATUS.localName)
    throw new HostError('ERR_NOT_OBEYED', `The peer does not say its status, but: ${answer.text.slice(0, 200)}`)
  const text = (of: Parameters<typeof attribute>[0], name: string): string => attribute(of, name) ?? ''
  const each = (localName: string) => childElements(tree, { namespace: STATUS.namespace, localName })
  return {
    peer: text(tree, 'peer'),
    draining: text(tree, 'draining') === 'true',
    maxHires: Number(text(tree, 'max-hires')),
    groups: each('group').map((group) => text(group, 'iri')),
    roles: each('role').map((role) => text(role, 'iri')),
    contracts: each('contract').map((contract) => ({
      side: text(contract, 'side'),
      role: text(contract, 'role'),
      peer: text(contract, 'peer'),
      open: Number(text(contract, 'open')),
    })),
  }
}

function remoteParagraph(status: RemoteStatus): string {
  const { peer, draining, maxHires, groups } = status
  return [
    peer,
    `  hires      ${draining ? 'none: it is about to end' : `at most ${maxHires} at once`}`,
    ...groups.map((group) => `  group      ${group}`),
    ...rolesAndContracts(status),
  ].join('\n')
}

function paragraph(host: HostReport): string {
  const { peer, pid, started, data, gateway, networkKey, availability, addresses, peers } = host
  return [
    peer,
    `  process    ${pid}, since ${started}`,
    `  data       ${data}`,
    `  gateway    ${gateway ?? 'none'}`,
    ...(networkKey === null ? [] : [`  network    private, of ${networkKey}`]),
    `  to hire    ${describeAvailability(availability)}`,
    ...addresses.map((address) => `  address    ${address}`),
    `  connected  to ${peers} ${peers === 1 ? 'peer' : 'peers'}`,
    ...rolesAndContracts(host),
  ].join('\n')
}

function rolesAndContracts({ roles, contracts }: Shown): readonly string[] {
  return [
    ...roles.map((role) => `  role       ${role}`),
    ...contracts.map(({ side, role, peer, open }) => `  contract   ${side} of ${peer} for ${role}, ${open} open`),
  ]
}
