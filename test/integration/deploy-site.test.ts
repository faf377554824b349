import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createHost } from 'agent-host'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { exists, read } from '../docs/markdown.ts'

/** What deploy/site/grid.js exports: plain JavaScript, as browsers get it. */
interface Grid {
  readonly services: (gateway: string) => Promise<readonly Service[]>
  readonly submit: (gateway: string, document: string, options?: { readonly key?: string }) => Promise<string>
  readonly follow: (receipt: string, options?: { readonly signal?: AbortSignal }) => AsyncIterable<Progress>
  readonly Refusal: new () => Error
}

interface Service {
  readonly element: string
  readonly schema?: string
  readonly example?: string
}

interface Progress {
  readonly state: string
  readonly document?: string
  readonly failed?: boolean
}

const grid = (await import(new URL('../../deploy/site/grid.js', import.meta.url).href)) as Grid
const page = read('deploy/site/index.html')
const front = fileURLToPath(new URL('../../deploy/systemd/etc/agent-host/submit.xml', import.meta.url))

/** A host that plays ping, and its gateway with the front end of the kit. */
let gateway = ''
const opened = new AsyncDisposableStack()

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'xk-site-'))
  opened.defer(() => rm(folder, { recursive: true, force: true }))
  const host = opened.use(
    await createHost({
      roles: ['ping'],
      threads: 0,
      data: join(folder, 'data'),
      listen: ['/ip4/127.0.0.1/tcp/0'],
      mdns: false,
      gateway: { port: 0, queue: 'memory:', fronts: [{ name: 'ping', file: front }] },
    }),
  )
  gateway = `${host.gateway}/`
})

afterAll(() => opened.disposeAsync())

it('the services are those of the gateway, each with a schema that can be had', async () => {
  const services = await grid.services(gateway)
  const ping = services.find(({ element }) => element === 'ping-request')
  expect(ping).toMatchObject({ example: expect.stringContaining('<ping-request') })
  const schema = await fetch(ping?.schema ?? '')
  expect(await schema.text()).toContain('ping-request')
})

it('the example that stands in the form is answered under its receipt', async () => {
  const progress = await all(grid.follow(await grid.submit(gateway, exampleOf(page))))
  expect(progress.at(-1)).toMatchObject({
    state: 'answered',
    failed: false,
    document: expect.stringMatching(/^<ping-stats/),
  })
})

it('a gateway’s no is told in its words', async () => {
  const refused = grid.submit(gateway, '<ping-request count="many"/>')
  await expect(refused).rejects.toThrow(/^Your document was not valid due to: .*"many"/)
  await expect(refused).rejects.toBeInstanceOf(grid.Refusal)
  await expect(all(grid.follow(`${gateway}receipts/none`))).rejects.toBeInstanceOf(grid.Refusal)
  await expect(grid.submit(gateway, exampleOf(page), { key: 'of-nobody' }).catch(String)).resolves.toContain('key')
})

it('whoever stops following hears no more', async () => {
  const stop = new AbortController()
  stop.abort(new Error('enough'))
  await expect(all(grid.follow(`${gateway}receipts/none`, { signal: stop.signal }))).rejects.toThrow('enough')
})

it('the front end of the kit queues a valid ping, and refuses another in the paper’s words', async () => {
  const receipt = await grid.submit(`${gateway}ping`, exampleOf(page))
  expect((await all(grid.follow(receipt))).at(-1)).toMatchObject({ state: 'answered', failed: false })
  const refused = grid.submit(`${gateway}ping`, '<ping-request count="many"/>')
  await expect(refused).rejects.toThrow(/^Your document was not valid due to: /)
})

it('a page of another origin may ask all that the script asks', async () => {
  const headers = {
    Origin: 'https://grid.example',
    'Access-Control-Request-Headers': 'authorization,content-type,prefer',
  }
  for (const [path, method] of [
    ['services', 'GET'],
    ['', 'POST'],
    ['receipts/some', 'GET'],
  ] as const) {
    const preflight = { ...headers, 'Access-Control-Request-Method': method }
    const allowed = (await fetch(gateway + path, { method: 'OPTIONS', headers: preflight })).headers
    expect(allowed.get('access-control-allow-origin')).toBe('*')
    expect(allowed.get('access-control-allow-methods')).toContain(method)
    for (const name of ['Content-Type', 'Prefer', 'Accept', 'Authorization'])
      expect(allowed.get('access-control-allow-headers')).toContain(name)
  }
  const services = await fetch(`${gateway}services`, { headers })
  expect(services.headers.get('access-control-allow-origin')).toBe('*')
  for (const name of ['Location', 'Retry-After'])
    expect(services.headers.get('access-control-expose-headers')).toContain(name)
})

it('the form works without a script, too', async () => {
  const headers = { Accept: 'text/html' }
  const answer = await fetch(gateway, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ document: exampleOf(page) }),
    redirect: 'manual',
  })
  expect(answer.status).toBe(303)
  expect(page).toMatch(/<form action="\/" method="post">/)
  expect(page).toMatch(/<textarea[^>]* name="document"/)
})

it('the page holds no script and no style of its own, and all that it names is there', () => {
  expect(page).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son\w+=/)
  const named = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, file = '']) => file)
  expect(named).toContain('page.js')
  for (const file of named) expect(exists(`deploy/site/${file}`), file).toBe(true)
})

it('the script finds on the page what it looks for', () => {
  const script = read('deploy/site/page.js')
  const ids = [...script.matchAll(/querySelector\('#(\w+)'\)/g)].map(([, id]) => id)
  expect(new Set(ids)).toEqual(new Set(['key', 'response', 'services']))
  for (const id of ids) expect(page).toContain(`id="${id}"`)
  expect(page).toMatch(/role="status"/)
  expect(page).toMatch(/class="gateway"/)
})

/** What the textarea holds before anybody types. */
function exampleOf(html: string): string {
  const [, text = ''] = /<textarea[^>]*>\s*([^<]*)<\/textarea/.exec(html) ?? []
  return text.replaceAll('&lt;', '<').replaceAll('&amp;', '&').trim()
}

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}
