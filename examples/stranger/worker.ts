// node worker.ts <multiaddr of a peer that hires>
// Plays `urn:example:echo`: sends every document back. Prints its peer IRI when it can be hired; ends with the connection.
import { type Frame, newId } from './frame.ts'
import { AGENT_2026, attributeOf, dial, instruction, verbOf } from './pipe.ts'

const ROLE = 'urn:example:echo'
const [address = ''] = process.argv.slice(2)

const engagements = new Set<string>()
/** The latest hires and documents by id, with what was answered: the same again gets the same again. */
const answered = new Map<string, Frame>()
const MAX_ANSWERED = 256

const { self, peer, send } = await dial(address, (frame) => {
  const answer = answered.get(frame.id) ?? answerTo(frame)
  if (answer === undefined) return
  answered.set(frame.id, answer)
  const [oldest = ''] = answered.keys()
  if (answered.size > MAX_ANSWERED) answered.delete(oldest)
  void send(answer)
})
setInterval(() => {
  for (const engagement of engagements) void send({ id: newId(), engagement, replyTo: engagement })
}, 500)
console.log(`ready ${self}`)

function answerTo({ id, engagement = '', replyTo, document }: Frame): Frame | undefined {
  if (replyTo !== undefined) return undefined
  const verb = verbOf(document)
  if (verb === 'hire') return verdictOn(id, document ?? '')
  const known = engagements.has(engagement)
  if (verb === 'dismiss') engagements.delete(engagement)
  if (verb === 'dismiss' || !known) return resignation(engagement)
  if (document === undefined) return undefined // A heartbeat.
  if (document.includes(AGENT_2026)) return notice(id, engagement, document)
  return { id: newId(), replyTo: id, engagement, document }
}

function verdictOn(id: string, hire: string): Frame | undefined {
  if (attributeOf(hire, 'from') !== peer) return undefined
  const role = attributeOf(hire, 'role') ?? ''
  const head = { id: newId(), replyTo: id, engagement: id }
  if (role !== ROLE) return { ...head, reason: 'unknown-role', document: instruction('refuse', { from: self, role }) }
  engagements.add(id)
  return { ...head, document: instruction('accept', { from: self, role }) }
}

function resignation(engagement: string): Frame {
  const document = instruction('resign', { from: self, group: 'urn:xeerkat:group:world', role: ROLE })
  return { id: newId(), replyTo: engagement, engagement, document }
}

/** A reminder of a document that never came, or something that is not known here. */
function notice(id: string, engagement: string, document: string): Frame | undefined {
  if (!document.includes('<reminder')) {
    return { id: newId(), replyTo: id, engagement, document: `<unsupported xmlns="${AGENT_2026}" name="?"/>` }
  }
  const of = attributeOf(document, 'of') ?? ''
  return (
    answered.get(of) ?? {
      id: newId(),
      replyTo: of,
      engagement,
      document: `<missing xmlns="${AGENT_2026}" of="${of}"/>`,
    }
  )
}
