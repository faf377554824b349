import type { Server } from 'node:http'
import type { Socket } from 'node:net'

export interface ConnectionLimits {
  /** Connections open at once. */
  readonly most: number
  /** Milliseconds until a connection must have said something. */
  readonly silence: number
}

/**
 * Keeps the connections of a server within a bound: when one too many comes, that one is closed which has stood
 * longest without a whole request. So whoever opens thousands and asks nothing keeps nobody else out.
 *
 * @param onClosed - Told of each that is closed for it.
 */
export function boundConnections(server: Server, { most, silence }: ConnectionLimits, onClosed: () => void): void {
  let open = 0
  /** Those without a whole request, longest first. */
  const quiet = new Set<Socket>()

  server.on('connection', (socket) => {
    open++
    quiet.add(socket)
    // Node's limit for headers begins with their first byte.
    const timer = setTimeout(() => {
      if (socket.bytesRead === 0) socket.destroy()
    }, silence)
    socket.once('close', () => {
      clearTimeout(timer)
      quiet.delete(socket)
      open--
    })
    const [oldest] = quiet
    if (open <= most || oldest === undefined) return
    onClosed()
    oldest.destroy()
  })

  server.on('request', (request, response) => {
    const { socket } = request
    request.once('end', () => {
      if (!response.closed) quiet.delete(socket)
    })
    response.once('close', () => {
      if (!socket.destroyed) quiet.add(socket)
    })
  })
}
