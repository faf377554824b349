import type { EngagementId, MessageId, PeerIri } from '@xeerkat/agent-vm'
import { type Claimed, type Depth, type Part, type Receipt, type Routing, type State, states } from './store.ts'

interface RoutingRow {
  readonly coordinator: string | null
  readonly engagement: string | null
  readonly message: string | null
}

/** A receipt as both databases keep it. */
export interface ReceiptRow extends RoutingRow {
  readonly ref: string
  readonly state: State
  readonly role: string
  readonly queue: string | null
  readonly attempt: number
  readonly submitted: number
  readonly taken: number | null
  readonly finished: number | null
  readonly expires: number | null
  readonly done: number | null
  readonly total: number | null
  readonly failed: number | boolean | null
  /** JSON. */
  readonly parts: string | null
}

export interface ClaimedRow extends RoutingRow {
  readonly ref: string
  readonly owner: string
  readonly attempt: number
  readonly role: string
  readonly submitted: number
  readonly document: Uint8Array
}

export function receiptFrom(row: ReceiptRow, now: number): Receipt {
  const { ref, role, queue, attempt, submitted, taken, finished, expires, done, total, failed, parts } = row
  const over = row.state === 'done' && expires !== null && expires <= now
  return {
    ref,
    state: over ? 'expired' : row.state,
    role,
    ...(queue !== null && { queue }),
    attempt,
    submitted,
    ...(taken !== null && { taken }),
    ...(finished !== null && { finished }),
    ...(expires !== null && { expires }),
    ...routingFrom(row),
    ...(done !== null && { progress: { done, ...(total !== null && { total }) } }),
    ...(parts !== null &&
      !over && { result: { failed: Boolean(failed), parts: JSON.parse(parts) as readonly Part[] } }),
  }
}

export function claimedFrom(row: ClaimedRow): Claimed {
  const { ref, owner, attempt, role, submitted, document } = row
  return { ref, owner, attempt, role, submitted, document, ...routingFrom(row) }
}

function routingFrom({ coordinator, engagement, message }: RoutingRow): { readonly routing?: Routing } {
  if (coordinator === null || engagement === null || message === null) return {}
  return {
    routing: {
      coordinator: coordinator as PeerIri,
      engagement: engagement as EngagementId,
      message: message as MessageId,
    },
  }
}

export function depthFrom(rows: readonly { readonly state?: unknown; readonly n?: unknown }[]): Depth {
  const counts = new Map(rows.map(({ state, n }) => [state, Number(n)]))
  return Object.fromEntries(states.map((state) => [state, counts.get(state) ?? 0])) as Record<State, number>
}
