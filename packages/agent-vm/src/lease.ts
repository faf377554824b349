import type { Clock } from './clock.ts'

/**
 * Time in a VM is counted in ticks. A peer is silent for so many of *our* ticks, not milliseconds: a host that was
 * itself stopped for a minute wakes up one tick later, reads its mail, and finds nobody lost.
 */
export const TICK = 250

/** Milliseconds, each a whole number of ticks. docs/protocol.md gives the reasons. */
export const timing = {
  /** After so long without a message in an engagement either side sends a heartbeat. */
  heartbeat: 500,
  /** A worker silent for so long is lost to its employer. */
  workerGrace: 3_000,
  /** An employer silent for so long is lost to its worker: longer, so that a gateway can restart and take its work up again. */
  employerGrace: 30_000,
  /** An unanswered hire is repeated after so long … */
  hireRepeat: 1_000,
  /** … and given up after so long. */
  hirePatience: 3_000,
  /** A policy that has not decided by then has refused. */
  decision: 1_000,
  /** A dismissal is repeated every `heartbeat`, and after so long the worker counts as silent. */
  dismissPatience: 1_500,
  /** After so long without an answer an employer asks whether the document arrived; then after twice as long, and so on. */
  reminder: 2_000,
  reminderMax: 30_000,
  /** How long closing waits for resignations. */
  farewell: 400,
} as const

/** A number of milliseconds as ticks, never less than one. */
export function ticks(milliseconds: number): number {
  return Math.max(1, Math.round(milliseconds / TICK))
}

/** Counts ticks while there is something to watch over. */
export interface Lease {
  readonly now: () => number
  /** Makes sure that the sweep runs. */
  readonly watch: () => void
}

/** Calls `sweep` once each tick, for as long as it returns that something is still to be watched. */
export function createLease(clock: Clock, sweep: () => boolean): Lease {
  let now = 0
  let running = false

  function tick() {
    now++
    running = sweep()
    if (running) clock.after(TICK, tick)
  }

  return {
    now: () => now,
    watch() {
      if (running) return
      running = true
      clock.after(TICK, tick)
    },
  }
}
