import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { checkWellFormed, fromBytes } from '@xeerkat/xml'
import { defineCommand, EXIT_DONE, EXIT_FAILED, type Io } from '../cli/command.ts'
import { text, toggle } from '../cli/flags.ts'
import { faultText } from '../client/fault-text.ts'
import { collect, findGateway, submit } from '../client/gateway-client.ts'
import { HostError } from '../errors.ts'
import { keyFlag } from './key-flag.ts'

export const submitCommand = defineCommand({
  name: 'submit',
  summary: 'Give an XML document to a gateway and print the result.',
  arguments: 'FILE|-',
  flags: {
    gateway: text('URL', 'the gateway; default: that of a host on this machine, else http://127.0.0.1:8080'),
    ...keyFlag,
    'no-wait': toggle('print the receipt and do not wait for the result'),
  },
  examples: [
    ['agent-host submit job.xml', 'wait for the result and print it'],
    ['echo \'<ping-request count="100"/>\' | agent-host submit -', 'read the document from stdin'],
    ['agent-host submit job.xml --no-wait', 'print the receipt only; collect later'],
  ],
  async run({ gateway: named, key, 'no-wait': noWait, json }, args, io) {
    const document = await readDocument(args, io)
    const gateway = await findGateway(named)
    const reply = await submit(gateway, document, io.signal, key)
    if (reply.state === 'waiting') io.log(`receipt ${reply.receipt}`)
    if (reply.state === 'waiting' && noWait) {
      io.out(json ? JSON.stringify({ receipt: reply.receipt }) : reply.receipt)
      return EXIT_DONE
    }
    const result = reply.state === 'done' ? reply.document : await collect(gateway, reply.receipt, io.signal)
    io.out(json ? JSON.stringify({ document: result }) : result)
    return faultText(result) === undefined ? EXIT_DONE : EXIT_FAILED
  },
})

async function readDocument([file, ...more]: readonly string[], io: Io): Promise<Uint8Array> {
  if (file === undefined || more.length > 0)
    throw new HostError('ERR_USAGE', 'submit takes one file, or - for what comes on stdin.')
  const bytes = file === '-' ? await buffer(io.stdin) : await readFile(file)
  // Saying what is wrong here spares the way to the gateway, which would say the same.
  checkWellFormed(fromBytes(bytes))
  return bytes
}
