// What a role's author gets: pings delegated to a worker in another process, and hires.
import { createVm, type Discovery, type PeerIri, pipeIri, type Vm, WORLD } from '@xeerkat/agent-vm'
import { createMesh } from '@xeerkat/mesh'
import { PING_WORKER } from '@xeerkat/roles'
import { type Document, element } from '@xeerkat/xml'
import { startServer } from './server-process.ts'

export interface PingResult {
  /** Pings answered per second. */
  readonly rate: number
  /** Milliseconds from a hire to its acceptance. */
  readonly hireP50: number
  readonly hireP99: number
}

/** Pings with the given number under way, then hires one after the other. */
export async function pings({ count = 200_000, window = 100, hires = 500 } = {}): Promise<PingResult> {
  await using server = await startServer<{ readonly mesh: string }>('worker-process.ts')
  await using mesh = await createMesh({ listen: ['/ip4/127.0.0.1/tcp/0'], mdns: false })
  const worker = await mesh.dial(server.mesh)
  await using vm = createVm({ pipes: mesh.pipes, discovery: onlyOne(worker) })
  await bounce(vm, count / 4, window)
  const started = performance.now()
  await bounce(vm, count, window)
  const rate = Math.round((1_000 * count) / (performance.now() - started))
  const waits: number[] = []
  for (let i = 0; i < hires; i++) waits.push(await timeOfHire(vm, worker))
  waits.sort((a, b) => a - b)
  const at = (share: number) => waits[Math.floor(waits.length * share)] ?? NaN
  return { rate, hireP50: at(0.5), hireP99: at(0.99) }
}

async function bounce(vm: Vm, count: number, window: number): Promise<void> {
  let answered = 0
  for await (const { document } of vm.delegate(PING_WORKER, numbered(count), { limit: 1, window }))
    if (document) answered++
  if (answered !== count) throw new Error(`${answered} of ${count} pings came back`)
}

async function timeOfHire(vm: Vm, worker: PeerIri): Promise<number> {
  const started = performance.now()
  await using _engagement = await vm.hire(worker, PING_WORKER)
  return performance.now() - started
}

function* numbered(count: number): Generator<Document> {
  for (let i = 0; i < count; i++) yield element('ping', { count: i })
}

/** A discovery that knows one worker. */
function onlyOne(peer: PeerIri): Pick<Discovery, 'find'> {
  return {
    async *find(_query, { signal } = {}) {
      yield { id: `${peer}#agent`, peer, pipe: pipeIri(peer), types: [PING_WORKER], group: WORLD }
      await new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }))
    },
  }
}
