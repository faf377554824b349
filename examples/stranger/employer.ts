// node employer.ts <multiaddr of a host that plays the ping worker>
// Hires it, has a few pings answered, is refused a role that nobody plays, dismisses it. Asserts every answer.
import assert from 'node:assert/strict'
import { type Frame, newId } from './frame.ts'
import { dial, instruction, verbOf } from './pipe.ts'

const PING = 'http://www.xeerkat.org/Agents/Roles/Examples/Ping/Worker'
const group = 'urn:xeerkat:group:world'
const [address = ''] = process.argv.slice(2)

const waiting = new Map<string, (answer: Frame) => void>()
const { self, peer, send, close } = await dial(address, (frame) => {
  const heartbeat = frame.document === undefined
  if (!heartbeat) waiting.get(frame.replyTo ?? '')?.(frame)
})

/** Sends a frame, and waits for the one that answers `about`. */
async function ask(frame: Frame, about = frame.id): Promise<Frame> {
  const answer = new Promise<Frame>((resolve) => waiting.set(about, resolve))
  await send(frame)
  return answer
}

function hire(role: string): Promise<Frame> {
  const id = newId()
  return ask({ id, engagement: id, document: instruction('hire', { from: self, group, role }) })
}

const { engagement = '', document } = await hire(PING)
assert.equal(verbOf(document), 'accept')
console.log(`hired ${peer}`)
const heartbeats = setInterval(() => void send({ id: newId(), engagement }), 500)

for (const count of [0, 1, 2]) {
  const ping = `<ping count="${count}"/>`
  const answer = await ask({ id: newId(), engagement, document: ping })
  assert.equal(answer.document, ping)
  console.log(`answered ${ping}`)
}

const refusal = await hire('urn:example:nobody-plays-this')
assert.deepEqual([verbOf(refusal.document), refusal.reason], ['refuse', 'unknown-role'])
console.log(`refused: ${refusal.reason}`)

const dismissal = instruction('dismiss', { from: self, role: PING })
const resignation = await ask({ id: newId(), engagement, document: dismissal }, engagement)
assert.equal(verbOf(resignation.document), 'resign')
console.log('dismissed, and it resigned')

const stray = await ask({ id: newId(), engagement, document: '<ping count="3"/>' }, engagement)
assert.equal(verbOf(stray.document), 'resign')
console.log('it works for us no longer')

clearInterval(heartbeats)
await close()
