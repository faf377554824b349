import { SERVICES } from '@xeerkat/agent-vm'
import { attribute, fromText } from '@xeerkat/xml'
import { collect, submit } from '../client/gateway-client.ts'
import { runningHosts } from '../host/control.ts'
import type { Grid } from './grid.ts'

export interface DemoResult {
  readonly document: string
  /** Whether every ping came back. */
  readonly complete: boolean
}

/** Gives the grid a ping-request over HTTP, as any consumer would, and tells how it goes. */
export async function pingThroughHttp(
  { url, workers }: Grid,
  request: string,
  { log, signal }: { readonly log: (line: string) => void; readonly signal: AbortSignal },
): Promise<DemoResult> {
  const before = await answeredBy(workers.map(({ ready }) => ready.ready))
  log(`submitting ${request}`)
  const reply = await submit(url, request, signal)
  const document =
    reply.state === 'done'
      ? reply.document
      : await collect(url, reply.receipt, signal, (word) => log(progressLine(word)))
  log('')
  for (const [index, { name, ready }] of workers.entries()) {
    const after = await answeredBy([ready.ready])
    log(`  ${name.padEnd(12)} ${String((after[0] ?? 0) - (before[index] ?? 0)).padStart(8)} pings  ${ready.ready}`)
  }
  const stats = fromText(document)
  return { document, complete: stats.root.localName === 'ping-stats' && attribute(stats, 'failures') === '0' }
}

async function answeredBy(peers: readonly string[]): Promise<readonly number[]> {
  const reports = new Map((await runningHosts()).map((report) => [report.peer, report] as const))
  return peers.map((peer) => reports.get(peer)?.answered ?? 0)
}

function progressLine(word: string): string {
  const { root } = fromText(word)
  const value = (name: string): string | undefined => attribute({ attributes: root.attributes }, name)
  if (root.namespace !== SERVICES) return 'waiting …'
  const total = value('total')
  return `${value('state') ?? 'waiting'} …${value('done') ? ` ${value('done')}${total ? ` of ${total}` : ''}` : ''}`
}
