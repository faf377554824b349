import type { VmEvent } from '@xeerkat/agent-vm'
import type { Availability } from '../availability/availability.ts'
import { sentence } from '../errors.ts'
import type { HostEvent } from './events.ts'

/** What a person wants to read of a VM's events, one line each; the rest is for the metrics. */
export function describeEvent(event: VmEvent): string | undefined {
  switch (event.type) {
    case 'hired':
      return `hired as ${short(event.role)} by ${short(event.employer)}`
    case 'refused':
      return `refused to be ${short(event.role)} of ${short(event.employer)}: ${event.reason}`
    case 'released':
      return `no longer ${short(event.role)} of ${short(event.employer)}: ${ending(event)}`
    case 'engaged':
      return `engaged ${short(event.worker)} as ${short(event.role)}`
    case 'turned-down':
      return `${short(event.worker)} would not be ${short(event.role)}: ${event.reason}`
    case 'ended':
      return `${short(event.worker)} is no longer our ${short(event.role)}: ${ending(event)}`
    case 'role-crashed':
      return `role ${short(event.role)} crashed: ${sentence(event.error)}`
    case 'fault':
      return `unexpected: ${event.error instanceof Error ? (event.error.stack ?? event.error.message) : String(event.error)}`
    case 'dropped':
      return event.why === 'late' || event.why === 'duplicate'
        ? undefined
        : `dropped a message of ${short(event.from)}: ${event.why}`
    case 'message':
      return undefined
  }
  return event satisfies never
}

/** The same of a host's own events. */
export function describeHostEvent(event: HostEvent): string {
  switch (event.type) {
    case 'availability':
      return `to be hired: ${describeAvailability(event)}`
    case 'upgrade':
      return `${short(event.operator)} upgrades ${event.module}: ${event.problem ?? 'read again'}`
  }
  return event satisfies never
}

/** `now, until …`, or `not now (load)`. */
export function describeAvailability({ available, why, until }: Availability): string {
  const now = available ? 'now' : `not now (${why === 'load' ? 'load' : 'hours'})`
  return until === undefined ? now : `${now}, until ${until}`
}

function ending({ how, reason }: { readonly how: string; readonly reason?: string }): string {
  return reason === undefined ? how : `${how}, ${reason}`
}

/** The end of an IRI, which tells roles and peers apart: `Ping/Worker`, `…3kXbQz`. */
export function short(iri: string): string {
  const peer = /^urn:libp2p:(\S+)$/.exec(iri)?.[1]
  return peer === undefined ? iri.split('/').slice(-2).join('/') : `…${peer.slice(-6)}`
}

const MAX_PER_SECOND = 20

/** Passes on at most some lines a second, and says how many it kept back: a flood of events must not become one of lines. */
export function calmly(log: (line: string) => void, perSecond = MAX_PER_SECOND): (line: string) => void {
  let second = 0
  let count = 0
  return (line) => {
    const now = Math.floor(performance.now() / 1000)
    if (now !== second) {
      if (count > perSecond) log(`(${count - perSecond} more events)`)
      ;[second, count] = [now, 0]
    }
    if (++count <= perSecond) log(line)
  }
}
