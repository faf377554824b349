import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { GatewayObserver } from './events.ts'
import { type Store, states } from './store/store.ts'

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200]

/** Counts what happens into a Prometheus registry, which may hold others' families too. One gateway for a registry. */
export function createMetrics(registry: Registry, store: Pick<Store, 'depth'>): GatewayObserver {
  const registers = [registry]
  const submitted = new Counter({
    name: 'xeerkat_gateway_submitted_total',
    help: 'Documents queued.',
    registers,
  })
  const bytes = new Counter({ name: 'xeerkat_gateway_submitted_bytes_total', help: 'Bytes of them.', registers })
  const refused = new Counter({
    name: 'xeerkat_gateway_refused_total',
    help: 'Requests refused, by code (docs/gateway.md).',
    labelNames: ['code'],
    registers,
  })
  const passed = new Histogram({
    name: 'xeerkat_gateway_front_seconds',
    help: 'From a request to a front until its pipeline was through with it, by front and HTTP status.',
    labelNames: ['front', 'status'],
    buckets: SECONDS,
    registers,
  })
  const answered = new Counter({
    name: 'xeerkat_gateway_answered_total',
    help: 'Answers put into the outbox; "failed" ones the gateway wrote itself.',
    labelNames: ['outcome'],
    registers,
  })
  const events = new Counter({
    name: 'xeerkat_gateway_events_total',
    help: 'Documents given again, coordinators lost, leases lost, and troubles with the queue.',
    labelNames: ['type'],
    registers,
  })
  const wait = new Histogram({
    name: 'xeerkat_gateway_wait_seconds',
    help: 'From the receipt until a gateway peer took the document.',
    buckets: SECONDS,
    registers,
  })
  const work = new Histogram({
    name: 'xeerkat_gateway_work_seconds',
    help: 'From taking a document until its answer is in the outbox.',
    buckets: SECONDS,
    registers,
  })
  const depth = new Gauge({
    name: 'xeerkat_gateway_receipts',
    help: 'Receipts in the store, by state.',
    labelNames: ['state'],
    registers,
    async collect() {
      const counts = await store.depth().catch(() => undefined)
      depth.reset()
      for (const state of states) if (counts !== undefined) depth.set({ state }, counts[state])
    },
  })

  return (event) => {
    switch (event.type) {
      case 'submitted':
        submitted.inc()
        bytes.inc(event.bytes)
        return
      case 'passed':
        passed.observe({ front: event.front, status: event.status }, event.took / 1000)
        return
      case 'refused':
        refused.inc({ code: event.code })
        return
      case 'taken':
        if (event.attempt === 1) wait.observe(event.waited / 1000)
        return
      case 'answered':
        answered.inc({ outcome: event.failed ? 'failed' : 'answered' })
        work.observe(event.worked / 1000)
        return
      case 'repeated':
      case 'engaged':
      case 'coordinator-lost':
      case 'lease-lost':
      case 'handed-back':
      case 'trouble':
        events.inc({ type: event.type })
        return
      default:
        event satisfies never
    }
  }
}
