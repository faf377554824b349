import { defineCommand, EXIT_DONE, EXIT_FAILED } from '../cli/command.ts'
import { type HostReport, runningHosts } from '../host/control.ts'

export const statusCommand = defineCommand({
  name: 'status',
  summary: 'Show the hosts of this user that run on this machine.',
  flags: {},
  examples: [
    ['agent-host status', 'a paragraph for each host'],
    ['agent-host status --json', 'a JSON object for each host'],
  ],
  async run({ json }, _args, io) {
    const hosts = await runningHosts()
    for (const host of hosts) io.out(json ? JSON.stringify(host) : paragraph(host))
    if (hosts.length === 0) io.log('No host runs. Start one with "agent-host --roles ping".')
    return hosts.length === 0 ? EXIT_FAILED : EXIT_DONE
  },
})

function paragraph({ peer, pid, started, data, gateway, addresses, roles, peers, contracts }: HostReport): string {
  return [
    peer,
    `  process    ${pid}, since ${started}`,
    `  data       ${data}`,
    `  gateway    ${gateway ?? 'none'}`,
    ...addresses.map((address) => `  address    ${address}`),
    ...roles.map((role) => `  role       ${role}`),
    `  connected  to ${peers} ${peers === 1 ? 'peer' : 'peers'}`,
    ...contracts.map(
      ({ side, role, peer: other, open }) => `  contract   ${side} of ${other} for ${role}, ${open} open`,
    ),
  ].join('\n')
}
