import type { Observer } from '@xeerkat/agent-vm'
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
