import type { PeerIri } from '@xeerkat/agent-vm'
import type { MeshObserver } from './events.ts'
import type { Limits } from './limits.ts'
import type { Link } from './outbound.ts'

export interface LivenessDependencies {
  readonly peer: PeerIri
  /** The connection that is written to. */
  readonly link: () => Link | undefined
  readonly observe: MeshObserver
}

/**
 * Notices that a connection is dead although nothing said so: a cable was pulled, a machine is gone. TCP itself would
 * take a quarter of an hour to. Where both sides talk, hearing them is enough and nothing more is sent.
 */
export interface Liveness {
  readonly sent: () => void
  readonly heard: () => void
  readonly tick: (now: number) => void
}

/** Every libp2p peer answers it, and one that does not know it answers that. */
const PING_PROTOCOL = '/ipfs/ping/1.0.0'

export function createLiveness({ peer, link, observe }: LivenessDependencies, { silence }: Limits): Liveness {
  /** Something was sent, and nothing heard after it. */
  let unanswered = false
  /** The tick at which that was first seen. */
  let since: number | undefined
  let asking = false

  async function ask(asked: Link): Promise<void> {
    asking = true
    // Twice the time: on a slow line the question waits behind what was written before it.
    const signal = AbortSignal.timeout(2 * silence)
    try {
      const stream = await asked.newStream(PING_PROTOCOL, { signal, runOnLimitedConnection: true })
      stream.abort(new Error('it answered, that was all'))
    } catch {
      if (signal.aborted && asked.status === 'open') {
        observe({ type: 'dead-connection', peer })
        asked.abort(new Error(`no answer in ${2 * silence} ms`))
      }
    } finally {
      asking = false
    }
  }

  return {
    sent() {
      unanswered = true
    },
    heard() {
      unanswered = false
      since = undefined
    },
    tick(now) {
      if (!unanswered || asking) return
      since ??= now
      const asked = link()
      if (now - since < silence || asked === undefined) return
      unanswered = false
      since = undefined
      void ask(asked)
    },
  }
}
