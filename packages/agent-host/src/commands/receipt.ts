import { defineCommand, EXIT_DONE, EXIT_FAILED } from '../cli/command.ts'
import { text, toggle } from '../cli/flags.ts'
import { collect, findGateway, inquire } from '../client/gateway-client.ts'
import { faultText } from '../client/fault-text.ts'
import { HostError } from '../errors.ts'

export const receiptCommand = defineCommand({
  name: 'receipt',
  summary: 'Print what became of a document given to a gateway.',
  arguments: 'REF',
  flags: {
    gateway: text('URL', 'the gateway; default: that of a host on this machine, else http://127.0.0.1:8080'),
    wait: toggle('wait until there is a result'),
  },
  examples: [
    ['agent-host receipt 5f0c…', 'the result, or how far it is'],
    ['agent-host receipt 5f0c… --wait', 'wait for the result'],
  ],
  async run({ gateway: named, wait, json }, [ref, ...more], io) {
    if (ref === undefined || more.length > 0)
      throw new HostError('ERR_USAGE', 'receipt takes one reference, as "submit" prints it.')
    const gateway = await findGateway(named)
    const reply = wait
      ? { state: 'done' as const, document: await collect(gateway, ref, io.signal) }
      : await inquire(gateway, ref, io.signal, 0)
    io.out(json ? JSON.stringify(reply) : reply.document)
    return reply.state === 'done' && faultText(reply.document) !== undefined ? EXIT_FAILED : EXIT_DONE
  },
})
