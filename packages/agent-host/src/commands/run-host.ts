import { getPriority, setPriority } from 'node:os'
import { EXIT_DONE, type Io } from '../cli/command.ts'
import type { Values } from '../cli/flags.ts'
import { sentence } from '../errors.ts'
import { createHost, type Host } from '../host/host.ts'
import { calmly, describeEvent, describeHostEvent, short } from '../host/log.ts'
import type { GatewayOptions } from '../host/options.ts'
import { type hostFlags, readGroups, readPeers } from './host-flags.ts'
import { readPermits } from './permit-flags.ts'
import { firstSteps, lonelyHint } from './first-run.ts'

/** Lower than what a person at this machine waits for. */
const NICE = 10
const LONELY_AFTER = 5000

/** Runs a host until it is interrupted, or an operator ends it. */
export async function runHost(
  values: Values<typeof hostFlags> & { readonly json: boolean },
  gateway: GatewayOptions | undefined,
  io: Io,
): Promise<number> {
  const { roles, listen, bootstrap, data, queue, json, threads } = values
  const { 'hours-zone': hoursZone, 'max-load': maxLoad, 'network-key': networkKey } = values
  const log = calmly(io.log)
  // One role's or library's mistake is told, and ends neither this host nor the work of others in it.
  const onRejection = (reason: unknown): void => log(describeEvent({ type: 'fault', error: reason }) ?? '')
  process.on('unhandledRejection', onRejection)
  // Whoever serves consumers must stay quick; whoever lends spare time gives way.
  if (!values['no-nice'] && gateway === undefined && roles.length > 0) giveWay()
  const groups = readGroups(values.group)
  await using host = await createHost({
    roles,
    listen,
    announce: values.announce,
    bootstrap,
    profile: values.profile,
    maxHires: values['max-hires'],
    memory: values.memory,
    mdns: !values['no-mdns'],
    relay: values.relay,
    operators: readPeers(values.operator),
    pipelines: readPermits(values),
    ...(values.hours.length > 0 && { hours: values.hours.join(', ') }),
    ...(hoursZone !== undefined && { hoursZone }),
    ...(maxLoad !== undefined && { maxLoad }),
    ...(networkKey !== undefined && { networkKey }),
    log: (line) => log(`role: ${line}`),
    observe: {
      host: (event) => log(describeHostEvent(event)),
      vm(event) {
        const line = describeEvent(event)
        if (line !== undefined) log(line)
      },
      mesh({ type, ...event }) {
        if (type === 'connected' && 'peer' in event) log(`connected to ${short(event.peer)}`)
        if (type === 'disconnected' && 'peer' in event) log(`lost sight of ${short(event.peer)}`)
      },
      gateway(event) {
        if (event.type === 'trouble') log(`gateway: ${event.during}: ${sentence(event.error)}`)
      },
    },
    ...(threads !== undefined && { threads }),
    ...(groups !== undefined && { groups }),
    ...(data !== undefined && { data }),
    ...(gateway !== undefined && { gateway: { ...gateway, ...(queue !== undefined && { queue }) } }),
  })
  using _reload = io.onReload(() => void reload(host, log))
  using _hint = later(LONELY_AFTER, () => {
    if (host.peers().length === 0) for (const line of lonelyHint(host)) io.log(line)
  })
  for (const line of firstSteps(host)) io.log(line)
  io.out(
    json
      ? JSON.stringify({ ready: host.self, gateway: host.gateway ?? null, addresses: host.addresses() })
      : `ready ${host.self} ${host.gateway ?? '-'}`,
  )

  const operator = await Promise.race([host.shutdownRequested, aborted(io.signal)])
  io.log(
    operator === undefined ? 'resigning and leaving …' : `${short(operator)} asks for the end; resigning and leaving …`,
  )
  return EXIT_DONE
}

/** A process that already gives way further stays so: to go back is not allowed to everybody. */
function giveWay(): void {
  if (getPriority() < NICE) setPriority(NICE)
}

/** A mistake in one does not keep the other from being read: a key that was taken back must not stay for a role's sake. */
async function reload(host: Host, log: (line: string) => void): Promise<void> {
  await Promise.all([again('consumers', readConsumers), again('roles', readRoles)])

  async function again(what: string, read: () => Promise<string | undefined>): Promise<void> {
    try {
      const now = await read()
      if (now !== undefined) log(`${what} read again: ${now}`)
    } catch (error) {
      log(`${what} not read again, the old ones stay: ${sentence(error)}`)
    }
  }

  async function readConsumers(): Promise<string | undefined> {
    const consumers = await host.reloadConsumers()
    return consumers && `${consumers.length} ${consumers.length === 1 ? 'key' : 'keys'}`
  }

  async function readRoles(): Promise<string> {
    await host.reload()
    return host.vm
      .describe()
      .map(({ iri }) => short(iri))
      .join(', ')
  }
}

function later(milliseconds: number, act: () => void): Disposable {
  const timer = setTimeout(act, milliseconds).unref()
  return { [Symbol.dispose]: () => clearTimeout(timer) }
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    else signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
}
