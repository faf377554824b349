import { createVm, type Outcome } from '@xeerkat/agent-vm'
import { PING_COORDINATOR } from '@xeerkat/roles/ping'
import { attribute, type Document, element, fromText } from '@xeerkat/xml'
import { defineCommand, EXIT_DONE, EXIT_FAILED } from '../cli/command.ts'
import { text, whole } from '../cli/flags.ts'
import { faultText } from '../client/fault-text.ts'
import { collect, findGateway, submit } from '../client/gateway-client.ts'
import { HostError } from '../errors.ts'
import { visitMesh, type VisitOptions } from '../host/visit.ts'
import { readVisit, visitFlags } from './host-flags.ts'
import { keyFlag } from './key-flag.ts'
import { PROGRAM } from '../program.ts'

const FOUND_WITHIN = 10_000
/** Sending pings stops earlier when nobody answers: see `idle-max`. */
const ANSWER_WITHIN = 3_600_000

export const pingCommand = defineCommand({
  name: 'ping',
  summary: 'Bounce pings off the workers of the mesh and print how it went.',
  flags: {
    count: whole('N', 'pings to send', { fallback: 100 }),
    'hire-limit': whole('N', 'workers to hire at once', { min: 1, fallback: 4 }),
    'idle-max': whole('MS', 'milliseconds without any answer before giving up', { min: 1, fallback: 10_000 }),
    gateway: text('URL', 'ask this gateway over HTTP; default: join the mesh'),
    ...keyFlag,
    ...visitFlags,
  },
  examples: [
    ['agent-host ping', 'is there a mesh, and does it work?'],
    ['agent-host ping --count 100000 --hire-limit 8', 'how fast is it?'],
    ['agent-host ping --gateway http://127.0.0.1:8080', 'the same as a consumer, over HTTP'],
  ],
  async run({ count, 'hire-limit': limit, 'idle-max': idle, gateway, key, json, ...where }, _args, io) {
    const request = element('ping-request', { count, 'idle-max': idle, 'hire-limit': limit })
    const stats =
      gateway === undefined
        ? await throughMesh(request, readVisit(where), io.signal)
        : await throughGateway(request, await findGateway(gateway), io.signal, key)
    io.out(
      json
        ? JSON.stringify(
            Object.fromEntries(stats.root.attributes.map(({ localName, value }) => [localName, Number(value)])),
          )
        : stats.text,
    )
    return attribute(stats, 'failures') === '0' ? EXIT_DONE : EXIT_FAILED
  },
})

/** Joins as a peer and hires a coordinator, as a gateway would. */
async function throughMesh(request: Document, options: VisitOptions, signal: AbortSignal): Promise<Document> {
  await using visit = await visitMesh(options)
  await using vm = createVm(
    { pipes: visit.mesh.pipes, discovery: visit.discovery },
    { ...(options.groups && { groups: options.groups }) },
  )
  const [group] = options.groups ?? []
  const terms = { limit: 1, patience: FOUND_WITHIN, idle: ANSWER_WITHIN, signal, ...(group && { group }) }
  let outcome: Outcome | undefined
  for await (outcome of vm.delegate(PING_COORDINATOR, [request], terms));
  signal.throwIfAborted()
  if (outcome?.document !== undefined) return checked(outcome.document)
  const seen = visit.peers().length
  throw new HostError(
    'ERR_NO_RESULT',
    `No peer coordinated the ping: ${seen} ${seen === 1 ? 'peer' : 'peers'} met. ` +
      `Start a host with "${PROGRAM} --roles ping", join others with --bootstrap ADDRESS, or see "${PROGRAM} doctor".`,
  )
}

async function throughGateway(
  request: Document,
  gateway: string,
  signal: AbortSignal,
  key: string | undefined,
): Promise<Document> {
  const reply = await submit(gateway, request.text, signal, key)
  return checked(fromText(reply.state === 'done' ? reply.document : await collect(gateway, reply.receipt, signal)))
}

function checked(answer: Document): Document {
  if (answer.root.localName === 'ping-stats') return answer
  throw new HostError('ERR_NO_RESULT', `The answer is no ping-stats: ${faultText(answer.text) ?? answer.text}`)
}
