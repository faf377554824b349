import { once } from 'node:events'
import { createServer } from 'node:net'

/** The wanted port if nobody listens there, else some free one. Somebody may still come first. */
export async function freePort(wanted = 0, host?: string): Promise<number> {
  const server = createServer()
  try {
    server.listen(wanted, host)
    await once(server, 'listening')
    const address = server.address()
    return typeof address === 'object' && address !== null ? address.port : wanted
  } catch (error) {
    if (wanted === 0) throw error
    return freePort(0, host)
  } finally {
    server.close()
  }
}
