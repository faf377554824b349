import { join } from 'node:path'
import type { Home, Running } from './processes.ts'

/** A gateway, coordinators and workers, each a process of its own; they know each other by address only. */
export interface Grid {
  readonly url: string
  readonly gateway: Running
  readonly coordinators: readonly Running[]
  readonly workers: readonly Running[]
  /** Starts the gateway again, after it was killed, where it was. */
  readonly restartGateway: () => Promise<Running>
}

export async function startGrid(home: Home, { coordinators = 2, workers = 4 } = {}): Promise<Grid> {
  const gateway = startGateway('0', '/ip4/127.0.0.1/tcp/0')
  const [, , url = ''] = await gateway.line(/^ready (\S+) (http:\S+)$/)
  const [, address = ''] = await gateway.logged(/(\/ip4\/127\.0\.0\.1\/tcp\/\d+\/p2p\/\S+)/)
  const byAddress = ['--bootstrap', address, '--no-mdns']
  const started = {
    coordinators: Array.from({ length: coordinators }, () => home.start(['--roles', 'ping#Coordinator', ...byAddress])),
    workers: Array.from({ length: workers }, () => home.start(['--roles', 'ping#Worker', ...byAddress])),
  }
  const others = [...started.coordinators, ...started.workers]
  await Promise.all(others.map((host) => host.line(/^ready /)))
  await Promise.all(others.map((host) => host.logged(/^connected to/)))
  return { url, gateway, ...started, restartGateway }

  function startGateway(port: string, listen: string): Running {
    return home.start([
      'gateway',
      '--port',
      port,
      '--data',
      join(home.folder, 'gateway'),
      '--listen',
      listen,
      '--no-mdns',
    ])
  }

  async function restartGateway(): Promise<Running> {
    const [, listen = ''] = address.match(/^(.*)\/p2p\//) ?? []
    const again = startGateway(new URL(url).port, listen)
    await again.line(/^ready /)
    return again
  }
}

/** Gives a document to a gateway; the URL of its receipt. */
export async function submit(url: string, document: string): Promise<string> {
  const response = await fetch(url, { method: 'POST', body: document, headers: { 'Content-Type': 'application/xml' } })
  if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`)
  return new URL(response.headers.get('location') ?? '', url).href
}

/** Waits for the answer at a receipt, also while its gateway is away for a while. */
export async function answerAt(receipt: string, signal: AbortSignal = AbortSignal.timeout(100_000)): Promise<string> {
  for (;;) {
    signal.throwIfAborted()
    try {
      const response = await fetch(receipt, { headers: { Prefer: 'wait=5' }, signal })
      const text = await response.text()
      if (response.status !== 202) return text
    } catch (error) {
      if (signal.aborted) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
