import { roleIri } from '@xeerkat/agent-vm'
import { attribute, childElements, fromText, textContent } from '@xeerkat/xml'
import { Registry } from 'prom-client'
import { expect, it, vi } from 'vitest'
import { createFront, type FrontOptions } from './http.ts'
import { createMetrics } from './metrics.ts'
import { type Route, routesOf } from './route.ts'
import { openMemoryStore } from './store/memory.ts'
import { sumRole } from './testing/roles.ts'

// Real files, sockets and processes, perhaps on a busy machine.
vi.setConfig({ testTimeout: 30_000 })

const hostile: Route = {
  role: roleIri('urn:"><script>alert(1)</script>'),
  namespace: 'urn:\u0001"<x',
  localName: 'far',
  title: '</textarea><script>alert(2)</script>\u0000',
  example: '<far>\ud800',
  schema: '<script xmlns="http://www.w3.org/1999/xhtml">alert(3)</script>',
  learned: true,
}

async function open(options: FrontOptions = {}) {
  const store = openMemoryStore()
  const registry = new Registry()
  const observe = createMetrics(registry, store)
  const routes = () => [hostile, ...routesOf([sumRole()])]
  const front = await createFront({ store, registry, routes, observe }, options)
  return {
    ...front,
    get: (path: string, headers: Record<string, string> = {}, method = 'GET') =>
      fetch(front.url + path, { headers, method }),
  }
}

async function json(answer: Promise<Response>) {
  return (await (await answer).json()) as { readonly services: readonly { readonly schema: string }[] }
}

it('names its services, with role, schema and example', async () => {
  await using front = await open()
  const answer = await front.get('/services')
  const [sum, far, ...none] = childElements(fromText(await answer.text()).tree())
  expect(none).toEqual([])
  if (!sum || !far) throw new Error('two services')
  expect(['element', 'role', 'title', 'schema', 'namespace', 'learned'].map((name) => attribute(sum, name))).toEqual([
    'sum-request',
    'urn:test:sum',
    'Adds two numbers',
    '/schemas/sum-request.xsd',
    undefined,
    undefined,
  ])
  expect(textContent(sum)).toBe('<sum-request a="1" b="2"/>')
  expect(attribute(far, 'learned')).toBe('true')
  const schema = await front.get('/schemas/sum-request.xsd')
  expect(schema.headers.get('content-type')).toContain('application/xml')
  expect(await schema.text()).toContain('<xs:schema')
  expect((await front.get('/schemas/other.xsd')).status).toBe(404)
  expect(await (await front.get('/schemas/services.xsd')).text()).toContain('<xs:element name="message">')
})

it('names them as JSON, too', async () => {
  await using front = await open()
  const { services } = await json(front.get('/services', { accept: 'application/json' }))
  expect(services[0]).toEqual({
    namespace: '',
    element: 'sum-request',
    role: 'urn:test:sum',
    title: 'Adds two numbers',
    schema: '/schemas/sum-request.xsd',
    example: '<sum-request a="1" b="2"/>',
    learned: false,
  })
})

it('shows a page on which nothing of a stranger can act', async () => {
  await using front = await open({ title: 'Grid <1>' })
  const answer = await front.get('/', { accept: 'text/html' })
  const html = await answer.text()
  const policy = answer.headers.get('content-security-policy') ?? ''
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(html).toContain('<title>Grid &lt;1&gt;</title>')
  expect(html).toContain('&lt;sum-request a=&quot;1&quot; b=&quot;2&quot;/&gt;</textarea>')
  expect(html.match(/<script/g)).toHaveLength(1)
  expect(html).not.toContain('alert(1)</script>')
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toContain('unsafe')
  for (const [, tag = '', content = ''] of html.matchAll(/<(script|style)>([^]*?)<\/\1>/g)) {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(content))
    expect(policy).toContain(`${tag}-src 'sha256-${Buffer.from(digest).toString('base64')}'`)
  }
})

it('serves a stranger’s schema as a thing to look at', async () => {
  await using front = await open()
  const { services } = await json(front.get('/services', { accept: 'application/json' }))
  const answer = await front.get(services[1]?.schema ?? '')
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-security-policy')).toContain('sandbox')
})

it('is healthy, and counts', async () => {
  await using front = await open()
  const health = await front.get('/healthz')
  expect(await health.json()).toMatchObject({ ok: true, receipts: { queued: 0 } })
  await fetch(front.url, { method: 'POST', body: '<sum-request a="1" b="2"/>' })
  await fetch(front.url, { method: 'POST', body: '<unknown/>' })
  const metrics = await (await front.get('/metrics')).text()
  expect(metrics).toContain('xeerkat_gateway_submitted_total 1')
  expect(metrics).toContain('xeerkat_gateway_refused_total{code="unknown-root"} 1')
  expect(metrics).toContain('xeerkat_gateway_receipts{state="queued"} 1')
  expect(metrics).toContain('xeerkat_gateway_wait_seconds_count 0')
})

it('lets pages of other origins in, or only some, or none', async () => {
  const asked = { origin: 'https://a.example', 'access-control-request-method': 'POST' }
  const allowed = async (cors: FrontOptions['cors'] | undefined, origin = 'https://a.example') => {
    await using front = await open(cors === undefined ? {} : { cors })
    const preflight = await front.get('/', { ...asked, origin }, 'OPTIONS')
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-methods')).toContain('POST')
    return (await front.get('/services', { origin })).headers.get('access-control-allow-origin')
  }
  expect(await allowed(undefined)).toBe('*')
  expect(await allowed(['https://a.example'])).toBe('https://a.example')
  expect(await allowed(['https://a.example'], 'https://b.example')).toBe(null)
  expect(await allowed(false)).toBe(null)
})

it('says what can be asked of what', async () => {
  await using front = await open()
  const put = await front.get('/', {}, 'PUT')
  expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST, OPTIONS'])
  expect((await front.get('/receipts/x', {}, 'POST')).headers.get('allow')).toBe('GET, HEAD, DELETE, OPTIONS')
  expect((await front.get('/nowhere')).status).toBe(404)
  expect((await front.get('/%zz')).status).toBe(400)
  expect(await (await front.get('/nowhere')).text()).toMatch(/^<error xmlns=/)
})

it('says so when somebody listens on its port already', async () => {
  await using front = await open()
  const message = `The gateway cannot listen on 127.0.0.1:${front.port}: somebody listens there already.`
  await expect(open({ port: front.port })).rejects.toMatchObject({
    code: 'ERR_GATEWAY_LISTEN',
    message: expect.stringContaining(message),
  })
})
