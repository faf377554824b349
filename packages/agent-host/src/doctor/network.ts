import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { sentence } from '../errors.ts'
import { bad, type Check, good, poor } from './check.ts'
import { PROGRAM } from '../program.ts'

const MDNS_PORT = 5353
const MDNS_GROUP = '224.0.0.251'
const PROBE_WITHIN = 1500
/** Advertisements are signed with a time: beyond this others may think them old. */
const MAX_SKEW = 10_000

export interface NetworkSettings {
  /** The gateway to look for, and whether somebody asked for that one. */
  readonly gateway: string
  readonly gatewayExpected: boolean
  /** How many other peers a visitor of the mesh meets within a few seconds. */
  readonly countPeers: (signal: AbortSignal) => Promise<number>
}

/** The checks of what is around this machine. */
export function networkChecks({ gateway, gatewayExpected, countPeers }: NetworkSettings): readonly Check[] {
  return [
    { name: 'addresses', run: () => Promise.resolve(addresses()) },
    { name: 'listening', run: listening },
    { name: 'multicast DNS', run: multicast },
    { name: 'peers', run: (signal) => peers(countPeers, signal) },
    { name: 'gateway', run: (signal) => reachable(gateway, gatewayExpected, signal) },
    { name: 'clock', run: (signal) => clock(gateway, signal) },
  ]
}

function addresses() {
  const own = Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
    .map(({ address }) => address)
  return own.length > 0
    ? good(own.join(', '))
    : poor('none but this machine’s own', 'Connect to a network: until then only hosts on this machine are found.')
}

async function listening() {
  const server = createServer()
  try {
    server.listen(0)
    await once(server, 'listening')
    return good('TCP ports can be opened')
  } catch (error) {
    return bad(sentence(error), 'Allow this program to listen on TCP ports.')
  } finally {
    server.close()
  }
}

/** Says something to the group that every mDNS speaker hears, and listens whether it comes back. */
async function multicast() {
  const advice =
    'Allow UDP 5353 to 224.0.0.251 in the firewall; hosts in other networks are joined with --bootstrap ADDRESS.'
  const sockets: Socket[] = []
  try {
    const [ear, mouth] = [await open(sockets), await open(sockets)]
    const question = probe(`_xeerkat-doctor-${Math.random().toString(36).slice(2)}`)
    const heard = new Promise<void>((resolve) => {
      ear.on('message', (message) => {
        if (message.equals(question)) resolve()
      })
    })
    mouth.send(question, MDNS_PORT, MDNS_GROUP)
    const signal = AbortSignal.timeout(PROBE_WITHIN)
    const late = once(signal, 'abort').then(() => 'late' as const)
    return (await Promise.race([heard, late])) === 'late' ? bad('what is sent is not heard', advice) : good('heard')
  } catch (error) {
    return bad(sentence(error), advice)
  } finally {
    for (const socket of sockets) socket.close()
  }
}

async function open(sockets: Socket[]): Promise<Socket> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true })
  sockets.push(socket)
  socket.bind(MDNS_PORT)
  await once(socket, 'listening')
  socket.addMembership(MDNS_GROUP)
  socket.setMulticastLoopback(true)
  return socket
}

/** A DNS question (RFC 1035, 4.1) for a service that nobody has. */
function probe(label: string): Buffer {
  const name = [label, '_udp', 'local'].flatMap((part) => [part.length, ...Buffer.from(part)])
  const header = [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]
  const pointerRecord = [0, 12, 0, 1]
  return Buffer.from([...header, ...name, 0, ...pointerRecord])
}

async function peers(countPeers: NetworkSettings['countPeers'], signal: AbortSignal) {
  const count = await countPeers(signal)
  if (count > 0) return good(`${count} found`)
  return poor(
    'no other peer found',
    `Start a second host: "${PROGRAM} --roles ping" on this network, or --bootstrap ADDRESS with what a host elsewhere prints.`,
  )
}

async function reachable(gateway: string, expected: boolean, signal: AbortSignal) {
  try {
    const response = await fetch(new URL('/healthz', gateway), { signal })
    return response.ok ? good(gateway) : bad(`${gateway} answers ${response.status}`, 'See what that gateway logs.')
  } catch (error) {
    const advice = `Start one with "${PROGRAM} --roles ping --gateway 8080", or name it with --gateway URL.`
    return expected ? bad(`${gateway}: ${sentence(error)}`, advice) : poor(`none at ${gateway}`, advice)
  }
}

/** A gateway's clock is the only other one that can be asked without a time server. */
async function clock(gateway: string, signal: AbortSignal) {
  const now = new Date().toISOString()
  const response = await fetch(new URL('/healthz', gateway), { signal }).catch(() => undefined)
  const theirs = Date.parse(response?.headers.get('date') ?? '')
  if (Number.isNaN(theirs)) return good(`${now}; no gateway to compare with`)
  const skew = Math.abs(Date.now() - theirs)
  return skew < MAX_SKEW
    ? good(`${now}, as the gateway’s`)
    : bad(
        `${Math.round(skew / 1000)} s apart from the gateway’s`,
        'Set both clocks, best with NTP: signed ads carry their time.',
      )
}
