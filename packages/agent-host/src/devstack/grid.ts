import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from '../free-port.ts'
import { runningHosts } from '../host/control.ts'
import { type Child, startChild } from './child.ts'

/** A whole grid on this machine, each peer a process with a network address of its own. */
export interface Grid extends AsyncDisposable {
  readonly url: string
  readonly gateway: Child
  readonly workers: readonly Child[]
}

export interface GridOptions {
  /** How many workers. */
  readonly hosts: number
  /** The gateway's `[host:]port`. */
  readonly gateway: string
  readonly log: (line: string) => void
  readonly signal: AbortSignal
}

/** How often a grid that starts is asked whether it is complete, and for how long (milliseconds). */
const ASK_EVERY = 100
const COMPLETE_WITHIN = 20_000

/**
 * Starts a gateway, a coordinator and workers, and waits until those who hire have met them all. They know each other by
 * address only, so no other mesh is touched.
 * @throws HostError `ERR_CHILD` with what a process that did not start said last.
 */
export async function startGrid({ hosts, gateway: at, log, signal }: GridOptions): Promise<Grid> {
  const folder = await mkdtemp(join(tmpdir(), 'agent-host-devstack-'))
  // Chosen here, so that all can start at once, and a gateway that is started again is where it was.
  const meeting = await freePort()
  const byAddress = ['--bootstrap', `/ip4/127.0.0.1/tcp/${meeting}`]
  const starting = [
    start('gateway', ['gateway', '--port', at, '--listen', `/ip4/0.0.0.0/tcp/${meeting}`]),
    start('coordinator', ['--roles', 'ping#Coordinator', ...byAddress]),
    ...Array.from({ length: hosts }, (_, n) => start(`worker-${n + 1}`, ['--roles', 'ping#Worker', ...byAddress])),
  ] as const
  try {
    const [gateway, coordinator, ...workers] = await Promise.all(starting)
    await untilComplete([gateway.ready.ready, coordinator.ready.ready], hosts + 1, signal)
    return { url: gateway.ready.gateway ?? '', gateway, workers, [Symbol.asyncDispose]: stop }
  } catch (error) {
    await stop()
    throw error
  }

  function start(name: string, args: readonly string[]): Promise<Child> {
    const common = ['--data', join(folder, name), '--no-mdns', '--no-nice']
    return startChild({ name, args: [...args, ...common], log: (line) => log(`${name}: ${line}`), signal })
  }

  async function stop(): Promise<void> {
    const ended = await Promise.allSettled(starting)
    const children = ended.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
    await Promise.all(children.map((child) => child[Symbol.asyncDispose]()))
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** Resolves once those who hire have met all others; late is better than never. */
async function untilComplete(hiring: readonly string[], others: number, signal: AbortSignal): Promise<void> {
  const late = AbortSignal.timeout(COMPLETE_WITHIN)
  while (!late.aborted) {
    const met = (await runningHosts()).filter(({ peer, peers }) => hiring.includes(peer) && peers >= others)
    if (met.length === hiring.length) return
    await delay(ASK_EVERY, undefined, { signal })
  }
}
