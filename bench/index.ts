// Everything that is measured, each next to a named reference of the same run. `npm run bench` prints the tables.
import { dispatchRate } from './dispatch.ts'
import { pings } from './pings.ts'
import { pipeEcho } from './pipe-echo.ts'
import { propagation } from './propagation.ts'
import { rawEcho, tcpEcho } from './raw-echo.ts'
import { frontRows } from './pipeline-front.ts'
import { pipelineStreamRows } from './pipeline-stream.ts'
import { receiptRows } from './receipts.ts'
import { xsltRows } from './xslt.ts'

/** A ping and the frame around it. */
const PING = 120
const IN_FLIGHT = 100
/** Bytes of the document that streams. */
const STREAMED = 2 ** 28

const row = (what: string, value: number, unit: string, ratio?: number, reference?: string) => ({
  what,
  value: Number(value.toPrecision(4)),
  unit,
  ...(ratio !== undefined && { ratio: Number(ratio.toPrecision(3)), reference }),
})

const frame = { size: PING, inFlight: IN_FLIGHT }
const tcp = await tcpEcho(frame)
const raw = await rawEcho(frame)
const roundTrip = await rawEcho({ ...frame, inFlight: 1 })
const pipe = await pipeEcho({ size: 20, inFlight: IN_FLIGHT })
const ping = await pings({ window: IN_FLIGHT })
const rawName = 'raw libp2p echo, coalesced'

console.log(`Two processes, ${IN_FLIGHT} documents under way`)
console.table([
  row('plain TCP echo', tcp.rate, '/s'),
  row(rawName, raw.rate, '/s', raw.rate / tcp.rate, 'plain TCP echo'),
  row('documents through a pipe', pipe.rate, '/s', pipe.rate / raw.rate, rawName),
  row('pings through VM and pipe', ping.rate, '/s', ping.rate / raw.rate, rawName),
  row('hire until accepted, p50', ping.hireP50, 'ms', ping.hireP50 / roundTrip.p50, 'raw round trip, p50'),
  row('hire until accepted, p99', ping.hireP99, 'ms', ping.hireP99 / roundTrip.p99, 'raw round trip, p99'),
])

console.log('The VM by itself, two in one process')
console.table([row('messages dispatched', await dispatchRate(), '/s')])

console.log('Receipts of a gateway, each on disk before it is given')
console.table(await receiptRows())

console.log('Front ends that are pipelines')
console.table(await frontRows())

console.log('A large document through pipelines that stream')
console.table(await pipelineStreamRows(STREAMED))

console.log('XSLT, a document of a megabyte')
console.table(await xsltRows())

const spread = await propagation()
console.log('Fifty peers in one process')
console.table([
  row('an ad reaches half of them', spread.half, 'ms'),
  row('an ad reaches all of them', spread.all, 'ms', spread.all / roundTrip.p50, 'raw round trip, p50'),
  row('memory of a peer', spread.memory, 'MiB'),
])
process.exit(0)
