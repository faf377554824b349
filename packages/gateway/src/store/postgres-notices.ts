import type { Pool, PoolClient } from 'pg'

/** Tells other gateways which topics changed, and hears it from them. */
export interface Notices extends AsyncDisposable {
  readonly send: (topic: string) => void
}

/** PostgreSQL takes 8000 bytes in a payload; a topic has 22. */
const MAX_TOPICS = 300

/** Milliseconds until a broken listener is replaced. */
const RETRY = 1000

/**
 * Sending is apart from what is sent about, and gathered: a `NOTIFY` within each transaction would make commits wait for
 * each other (they take one lock for the whole server). One lost in a crash costs a look a second later.
 */
export async function createNotices(pool: Pool, channel: string, ring: (topic?: string) => void): Promise<Notices> {
  const pending = new Set<string>()
  let sending: Promise<void> | undefined
  let closed = false
  let retry: NodeJS.Timeout | undefined
  let listener: PoolClient | undefined = await listen()

  async function listen(): Promise<PoolClient> {
    const client = await pool.connect()
    client.on('notification', ({ payload = '' }) => {
      for (const topic of payload.split(' ')) ring(topic)
    })
    client.on('error', () => {}) // It ends after its error, if it ever had one.
    client.once('end', () => {
      listener = undefined
      client.release(true)
      again()
    })
    await client.query(`LISTEN ${channel}`)
    return client
  }

  /** What was said meanwhile was not heard: everybody looks again. */
  function again(): void {
    if (closed) return
    retry = setTimeout(() => {
      listen().then((client) => {
        listener = client
        ring()
      }, again)
    }, RETRY)
  }

  async function flush(): Promise<void> {
    while (pending.size > 0) {
      const topics = [...pending].slice(0, MAX_TOPICS)
      for (const topic of topics) pending.delete(topic)
      await pool.query('SELECT pg_notify($1, $2)', [channel, topics.join(' ')]).catch(() => {})
    }
    sending = undefined
  }

  return {
    send(topic) {
      pending.add(topic)
      sending ??= flush()
    },
    async [Symbol.asyncDispose]() {
      closed = true
      clearTimeout(retry)
      await sending
      listener?.removeAllListeners('end').release(true)
    },
  }
}
