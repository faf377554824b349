import { defineCommand, EXIT_DONE } from '../cli/command.ts'
import { HostError } from '../errors.ts'
import { digestOf, writeUpgrade } from '../host/upgrade.ts'
import { readVisit, visitFlags } from './host-flags.ts'
import { order, peerArgument } from './operate.ts'

export const upgradeCommand = defineCommand({
  name: 'upgrade',
  summary:
    'Have a host elsewhere read a role module again (its MODULE in --roles), if its file is the same as FILE here.',
  arguments: 'PEER MODULE FILE',
  flags: visitFlags,
  examples: [
    [
      'agent-host upgrade urn:libp2p:12D3Koo… ./mine.js mine.js',
      'the new mine.js is there already; the same file is here',
    ],
  ],
  async run({ json, ...where }, [name, module, file, ...more], io) {
    const peer = peerArgument('upgrade', name === undefined ? [] : [name])
    if (module === undefined || file === undefined || more.length > 0)
      throw new HostError('ERR_USAGE', 'upgrade takes a peer, the name of a module there, and its file here.')
    const sha256 = await digestOf(file)
    await order(peer, writeUpgrade({ module, sha256 }), readVisit(where), io)
    io.out(
      json ? JSON.stringify({ upgraded: module, sha256 }) : `${module} upgraded: engagements to come use ${sha256}`,
    )
    return EXIT_DONE
  },
})
