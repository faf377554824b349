import { expect, test, vi } from 'vitest'
import { adOf, firstOf, lab, pinger } from './fixtures/ads.ts'
import { connect, createPeer } from './fixtures/nodes.ts'

vi.setConfig({ testTimeout: 30_000 })

test('the ads of a group go to those in it, and to nobody else', async () => {
  await using one = await createPeer({ groups: [lab] })
  await using two = await createPeer({ groups: [lab] })
  await using stranger = await createPeer()
  await Promise.all([connect(one, two), connect(one, stranger), connect(two, stranger)])
  await one.discovery.publish(adOf(one, { group: lab }))
  expect(await firstOf(two.discovery.find({ role: pinger, group: lab }))).toEqual(adOf(one, { group: lab }))
  // Whatever was for the stranger has come before this.
  await two.discovery.publish(adOf(two))
  await stranger.event(({ type }) => type === 'added')
  expect(stranger.discovery.known().map(({ group }) => group)).toEqual([adOf(two).group])
})

test('who asks for a group is told of it, and forgets it afterwards', async () => {
  await using one = await createPeer({ groups: [lab] })
  await using guest = await createPeer({ search: { linger: 0 } })
  await connect(one, guest)
  await one.discovery.publish(adOf(one, { group: lab }))
  expect(await firstOf(guest.discovery.find({ role: pinger, group: lab }))).toEqual(adOf(one, { group: lab }))
  expect(await guest.event(({ type }) => type === 'removed')).toMatchObject({ why: 'left-group' })
})

test('who joins later is told at once', async () => {
  await using one = await createPeer({ groups: [lab] })
  await using two = await createPeer()
  await connect(one, two)
  await one.discovery.publish(adOf(one, { group: lab }))
  two.discovery.join(lab)
  await two.event(({ type }) => type === 'added')
  expect(two.discovery.known({ group: lab }).length).toBe(1)
})

test('leaving a group withdraws what was said there and forgets the rest', async () => {
  await using one = await createPeer({ groups: [lab] })
  await using two = await createPeer({ groups: [lab] })
  await connect(one, two)
  await Promise.all([
    one.discovery.publish(adOf(one, { group: lab })),
    two.discovery.publish(adOf(two, { group: lab })),
  ])
  for (const peer of [one, two]) await peer.event(() => peer.discovery.known().length === 2)
  await two.discovery.leave(lab)
  await one.event(({ type }) => type === 'removed')
  expect([one.discovery.known().map(({ peer }) => peer), two.discovery.known()]).toEqual([[adOf(one).peer], []])
  expect(two.discovery.groups()).toEqual([])
})

test('one agent can be in several groups under one id', async () => {
  await using one = await createPeer()
  await one.discovery.publish(adOf(one))
  await one.discovery.publish(adOf(one, { group: lab }))
  expect(
    one.discovery
      .known()
      .map(({ group }) => group)
      .sort(),
  ).toEqual([adOf(one).group, lab].sort())
  await one.discovery.withdraw(adOf(one).id, { group: lab })
  expect(one.discovery.known().map(({ group }) => group)).toEqual([adOf(one).group])
})
