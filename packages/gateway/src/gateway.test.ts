import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineRole, fault, type Role } from '@xeerkat/agent-vm'
import { element, fromText } from '@xeerkat/xml'
import { describe, expect, it, vi } from 'vitest'
import { createBroker } from './broker.ts'
import type { GatewayEvent } from './events.ts'
import { createGateway, type GatewayOptions } from './gateway.ts'
import { createFront } from './http.ts'
import { routesOf } from './route.ts'
import { openMemoryStore } from './store/memory.ts'
import { openSqliteStore } from './store/sqlite.ts'
import type { Store } from './store/store.ts'
import { createGrid, type Grid, type Member } from './testing/grid.ts'
import { SUM, sumRole } from './testing/roles.ts'

// Real files, sockets and processes, perhaps on a busy machine.
vi.setConfig({ testTimeout: 30_000 })

const GOOD = '<sum-request a="1" b="2"/>'

/** A gateway over a member's VM, whose events can be waited for. */
async function open(
  member: Member,
  options: GatewayOptions & { readonly store?: Store; readonly roles?: Role[] } = {},
) {
  const { store, roles = [sumRole()], ...rest } = options
  const events: GatewayEvent[] = []
  const watchers = new Set<() => void>()
  const gateway = await createGateway(
    {
      vm: member.vm,
      routes: () => routesOf(roles),
      ...(store && { store }),
      observe(event) {
        events.push(event)
        for (const watcher of watchers) watcher()
      },
    },
    rest,
  )
  return {
    ...gateway,
    events,
    submit: async (document = GOOD) => {
      const answer = await fetch(gateway.url, { method: 'POST', body: document })
      expect(answer.status).toBe(202)
      return gateway.url + answer.headers.get('location')
    },
    /** Resolves once an event of that type happened. */
    async happened(type: GatewayEvent['type'], times = 1): Promise<void> {
      while (events.filter((event) => event.type === type).length < times)
        await new Promise<void>((resolve) => watchers.add(resolve))
    },
  }
}

async function answer(location: string): Promise<string> {
  for (;;) {
    const response = await fetch(location, { headers: { prefer: 'wait=20' } })
    if (response.status !== 202) return response.text()
    await response.text()
  }
}

async function coordinators(grid: Grid, count: number, role: Role, maxHires?: number): Promise<Member[]> {
  const names = Array.from({ length: count }, (_, i) => `coordinator-${i}`)
  return Promise.all(names.map((name) => grid.join([role], { name, ...(maxHires !== undefined && { maxHires }) })))
}

describe('a document', () => {
  it('goes from HTTP through a coordinator to its receipt', async () => {
    await using grid = createGrid()
    await coordinators(grid, 1, sumRole())
    await using gateway = await open(await grid.join())
    expect(await answer(await gateway.submit())).toBe('<sum value="3"/>')
    expect(gateway.events.map(({ type }) => type)).toEqual(['submitted', 'taken', 'engaged', 'answered'])
  })

  it('may be one of very many, and each gets its own answer', async () => {
    await using grid = createGrid()
    await coordinators(grid, 2, sumRole())
    await using gateway = await open(await grid.join())
    const numbers = Array.from({ length: 200 }, (_, i) => i)
    const locations = await Promise.all(numbers.map((i) => gateway.submit(`<sum-request a="${i}" b="${i}"/>`)))
    const answers = await Promise.all(locations.map(answer))
    expect(answers).toEqual(numbers.map((i) => `<sum value="${2 * i}"/>`))
  })

  it('that nobody takes is answered in time by the gateway itself', async () => {
    await using grid = createGrid()
    await using gateway = await open(await grid.join(), { recruitWithin: 100 })
    const text = await answer(await gateway.submit())
    expect(text).toMatch(
      /^<error xmlns="http:\/\/www.mathgrid.org.*No coordinator was found within 0.1 seconds.*urn:test:sum/,
    )
    expect(gateway.events.at(-1)).toMatchObject({ type: 'answered', failed: true })
  })

  it('finds a coordinator that joins late', async () => {
    await using grid = createGrid()
    await using gateway = await open(await grid.join())
    const location = await gateway.submit()
    await gateway.happened('taken')
    await coordinators(grid, 1, sumRole())
    expect(await answer(location)).toBe('<sum value="3"/>')
  })

  it('waits for a role that is played, but busy', async () => {
    const held = Promise.withResolvers<void>()
    let first = true
    const onWork = () => {
      if (!first) return
      first = false
      return held.promise
    }
    await using grid = createGrid()
    await coordinators(grid, 1, sumRole({ onWork }), 1)
    await using gateway = await open(await grid.join(), { recruitWithin: 1000 })
    const locations = [await gateway.submit()]
    await gateway.happened('engaged')
    locations.push(await gateway.submit())
    await gateway.happened('handed-back')
    held.resolve()
    expect(await Promise.all(locations.map(answer))).toEqual(['<sum value="3"/>', '<sum value="3"/>'])
  })

  it('to which its coordinator has nothing to say is answered with an error', async () => {
    const silent = defineRole(SUM, () => undefined, { accepts: sumRole().accepts ?? [] })
    await using grid = createGrid()
    await coordinators(grid, 1, silent)
    await using gateway = await open(await grid.join())
    expect(await answer(await gateway.submit())).toMatch(/^<error .*had no response/)
  })

  it('that its coordinator answers with an error counts as failed', async () => {
    const faulty = defineRole(SUM, () => fault('Not today.'), { accepts: sumRole().accepts ?? [] })
    await using grid = createGrid()
    await coordinators(grid, 1, faulty)
    await using gateway = await open(await grid.join())
    expect(await answer(await gateway.submit())).toMatch(/^<error .*Not today/)
    expect(gateway.events.at(-1)).toMatchObject({ failed: true })
  })

  it('that kills every coordinator is given up after a few', async () => {
    const deadly = defineRole(
      SUM,
      () => {
        throw new Error('boom')
      },
      { accepts: sumRole().accepts ?? [] },
    )
    await using grid = createGrid()
    await coordinators(grid, 3, deadly)
    await using gateway = await open(await grid.join(), { coordinators: 2 })
    expect(await answer(await gateway.submit())).toMatch(/^<error .*2 coordinators were lost/)
  })

  it('whose answer is larger than the gateway keeps is answered with an error', async () => {
    const wordy = defineRole(SUM, () => element('sum', {}, 'x'.repeat(1000)), { accepts: sumRole().accepts ?? [] })
    await using grid = createGrid()
    await coordinators(grid, 1, wordy)
    await using gateway = await open(await grid.join(), { maxAnswer: 500 })
    expect(await answer(await gateway.submit())).toMatch(/^<error .*gateway keeps 500/)
  })

  it('that takes too long is given up', async () => {
    const endless = sumRole({ onWork: () => new Promise<void>(() => {}) })
    await using grid = createGrid()
    await coordinators(grid, 1, endless)
    await using gateway = await open(await grid.join(), { workWithin: 100 })
    expect(await answer(await gateway.submit())).toMatch(/^<error .*given up/)
  })

  it('that is withdrawn leaves its coordinator free', async () => {
    const released = Promise.withResolvers<void>()
    const endless = defineRole(
      SUM,
      (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            released.resolve()
            reject(new Error('dismissed'))
          })
        }),
      { accepts: sumRole().accepts ?? [] },
    )
    await using grid = createGrid()
    await coordinators(grid, 1, endless)
    await using gateway = await open(await grid.join(), { lease: 60 })
    const location = await gateway.submit()
    await gateway.happened('engaged')
    expect((await fetch(location, { method: 'DELETE' })).status).toBe(204)
    await released.promise
    await gateway.happened('lease-lost')
    expect((await fetch(location)).status).toBe(410)
  })

  it('brings attachments back', async () => {
    const drawing = { contentId: 'plot', mediaType: 'image/svg+xml', bytes: new Uint8Array([1, 2, 3]) }
    const artist = defineRole(SUM, () => fromText('<sum href="cid:plot"/>', { attachments: [drawing] }), {
      accepts: sumRole().accepts ?? [],
    })
    await using grid = createGrid()
    await coordinators(grid, 1, artist)
    await using gateway = await open(await grid.join())
    const location = await gateway.submit()
    await answer(location)
    const attachment = await fetch(`${location}/attachments/plot`)
    expect(new Uint8Array(await attachment.arrayBuffer())).toEqual(drawing.bytes)
  })

  it('that is not well-formed, though a front let it in, is answered by the gateway peer', async () => {
    await using grid = createGrid()
    await coordinators(grid, 1, sumRole())
    await using store = openMemoryStore()
    await using gateway = await open(await grid.join(), { store })
    const document = new TextEncoder().encode('<!DOCTYPE a><sum-request a="1" b="2"/>')
    await store.put({ ref: 'careless', role: SUM, document })
    expect(await answer(`${gateway.url}/receipts/careless`)).toMatch(/^<error .*not well-formed/)
  })
})

describe('an answer', () => {
  it('survives a queue in trouble for a moment', async () => {
    let asked = 0
    await using grid = createGrid()
    await coordinators(grid, 1, sumRole({ onWork: () => void asked++ }))
    await using memory = openMemoryStore()
    let finishes = 0
    const store: Store = {
      ...memory,
      finish: (...args) => (++finishes === 1 ? Promise.reject(new Error('disk')) : memory.finish(...args)),
    }
    await using gateway = await open(await grid.join(), { store })
    expect(await answer(await gateway.submit())).toBe('<sum value="3"/>')
    expect([finishes, asked]).toEqual([2, 1])
  })
})

describe('progress', () => {
  it('shows at the receipt', async () => {
    const held = Promise.withResolvers<void>()
    await using grid = createGrid()
    await coordinators(grid, 1, sumRole({ onWork: () => held.promise }))
    await using gateway = await open(await grid.join())
    const location = await gateway.submit()
    for (;;) {
      const message = await (await fetch(location)).text()
      if (message.includes('state="working" done="1" total="2"')) break
    }
    held.resolve()
    expect(await answer(location)).toBe('<sum value="3"/>')
  })
})

describe('a coordinator that is lost', () => {
  it('is replaced by another, and the answer comes once', async () => {
    const held = Promise.withResolvers<void>()
    let calls = 0
    const role = sumRole({ onWork: () => (++calls === 1 ? held.promise : undefined) })
    await using grid = createGrid()
    const members = await coordinators(grid, 2, role)
    await using gateway = await open(await grid.join())
    const location = await gateway.submit()
    await gateway.happened('engaged')
    const [first] = gateway.events.flatMap((event) => (event.type === 'engaged' ? [event.coordinator] : []))
    await members.find(({ vm }) => vm.self === first)?.crash()
    expect(await answer(location)).toBe('<sum value="3"/>')
    expect(gateway.events.filter(({ type }) => type === 'coordinator-lost')).toHaveLength(1)
    expect(gateway.events.filter(({ type }) => type === 'answered')).toHaveLength(1)
    held.resolve()
  })
})

describe('a gateway that ends', () => {
  it('hands its documents back at once, and the next one finishes them', async () => {
    const held = Promise.withResolvers<void>()
    let calls = 0
    const role = sumRole({ onWork: () => (++calls <= 3 ? held.promise : undefined) })
    await using grid = createGrid()
    await coordinators(grid, 1, role)
    await using store = openMemoryStore()
    const first = await open(await grid.join(), { store })
    const paths = []
    for (let i = 0; i < 3; i++) paths.push(new URL(await first.submit()).pathname)
    await first.happened('engaged', 3)
    const started = performance.now()
    await first[Symbol.asyncDispose]()
    expect(performance.now() - started).toBeLessThan(5_000)
    expect((await store.depth()).queued).toBe(3)
    await using second = await open(await grid.join(), { store })
    expect(await Promise.all(paths.map((path) => answer(second.url + path)))).toEqual(
      Array.from({ length: 3 }, () => '<sum value="3"/>'),
    )
  })

  it('by a crash, and comes back under its identity, finds the work where it was', async () => {
    const held = Promise.withResolvers<void>()
    let calls = 0
    const role = sumRole({
      onWork() {
        calls++
        return held.promise
      },
    })
    await using grid = createGrid()
    await coordinators(grid, 1, role)
    await using directory = await temporaryDirectory()
    await using store = await openSqliteStore(join(directory.path, 'queue.db'))
    const member = await grid.join([], { name: 'gateway' })
    const first = await open(member, { store: crashing(store) })
    const path = new URL(await first.submit()).pathname
    await first.happened('engaged')
    while ((await store.find(path.slice('/receipts/'.length)))?.state !== 'working');
    await member.crash()
    void first[Symbol.asyncDispose]()

    const again = await grid.join([], { name: 'gateway' })
    await using second = await open(again, { store })
    await second.happened('engaged')
    held.resolve()
    expect(await answer(second.url + path)).toBe('<sum value="3"/>')
    expect(second.events).toContainEqual(expect.objectContaining({ type: 'engaged', resumed: true }))
    expect(calls).toBe(1)
  })
})

describe('a front and a broker that only share a file', () => {
  it('make a gateway, though the broker knows no routes', async () => {
    await using grid = createGrid()
    await coordinators(grid, 1, sumRole())
    await using directory = await temporaryDirectory()
    const file = join(directory.path, 'queue.db')
    await using outside = await openSqliteStore(file)
    await using inside = await openSqliteStore(file)
    const { vm } = await grid.join()
    await using front = await createFront({ store: outside, routes: () => routesOf([sumRole()]) })
    await using _broker = await createBroker({ store: inside, vm, routes: () => [] })
    const response = await fetch(front.url, { method: 'POST', body: GOOD, headers: { prefer: 'wait=20' } })
    expect(await response.text()).toBe('<sum value="3"/>')
  })
})

describe('two gateways on one file', () => {
  it('share the work, and no document is answered twice', async () => {
    let calls = 0
    const role = sumRole({ onWork: () => void calls++ })
    await using grid = createGrid()
    await coordinators(grid, 2, role)
    await using directory = await temporaryDirectory()
    const file = join(directory.path, 'queue.db')
    await using oneStore = await openSqliteStore(file)
    await using twoStore = await openSqliteStore(file)
    await using one = await open(await grid.join(), { store: oneStore, concurrency: 8 })
    await using two = await open(await grid.join(), { store: twoStore, concurrency: 8 })
    const gateways = [one, two]
    const locations = await Promise.all(
      Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? one : two).submit(`<sum-request a="${i}" b="0"/>`)),
    )
    // Asked of the other one: a receipt is good at every gateway of the queue.
    const answers = await Promise.all(
      locations.map((location, i) => answer((gateways[(i + 1) % 2]?.url ?? '') + new URL(location).pathname)),
    )
    expect(answers).toEqual(answers.map((_, i) => `<sum value="${i}"/>`))
    expect(calls).toBe(200)
    const answered = gateways.map(({ events }) => events.filter(({ type }) => type === 'answered').length)
    expect(answered[0]! + answered[1]!).toBe(200)
    expect(Math.min(...answered)).toBeGreaterThan(0)
  })
})

describe('a gateway that is killed', () => {
  it('loses nothing: the other one on its file answers what it had, and nothing twice', async () => {
    await using grid = createGrid()
    await coordinators(grid, 1, sumRole())
    await using directory = await temporaryDirectory()
    const file = join(directory.path, 'queue.db')
    await using store = await openSqliteStore(file)
    const child = fork(new URL('testing/gateway-until-killed.ts', import.meta.url), [file])
    const exited = once(child, 'exit')
    const [url] = (await once(child, 'message')) as [string]
    const answered: string[] = []
    child.on('message', (ref: string) => {
      if (answered.push(ref) === 20) child.kill('SIGKILL')
    })
    const locations = await Promise.all(
      Array.from({ length: 100 }, async (_, i) => {
        const { headers } = await fetch(url, { method: 'POST', body: `<sum-request a="${i}" b="0"/>` })
        return headers.get('location') ?? ''
      }),
    )
    child.send('begin')
    await exited
    await using survivor = await open(await grid.join(), { store })
    const answers = await Promise.all(locations.map((path) => answer(survivor.url + path)))
    expect(answers).toEqual(answers.map((_, i) => `<sum value="${i}"/>`))
    const again = survivor.events.flatMap((event) => (event.type === 'answered' ? [event.ref] : []))
    expect(again.length).toBeGreaterThan(0)
    expect(again.filter((ref) => answered.includes(ref))).toEqual([])
  })
})

/** A store as a killed process leaves it: nothing more gets through. */
function crashing(store: Store): Store {
  return { ...store, release: async () => false }
}

async function temporaryDirectory() {
  const path = await mkdtemp(join(tmpdir(), 'gateway-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}
