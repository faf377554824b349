import { defineRole, type VmEvent } from '@xeerkat/agent-vm'
import { element } from '@xeerkat/xml'
import { expect, it } from 'vitest'
import type { HostEvent } from './events.ts'
import { createLab } from './testing/lab.ts'

const echo = defineRole('urn:test:echo', (document) => document)
const HOURS = { hours: 'mon-fri 18:00-08:00', hoursZone: 'UTC' }
const EVENING = '2026-01-06T20:00:00Z'
const MORNING = '2026-01-07T08:00:00Z'

/** A machine whose clock and load are set by hand. */
function machine(time: string) {
  const state = { time, load: 0 }
  return { state, now: () => new Date(state.time), load: () => state.load }
}

it('when its hours end a host resigns at once and refuses, and says until when', async () => {
  await using lab = await createLab()
  const { state, ...lent } = machine(EVENING)
  const events: HostEvent[] = []
  const host = await lab.host({ roles: [echo], ...HOURS, observe: { host: (event) => events.push(event) } }, lent)
  const employer = await lab.host()
  const engagement = await employer.vm.hire(host.self, echo.iri)
  await engagement.ask(element('hello'))
  expect(host.report().availability).toEqual({ available: true, until: '2026-01-07T08:00:00.000Z' })

  state.time = MORNING
  const ended = performance.now()
  expect(await engagement.ended).toEqual({ how: 'resigned', reason: 'not-now' })
  expect(performance.now() - ended).toBeLessThan(5_000)
  await expect(employer.vm.hire(host.self, echo.iri)).rejects.toMatchObject({ cause: 'not-now' })
  const shut = { available: false, why: 'hours', until: '2026-01-07T18:00:00.000Z' }
  expect(host.report().availability).toEqual(shut)
  expect(events).toEqual([{ type: 'availability', ...shut }])
})

it('nobody asks a host in vain that says it is away, and whoever looks for one hires it when it is back', async () => {
  await using lab = await createLab()
  const { state, ...lent } = machine(MORNING)
  const refusals: VmEvent[] = []
  const away = await lab.host(
    {
      roles: [echo],
      ...HOURS,
      observe: { vm: (event) => void (event.type === 'refused' && refusals.push(event)) },
    },
    lent,
  )
  const seen: string[] = []
  const employer = await lab.host({
    observe: {
      ads: (event) => void ('ad' in event && event.ad.peer === away.self && seen.push(event.ad.document.text)),
    },
  })
  await expect.poll(() => seen).toContainEqual(expect.stringContaining('available="false"'))
  await lab.host({ roles: [echo] })

  const hired: string[] = []
  for await (const { worker } of employer.vm.recruit(echo.iri, { limit: 2, signal: AbortSignal.timeout(20_000) })) {
    hired.push(worker)
    if (hired.length === 2) break
    expect(worker).not.toBe(away.self)
    expect(refusals).toEqual([])
    state.time = EVENING
  }
  expect(hired[1]).toBe(away.self)
})

it('a busy machine takes no more hires, and keeps what it has', async () => {
  await using lab = await createLab()
  const { state, ...lent } = machine(EVENING)
  const host = await lab.host({ roles: [echo], maxLoad: 0.8 }, lent)
  const employer = await lab.host()
  const engagement = await employer.vm.hire(host.self, echo.iri)
  state.load = 0.9
  await expect(employer.vm.hire(host.self, echo.iri)).rejects.toMatchObject({ cause: 'not-now' })
  expect((await engagement.ask(element('still'))).text).toBe('<still/>')
  state.load = 0.8
  await (await employer.vm.hire(host.self, echo.iri)).dismiss()
})

it.for([{ hours: 'weekend' }, { hours: 'sat', hoursZone: 'Moon/Tranquility' }, { maxLoad: 0 }])(
  'terms that make no sense are refused before anything is opened: %j',
  async (terms) => {
    await using lab = await createLab()
    await expect(lab.host(terms)).rejects.toMatchObject({ code: 'ERR_USAGE' })
  },
)
