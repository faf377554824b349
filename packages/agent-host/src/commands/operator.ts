import { peerIri } from '@xeerkat/agent-vm'
import { defineCommand, EXIT_DONE } from '../cli/command.ts'
import { operatorKey } from './operate.ts'

export const operatorCommand = defineCommand({
  name: 'operator',
  summary: 'Print the name under which this user gives orders to hosts.',
  flags: {},
  examples: [
    ['agent-host operator', 'print that name; its key is made the first time'],
    ['agent-host --roles ping --operator urn:libp2p:12D3Koo…', 'a host, also elsewhere, that obeys that operator'],
  ],
  async run({ json }, _args, io) {
    const { loadOrCreateIdentity } = await import('@xeerkat/mesh')
    const { publicKey } = await loadOrCreateIdentity(operatorKey(io.env))
    const operator = peerIri(publicKey.toString())
    io.out(json ? JSON.stringify({ operator }) : operator)
    return EXIT_DONE
  },
})
