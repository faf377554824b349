import { type EngagementId, peerIri, roleIri, type VmEvent } from '@xeerkat/agent-vm'
import { expect, it } from 'vitest'
import { calmly, describeEvent } from './log.ts'

const peer = peerIri('12D3KooWabcdef')
const role = roleIri('http://www.xeerkat.org/Agents/Roles/Examples/Ping/Worker')
const engagement = 'e'.repeat(32) as EngagementId

it.for<readonly [VmEvent, string | undefined]>([
  [{ type: 'hired', engagement, employer: peer, role }, 'hired as Ping/Worker by …abcdef'],
  [{ type: 'refused', employer: peer, role, reason: 'busy' }, 'refused to be Ping/Worker of …abcdef: busy'],
  [
    { type: 'ended', engagement, worker: peer, role, how: 'resigned', reason: 'crashed' },
    '…abcdef is no longer our Ping/Worker: resigned, crashed',
  ],
  [{ type: 'dropped', from: peer, why: 'bad-xml' }, 'dropped a message of …abcdef: bad-xml'],
  [{ type: 'dropped', from: peer, why: 'late' }, undefined],
])('an event is a line a person can read, or none: %j', ([event, line]) => {
  expect(describeEvent(event)).toBe(line)
})

it('a flood of events is a few lines', () => {
  const lines: string[] = []
  const log = calmly((line) => lines.push(line), 5)
  for (let n = 0; n < 1000; n++) log(`event ${n}`)
  // A second may pass meanwhile, hardly more.
  expect(lines.length).toBeLessThan(20)
})
