import { expect, it, vi } from 'vitest'
import { createGateway, type Filter, routesOf } from './index.ts'
import { createGrid } from './testing/grid.ts'
import { sumRole } from './testing/roles.ts'

// Real files, sockets and processes, perhaps on a busy machine.
vi.setConfig({ testTimeout: 30_000 })

const notOnSundays: Filter = ({ headers }) =>
  new Date(String(headers['date'])).getUTCDay() === 0
    ? { code: 'forbidden', message: 'Come back on Monday.' }
    : undefined

it('is as short as docs/gateway.md says', async () => {
  const roles = [sumRole()]
  await using grid = createGrid()
  const { vm } = await grid.join(roles)
  await using gateway = await createGateway({ vm, routes: () => routesOf(roles) }, { port: 0, filters: [notOnSundays] })
  const ask = (date: string) =>
    fetch(gateway.url, { method: 'POST', body: '<sum-request a="1" b="2"/>', headers: { date, prefer: 'wait=10' } })
  expect(await (await ask('Mon, 12 Sep 2005 09:00:00 GMT')).text()).toBe('<sum value="3"/>')
  expect((await ask('Sun, 11 Sep 2005 09:00:00 GMT')).status).toBe(403)
})
