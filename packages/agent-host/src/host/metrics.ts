import type { AdObserver } from '@xeerkat/ads'
import type { Observer } from '@xeerkat/agent-vm'
import type { MeshObserver } from '@xeerkat/mesh'
import { Counter, Gauge, type Registry } from 'prom-client'

/** Counts a VM's events into a Prometheus registry. One VM for a registry. */
export function countEvents(
  registry: Registry,
  held: () => { readonly worker: number; readonly employer: number },
): Observer {
  const registers = [registry]
  const events = new Counter({
    name: 'xeerkat_vm_events_total',
    help: 'What happened in the agent VM: hires, refusals, ends, crashes, dropped messages.',
    labelNames: ['type', 'detail'],
    registers,
  })
  const messages = new Counter({
    name: 'xeerkat_vm_messages_total',
    help: 'Messages sent and received.',
    labelNames: ['direction'],
    registers,
  })
  const engagements = new Gauge({
    name: 'xeerkat_vm_engagements',
    help: 'Engagements held now, by side.',
    labelNames: ['side'],
    registers,
    collect() {
      const { worker, employer } = held()
      engagements.set({ side: 'worker' }, worker)
      engagements.set({ side: 'employer' }, employer)
    },
  })
  return (event) => {
    if (event.type === 'message') messages.inc({ direction: event.direction })
    else events.inc({ type: event.type, detail: detail(event) })
  }
}

/** Counts what happens to connections and pipes. One mesh for a registry. */
export function countMesh(registry: Registry): MeshObserver {
  const events = new Counter({
    name: 'xeerkat_mesh_events_total',
    help: 'What happened to connections and pipes: made, lost, redialled; frames and streams that were refused.',
    labelNames: ['type', 'detail'],
    registers: [registry],
  })
  return (event) => events.inc({ type: event.type, detail: 'why' in event ? event.why : '' })
}

/** Counts what happens to the ads that are known. One discovery for a registry. */
export function countAds(registry: Registry): AdObserver {
  const events = new Counter({
    name: 'xeerkat_ads_events_total',
    help: 'Advertisements that were added, updated, removed, or not believed.',
    labelNames: ['type', 'detail'],
    registers: [registry],
  })
  return (event) => {
    if (event.type === 'rejected') events.inc({ type: event.type, detail: event.reason })
    else if (event.type === 'removed') events.inc({ type: event.type, detail: event.why })
    else if (event.type === 'trouble') events.inc({ type: event.type, detail: event.way })
    else events.inc({ type: event.type, detail: '' })
  }
}

/** A word out of a small set, never one that a stranger chose. */
function detail(event: Exclude<Parameters<Observer>[0], { type: 'message' }>): string {
  switch (event.type) {
    case 'refused':
    case 'turned-down':
      return event.reason
    case 'released':
    case 'ended':
      return event.how
    case 'dropped':
      return event.why
    default:
      return ''
  }
}
