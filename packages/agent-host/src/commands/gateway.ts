import { defineCommand } from '../cli/command.ts'
import { text } from '../cli/flags.ts'
import { gatewayFlags, readGateway } from './gateway-flags.ts'
import { hostFlags, readAddress } from './host-flags.ts'
import { runHost } from './run-host.ts'

export const gatewayCommand = defineCommand({
  name: 'gateway',
  summary: 'Run a gateway peer: HTTP consumers in, the mesh out.',
  flags: { ...hostFlags, ...gatewayFlags, port: text('[HOST:]PORT', 'where to listen for consumers', '8080') },
  examples: [
    ['agent-host gateway', 'on http://127.0.0.1:8080'],
    ['agent-host gateway --port 0.0.0.0:8080', 'for consumers on other machines too'],
    ['agent-host gateway --queue postgres://…', 'one of several gateways that share a queue'],
    ['agent-host gateway --consumers consumers --rate 5', 'for those whose keys are in a file, so often'],
    ['agent-host gateway --trust-proxy 127.0.0.1', 'behind a proxy, which says whose requests they are'],
    ['agent-host gateway --front submit=./submit.xml', 'with a front end that is an XML pipeline'],
  ],
  run: (values, _args, io) => runHost(values, { ...readAddress(values.port, '--port'), ...readGateway(values) }, io),
})
