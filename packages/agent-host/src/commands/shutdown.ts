import { AGENT_2026 } from '@xeerkat/agent-vm'
import { element } from '@xeerkat/xml'
import { defineCommand, EXIT_DONE } from '../cli/command.ts'
import { readVisit, visitFlags } from './host-flags.ts'
import { order, peerArgument } from './operate.ts'

export const shutdownCommand = defineCommand({
  name: 'shutdown',
  summary: 'Have a host elsewhere resign, leave and end. It obeys its operators only.',
  arguments: 'PEER',
  flags: visitFlags,
  examples: [
    ['agent-host shutdown urn:libp2p:12D3Koo…', 'end a host that names this user with --operator'],
    ['agent-host shutdown urn:libp2p:12D3Koo… --bootstrap /ip4/192.0.2.7/tcp/4001', 'the same in another network'],
  ],
  async run({ json, ...where }, args, io) {
    const peer = peerArgument('shutdown', args)
    await order(peer, element({ namespace: AGENT_2026, localName: 'shutdown' }), readVisit(where), io)
    io.out(json ? JSON.stringify({ 'shutting-down': peer }) : `${peer} shuts down`)
    return EXIT_DONE
  },
})
