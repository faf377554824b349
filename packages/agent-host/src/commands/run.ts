import { defineCommand } from '../cli/command.ts'
import { text } from '../cli/flags.ts'
import { HostError } from '../errors.ts'
import { gatewayFlagIn, gatewayFlags, readGateway } from './gateway-flags.ts'
import { hostFlags, readAddress } from './host-flags.ts'
import { runHost } from './run-host.ts'

export const runCommand = defineCommand({
  name: 'run',
  summary: 'Run a host: join the mesh, advertise roles, be hired (the default).',
  flags: {
    ...hostFlags,
    ...gatewayFlags,
    gateway: text('[HOST:]PORT', 'take documents from HTTP consumers there; 0 takes any free port'),
  },
  examples: [
    ['agent-host --roles ping', 'join the mesh of the local network and be hired for ping'],
    ['agent-host --roles ping --gateway 8080', 'the same, and take documents over HTTP'],
    ['agent-host --roles ./mine.js', 'play a role of your own, in threads'],
    ['agent-host --roles ./echo.xml', 'the same for a role that is an XML pipeline'],
    ['agent-host --roles ping --bootstrap /ip4/192.0.2.7/tcp/4001', 'join by a peer elsewhere'],
  ],
  async run(values, _args, io) {
    const { gateway } = values
    const own = readGateway(values)
    const idle = gatewayFlagIn(values)
    if (gateway === undefined && idle !== undefined)
      throw new HostError('ERR_USAGE', `--${idle} needs a gateway: add --gateway 8080.`)
    return runHost(values, gateway === undefined ? undefined : { ...readAddress(gateway, '--gateway'), ...own }, io)
  },
})
