import { AGENT_2026, messageId, type PeerIri } from '@xeerkat/agent-vm'
import { element } from '@xeerkat/xml'
import { close } from './deeds.ts'
import type { Ending } from './history.ts'
import type { World } from './world.ts'

/** Longer than every lease, patience and retry together. */
const LONG_ENOUGH = 600_000
/** Longer than two peers who hear each other need to agree that nothing is between them. */
const SOON = 5_000
/** Longer than the longest lease. */
const LEASES = 40_000

/** Ends everything, and looks whether it has ended. */
export async function comeToRest(world: World, ending: Ending): Promise<void> {
  const { simulation, clock, hosts, held, over } = world
  for (const { peer } of hosts) peer.resume()
  if (ending.first === 'isolation') await isolate(world)
  simulation.heal()
  simulation.change({ delay: [1, 2], loss: 0, duplication: 0, reordering: 0 })
  if (ending.first === 'patience') await bePatient(world)

  over.abort(new Error('the world comes to rest'))
  // What is still being negotiated is decided by then.
  await clock.advance(SOON)
  for (const host of hosts) {
    if (ending.by === 'closing') close(world, host)
    else for (const { engagement, vm } of held) if (host.vm === vm) void engagement.dismiss()
  }
  await clock.advance(SOON)
  judgeContracts(world, ({ peer }) => present(world).includes(peer))
  if (!(await clock.settle(LONG_ENOUGH))) world.accuse('the world never came to rest: a timer is set again and again')
  judgeContracts(world, () => true)
  judgePromises(world)
  for (const { negotiation, desks, running } of hosts) {
    if (!running) continue
    negotiation.judge()
    desks.judge()
  }
  await judgeVoices(world)
}

/** Nobody hears anybody until every lease has run out. */
async function isolate(world: World): Promise<void> {
  const { simulation, clock, hosts, stranger, over } = world
  over.abort(new Error('nobody is left to work for'))
  const everyone = [...hosts.map(({ peer }) => peer.iri), stranger.iri]
  for (const one of everyone)
    simulation.partition(
      [one],
      everyone.filter((other) => other !== one),
    )
  await clock.advance(LEASES)
  // With itself a peer is never cut off.
  judgeContracts(world, ({ peer, self }) => peer !== self)
}

/** In a world in which everything works, everything that can be answered is. */
async function bePatient({ clock, pending, accuse }: World): Promise<void> {
  const answerable = [...pending].filter(
    ({ host, vm, held }) => held !== undefined && !held.hung && host.running && host.vm === vm,
  )
  try {
    await clock.run(Promise.all(answerable.map(({ promise }) => promise)), LONG_ENOUGH)
  } catch {
    for (const entry of answerable) if (pending.has(entry)) accuse(`nobody answers, though all is well: ${entry.what}`)
  }
}

function present({ hosts }: World): readonly PeerIri[] {
  return hosts.filter(({ running }) => running).map(({ peer }) => peer.iri)
}

function judgeContracts(
  { hosts, accuse }: World,
  concerns: (contract: { readonly self: PeerIri; readonly peer: PeerIri }) => boolean,
): void {
  for (const { vm, running } of hosts) {
    for (const { side, peer, state } of running ? vm.status().contracts : [])
      if (concerns({ self: vm.self, peer }))
        accuse(`${vm.self} still believes that it is ${side} of ${peer} (${state})`)
  }
}

function judgePromises({ pending, accuse }: World): void {
  for (const { what, host, vm } of pending) if (host.running && host.vm === vm) accuse(`never ended: ${what}`)
}

/** Every VM that did not crash still answers. */
async function judgeVoices(world: World): Promise<void> {
  const { simulation, accuse } = world
  const prober = simulation.peer('prober')
  const answered = new Set<PeerIri>()
  for (const peer of present(world)) {
    const pipe = prober.pipes.open(peer)
    void (async () => {
      for await (const { replyTo } of pipe.messages) if (replyTo) answered.add(peer)
    })()
    void pipe.send({ id: messageId(), document: element({ namespace: AGENT_2026, localName: 'are-you-there' }) })
  }
  await simulation.clock.advance(SOON)
  for (const peer of present(world)) if (!answered.has(peer)) accuse(`${peer} does not answer any more`)
}
