import { defineRole, fault, type Outcome } from '@xeerkat/agent-vm'
import { attribute, type Document, element, integer } from '@xeerkat/xml'
import { PING_COORDINATOR, PING_WORKER } from './iris.ts'
import { pingXsd } from './ping.xsd.ts'

/** Milliseconds without any answer before giving up, where the request does not say. */
const IDLE_MAX = 10_000
/** Workers held at once, where the request does not say. */
const HIRE_LIMIT = 8

/** Hires workers, bounces `count` pings off them, and reports how it went (paper, 4.6). */
export const pingCoordinator = defineRole(
  PING_COORDINATOR,
  async (request, { delegate, progress }) => {
    if (request.root.localName !== 'ping-request')
      return fault(`I take <ping-request>, not <${request.root.localName}>.`)
    const count = integer(request, 'count', undefined, { min: 0 })
    const idle = integer(request, 'idle-max', 0, { min: 0 }) || IDLE_MAX
    const limit = integer(request, 'hire-limit', 0, { min: 0 }) || HIRE_LIMIT
    const started = performance.now()
    let settled = 0
    let returned = 0
    for await (const outcome of delegate(PING_WORKER, pings(count), { limit, idle, patience: idle })) {
      if (cameBack(outcome)) returned++
      progress(++settled, count)
    }
    const elapsed = Math.round(performance.now() - started)
    return element('ping-stats', { count, failures: count - returned, elapsed })
  },
  {
    title: 'Ping coordinator',
    accepts: [
      {
        namespace: '',
        localName: 'ping-request',
        title: 'Bounce pings off as many workers as there are, and report how it went',
        schema: pingXsd,
        example: '<ping-request count="1000" hire-limit="4"/>',
      },
    ],
  },
)

function* pings(count: number): Generator<Document> {
  for (let i = 0; i < count; i++) yield element('ping', { count: i })
}

/** A worker is a stranger: only its own ping, sent back, counts. */
function cameBack({ index, document }: Outcome): boolean {
  return document?.root.localName === 'ping' && attribute(document, 'count') === String(index)
}
