import type { FastifyInstance } from 'fastify'
import type { Registry } from 'prom-client'
import { type Answer, type Bytes, refusal, send } from './answer.ts'
import type { FrontPipeline } from './front-pipeline.ts'
import { CONTENT_SECURITY_POLICY, page } from './page.ts'
import type { Route, RouteTable } from './route.ts'
import { frontLink, schemaLink, servicesDocument } from './services.ts'
import { servicesXsd } from './services.xsd.ts'
import type { Store } from './store/store.ts'

interface Dependencies {
  readonly store: Pick<Store, 'depth'>
  readonly table: () => RouteTable
  readonly fronts: readonly FrontPipeline[]
  readonly title: string
  readonly registry?: Pick<Registry, 'metrics' | 'contentType'>
}

/** What a gateway says of itself: services, schemas, the page, health and metrics. */
export function addAbout(app: FastifyInstance, { store, table, fronts, title, registry }: Dependencies): void {
  const show = (url: string, answer: (name: string) => Answer | Bytes | Promise<Answer | Bytes>) =>
    app.route<{ Params: { name?: string } }>({
      method: ['GET', 'HEAD'],
      url,
      handler: async (request, reply) => send(request, reply, await answer(request.params.name ?? '')),
    })

  show('/services', () => servicesAnswer(table().list, fronts))

  show('/schemas/:name', (name) => {
    const schema = name === 'services.xsd' ? servicesXsd : table().bySchemaName(name)?.schema
    if (schema === undefined) return refusal({ code: 'unknown', message: 'There is no such schema; see /services.' })
    return bytes('application/xml; charset=utf-8', schema)
  })

  show('/', async () => {
    const html = page({ title, routes: table().list, fronts, depth: await store.depth() })
    return bytes('text/html; charset=utf-8', html, { 'content-security-policy': CONTENT_SECURITY_POLICY })
  })

  show('/healthz', async () =>
    bytes('application/json; charset=utf-8', JSON.stringify({ ok: true, receipts: await store.depth() })),
  )

  show('/metrics', async () => {
    if (registry !== undefined) return bytes(registry.contentType, await registry.metrics())
    return refusal({ code: 'unknown', message: 'This gateway does not show its metrics.' })
  })
}

function servicesAnswer(routes: readonly Route[], fronts: readonly FrontPipeline[]): Answer {
  const services = routes.map(({ namespace, localName: element, role, title, example, learned = false, ...route }) => ({
    namespace,
    element,
    role,
    title,
    schema: schemaLink({ namespace, localName: element, role, ...route }),
    example,
    learned,
  }))
  const entrances = fronts.map(({ name, title, accepts = [] }) => ({
    name,
    href: frontLink(name),
    title,
    accepts: accepts.map(({ namespace, localName: element, title }) => ({ namespace, element, title })),
  }))
  return { status: 200, xml: servicesDocument(routes, fronts), json: { services, fronts: entrances } }
}

function bytes(type: string, body: string, headers: Readonly<Record<string, string>> = {}): Bytes {
  return { status: 200, headers: { 'content-type': type, 'cache-control': 'no-cache', ...headers }, body }
}
