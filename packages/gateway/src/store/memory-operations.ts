import {
  type Chunk,
  type Claim,
  type Claimed,
  type Entry,
  type Hold,
  MAX_CLAIM_BYTES,
  type Operations,
  type Put,
  type Receipt,
  type Result,
  type Routing,
  type State,
  states,
  storeDefaults,
  type StoreOptions,
} from './store.ts'

interface Row {
  readonly entry: Omit<Entry, 'document'>
  readonly sequence: number
  readonly submitted: number
  document: Uint8Array | undefined
  state: State
  attempt: number
  owner?: string
  /** When it can be handed out, again or at all. */
  due?: number
  taken?: number
  finished?: number
  expires?: number
  routing?: Routing
  progress?: Receipt['progress']
  result?: Omit<Result, 'chunks'>
  chunks: Chunk[]
}

/** The operations in plain words: nothing is durable, everything else is as in the other stores. */
export function memoryOperations(options: StoreOptions = {}, now: () => number = Date.now): Operations {
  const { maxQueued, maxBytes, keepAnswers, keepTombstones } = { ...storeDefaults, maxBytes: 1024 ** 3, ...options }
  const rows = new Map<string, Row>()
  const keys = new Map<string, Row>()
  /** Both in the order in which their rows came to wait, or were handed out. */
  const queued = new Set<Row>()
  const leased = new Set<Row>()
  let sequence = 0
  let bytesInUse = 0

  function put(entry: Entry): Put {
    const { document, ...rest } = entry
    const known = entry.idempotency === undefined ? undefined : keys.get(entry.idempotency)
    if (known !== undefined)
      return known.entry.digest === entry.digest
        ? { outcome: 'repeated', ref: known.entry.ref }
        : { outcome: 'conflict' }
    if (queued.size >= maxQueued || bytesInUse + document.length > maxBytes) return { outcome: 'full' }
    const submitted = now()
    const row: Row = {
      entry: rest,
      sequence: sequence++,
      submitted,
      document,
      state: 'queued',
      attempt: 0,
      due: submitted,
      chunks: [],
    }
    rows.set(entry.ref, row)
    queued.add(row)
    bytesInUse += document.length
    if (entry.idempotency !== undefined) keys.set(entry.idempotency, row)
    return { outcome: 'queued', ref: entry.ref }
  }

  function claim(owner: string, limit: number, lease: number): Claim {
    const time = now()
    const late = [...leased].filter(({ due = Infinity }) => due <= time)
    const candidates = [...late, ...queued.values().take(limit)].sort(byDue).slice(0, limit)
    const claimed: Claimed[] = []
    let bytes = 0
    for (const row of candidates) {
      const { document } = row
      if (document === undefined) continue
      bytes += document.length
      if (claimed.length > 0 && bytes > MAX_CLAIM_BYTES) break
      row.owner = owner
      row.attempt++
      row.due = time + lease
      row.taken ??= time
      if (row.state === 'queued') row.state = 'recruiting'
      drop(row, 'chunks')
      queued.delete(row)
      leased.add(row)
      claimed.push(claimedFrom(row, owner, document))
    }
    const next = Math.min(...[...leased, ...queued.values().take(1)].map(({ due = Infinity }) => due))
    return next === Infinity ? { claimed } : { claimed, next: Math.max(0, next - time) }
  }

  /** Changes the row if the hold is still the current one. */
  function fenced({ ref, owner, attempt }: Hold, change: (row: Row) => void): boolean {
    const row = rows.get(ref)
    const held = row?.owner === owner && row.attempt === attempt
    if (held) change(row)
    return held
  }

  function giveBack(row: Row): void {
    delete row.owner
    row.state = 'queued'
    row.due = now()
    drop(row, 'chunks')
    leased.delete(row)
    queued.add(row)
  }

  /** Nobody works on it any more. */
  function settle(row: Row): void {
    for (const key of ['owner', 'due', 'progress'] as const) delete row[key]
    drop(row, 'document')
    leased.delete(row)
    queued.delete(row)
  }

  function bury(row: Row, state: 'expired' | 'withdrawn'): void {
    settle(row)
    drop(row, 'chunks')
    delete row.result
    row.state = state
    row.expires = now() + keepTombstones
  }

  function keep(row: Row, chunks: readonly Chunk[]): void {
    const places = new Set(chunks.map(placeOf))
    const before = sizeOf(row.chunks)
    row.chunks = [...row.chunks.filter((chunk) => !places.has(placeOf(chunk))), ...chunks]
    bytesInUse += sizeOf(row.chunks) - before
  }

  function drop(row: Row, what: 'document' | 'chunks'): void {
    bytesInUse -= what === 'chunks' ? sizeOf(row.chunks) : (row.document?.length ?? 0)
    if (what === 'chunks') row.chunks = []
    else row.document = undefined
  }

  return {
    put,
    claim,
    reclaim(owner) {
      const mine = [...leased].filter((row) => row.owner === owner)
      mine.sort((a, b) => a.sequence - b.sequence).forEach(giveBack)
      return mine.length
    },
    renew: (hold, lease) => fenced(hold, (row) => (row.due = now() + lease)),
    record: (hold, routing) =>
      fenced(hold, (row) => {
        row.routing = routing
        row.state = 'working'
        delete row.progress
      }),
    progress: (hold, progress) => fenced(hold, (row) => (row.progress = progress)),
    stage: (hold, chunk) => fenced(hold, (row) => keep(row, [chunk])),
    finish: (hold, { failed, parts, chunks }) =>
      fenced(hold, (row) => {
        settle(row)
        keep(row, chunks)
        row.finished = now()
        row.expires = row.finished + Math.min(row.entry.keep ?? keepAnswers, keepAnswers)
        row.state = 'done'
        row.result = { failed, parts }
      }),
    release: (hold) => fenced(hold, giveBack),
    withdraw(ref) {
      const row = rows.get(ref)
      if (row === undefined || isTombstone(row, now())) return false
      bury(row, 'withdrawn')
      return true
    },
    find(ref) {
      const row = rows.get(ref)
      return row && receiptFrom(row, now())
    },
    read(ref, part, index) {
      const row = rows.get(ref)
      if (row?.state !== 'done' || isTombstone(row, now())) return undefined
      return row.chunks.find((chunk) => chunk.part === part && chunk.index === index)?.bytes
    },
    sweep(limit) {
      const over = [...rows.values()].filter(({ expires = Infinity }) => expires <= now())
      over.sort((a, b) => (a.expires ?? 0) - (b.expires ?? 0) || a.sequence - b.sequence).splice(limit)
      for (const row of over) {
        if (row.state === 'done') bury(row, 'expired')
        else {
          rows.delete(row.entry.ref)
          keys.delete(row.entry.idempotency ?? '')
        }
      }
      return over.length
    },
    depth() {
      const counts = Object.fromEntries(states.map((state) => [state, 0])) as Record<State, number>
      for (const { state } of rows.values()) counts[state]++
      return counts
    },
    busy: (role) =>
      [...leased].some(({ state, entry, due = 0 }) => state === 'working' && entry.role === role && due > now()),
  }
}

function placeOf({ part, index }: Chunk): string {
  return `${part}/${index}`
}

function sizeOf(chunks: readonly Chunk[]): number {
  return chunks.reduce((sum, { bytes }) => sum + bytes.length, 0)
}

function byDue(a: Row, b: Row): number {
  return (a.due ?? Infinity) - (b.due ?? Infinity) || a.sequence - b.sequence
}

/** Its time may be over before the sweep comes. */
function isTombstone({ state, expires }: Row, now: number): boolean {
  return state === 'expired' || state === 'withdrawn' || (expires !== undefined && expires <= now)
}

function claimedFrom(row: Row, owner: string, document: Uint8Array): Claimed {
  const { entry, attempt, submitted, routing } = row
  return {
    ref: entry.ref,
    owner,
    attempt,
    role: entry.role,
    document,
    submitted,
    ...(routing && { routing }),
  }
}

function receiptFrom(row: Row, now: number): Receipt {
  const { entry, state, attempt, submitted, taken, finished, expires, routing, progress, result } = row
  const over = state === 'done' && isTombstone(row, now)
  return {
    ref: entry.ref,
    state: over ? 'expired' : state,
    role: entry.role,
    ...(entry.queue !== undefined && { queue: entry.queue }),
    attempt,
    submitted,
    ...(taken !== undefined && { taken }),
    ...(finished !== undefined && { finished }),
    ...(expires !== undefined && { expires }),
    ...(routing && { routing }),
    ...(progress && { progress }),
    ...(result && !over && { result }),
  }
}
