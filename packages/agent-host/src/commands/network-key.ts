import { resolve } from 'node:path'
import { defineCommand, EXIT_DONE } from '../cli/command.ts'
import { HostError } from '../errors.ts'

export const networkKeyCommand = defineCommand({
  name: 'network-key',
  summary: 'Make the key of a private network, which admits only hosts that have it.',
  arguments: 'FILE',
  flags: {},
  examples: [
    ['agent-host network-key lab.key', 'make a key, in a file that is not there yet'],
    [
      'agent-host --roles ping --network-key lab.key',
      'join the network of that key, here and wherever it was copied to',
    ],
  ],
  async run({ json }, [file, ...more], io) {
    if (file === undefined || more.length > 0)
      throw new HostError('ERR_USAGE', 'network-key takes one file, which it makes.')
    const { createNetworkKey } = await import('@xeerkat/mesh')
    await createNetworkKey(file)
    io.out(json ? JSON.stringify({ file: resolve(file) }) : resolve(file))
    io.log('Copy it to every host of the network, for its owner’s eyes only, and start each with --network-key.')
    return EXIT_DONE
  },
})
