import { setTimeout as pause } from 'node:timers/promises'
import { NotFoundError, type PeerRouting } from '@libp2p/interface'

/** Milliseconds that looking for whoever is closest to a key takes at least. */
const AT_LEAST = 5000

/**
 * Finds nobody, and takes its time. Libp2p looks for relays by one walk through the DHT after the other until it has found
 * one; where there is none, and few peers, that would be a hundred questions a second to each of them, forever.
 */
export function pace(): PeerRouting {
  return {
    findPeer: () => Promise.reject(new NotFoundError()),
    // oxlint-disable-next-line require-yield -- nobody is found here
    async *getClosestPeers(_key, { signal } = {}) {
      await pause(AT_LEAST, undefined, { ref: false, ...(signal && { signal }) })
    },
  }
}
