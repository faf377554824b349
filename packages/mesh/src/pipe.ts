import type { Stream } from '@libp2p/interface'
import type { PeerIri, Pipe } from '@xeerkat/agent-vm'
import type { Budget } from './budget.ts'
import type { MeshObserver } from './events.ts'
import { createInbound } from './inbound.ts'
import type { Limits } from './limits.ts'
import { createLiveness } from './liveness.ts'
import { createOutbound, type Link } from './outbound.ts'

export interface PipeDependencies {
  readonly peer: PeerIri
  readonly connect: (signal: AbortSignal) => Promise<Link>
  readonly budget: Budget
  readonly observe: MeshObserver
  readonly onClosed: () => void
}

/** A pipe as its keeper sees it. */
export interface PipeEnd {
  readonly pipe: Pipe
  /** A stream the peer opened: of frames, or with one large document. */
  readonly attach: (stream: Stream, kind: 'frames' | 'document') => void
  /** The peer has shown itself. */
  readonly nudge: () => void
  readonly tick: (now: number) => void
  /** When something was last sent or heard, by the clock of `tick`. */
  readonly lastUsed: () => number
  /** Nothing to send, nothing to read. */
  readonly idle: () => boolean
  /** A stream stands, in whichever direction. */
  readonly connected: () => boolean
}

/** How long a pipe may take to send what is queued when it is disposed of, in milliseconds. */
const GRACE = 500

export function createPipe({ peer, connect, budget, observe, onClosed }: PipeDependencies, limits: Limits): PipeEnd {
  let now = performance.now()
  let used = now
  const liveness = createLiveness({ peer, link: () => outbound.link(), observe }, limits)
  const outbound = createOutbound({ peer, connect, onSent, observe }, limits)
  const inbound = createInbound({ peer, budget, onHeard, observe }, limits)
  let closing: Promise<void> | undefined

  function onSent(): void {
    used = now
    liveness.sent()
  }

  function onHeard(): void {
    used = now
    liveness.heard()
  }

  function close(): Promise<void> {
    closing ??= outbound.close(GRACE)
    inbound.close()
    onClosed()
    return closing
  }

  return {
    pipe: { peer, send: outbound.send, messages: inbound.messages, [Symbol.asyncDispose]: close },
    attach(stream, kind) {
      onHeard()
      if (kind === 'frames') inbound.attach(stream)
      else inbound.attachDocument(stream)
      outbound.nudge()
    },
    nudge: outbound.nudge,
    tick(time) {
      now = time
      outbound.tick(time)
      liveness.tick(time)
    },
    lastUsed: () => used,
    idle: () => outbound.idle() && inbound.messages.size === 0,
    connected: () => outbound.link() !== undefined || inbound.connected(),
  }
}
