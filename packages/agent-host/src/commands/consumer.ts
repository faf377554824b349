import { randomBytes } from 'node:crypto'
import { defineCommand, EXIT_DONE } from '../cli/command.ts'
import { addConsumer } from '../consumers/file.ts'
import { consumerLine, isConsumerName } from '../consumers/line.ts'
import { HostError } from '../errors.ts'

const KEY_BYTES = 24

export const consumerCommand = defineCommand({
  name: 'consumer',
  summary: 'Make a key for somebody who may submit to a gateway.',
  arguments: 'NAME [FILE]',
  flags: {},
  examples: [
    [
      'agent-host consumer alice consumers',
      'print a key for alice, and add its line to a file, made if it is not there',
    ],
    ['agent-host consumer alice', 'print a key, and the line for a gateway’s file'],
    ['agent-host gateway --consumers consumers', 'a gateway for those who are in that file'],
  ],
  async run({ json }, [name, file, ...more], io) {
    if (name === undefined || more.length > 0)
      throw new HostError('ERR_USAGE', 'consumer takes a name, and the file that its line is for.')
    if (!isConsumerName(name))
      throw new HostError('ERR_USAGE', `A consumer’s name is letters, digits and _ . @ + -, not "${name}".`)
    const key = randomBytes(KEY_BYTES).toString('hex')
    const line = consumerLine(name, key)
    if (file !== undefined) await addConsumer(file, line)
    if (json) io.out(JSON.stringify({ name, key, line }))
    else for (const each of file === undefined ? [key, line] : [key]) io.out(each)
    io.log(
      `The key is for ${name} alone, and shown this once; only its digest is kept. SIGHUP has a gateway read its file again.`,
    )
    return EXIT_DONE
  },
})
