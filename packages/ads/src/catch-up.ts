import type { PeerId } from '@libp2p/interface'
import type { WallClock } from './clock.ts'
import type { Exchange } from './exchange.ts'
import { pause } from './pause.ts'

export interface CatchUpDependencies {
  readonly clock: WallClock
  readonly exchange: Pick<Exchange, 'sync'>
  readonly connected: (peer: PeerId) => boolean
  readonly trouble: (error: unknown) => void
  readonly signal: AbortSignal
}

/** How long after a failure it is tried again, in milliseconds; after the last, the turn comes by chance. */
const RETRIES = [250, 500, 1000, 2000]

/**
 * Compares with a neighbour until it has worked once: when a peer has just come it is busiest, and what it should
 * learn now is all there is. Resolves when that is over; never rejects.
 */
export function createCatchUp({
  clock,
  exchange,
  connected,
  trouble,
  signal,
}: CatchUpDependencies): (peer: PeerId) => Promise<void> {
  return async (peer) => {
    for (const wait of [...RETRIES, 0]) {
      try {
        return await exchange.sync(peer, AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]))
      } catch (error) {
        trouble(error)
        if (isHopeless(error)) return
      }
      await pause(clock, wait, signal)
      if (signal.aborted || !connected(peer)) return
    }
  }
}

/** Milliseconds for one attempt: a stream that was lost in the rush is better given up than waited for. */
const PATIENCE = 5000

function isHopeless(error: unknown): boolean {
  return error instanceof Error && error.name === 'UnsupportedProtocolError'
}
