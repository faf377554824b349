import { fault, SERVICES } from '@xeerkat/agent-vm'
import { type Document, element } from '@xeerkat/xml'
import type { FrontPipeline } from './front-pipeline.ts'
import { type Route, schemaName } from './route.ts'
import type { Receipt } from './store/store.ts'

// The vocabulary of a gateway's own documents (paper, Example 4; schema/services.xsd).
const name = (localName: string) => ({ namespace: SERVICES, localName })

/** The receipt, word for word the paper's. */
export function queuedDocument(ref: string): Document {
  return element(name('message'), { ref }, 'Your message has been successfully queued.')
}

/** "A message signifying that the response is not available yet" (paper, 4.5, step 9). */
export function pendingDocument({ ref, state, progress }: Receipt): Document {
  const done = whole(progress?.done)
  const total = whole(progress?.total)
  return element(name('message'), { ref, state, done, total }, 'The response is not available yet.')
}

/** Progress is whatever a coordinator says it is; the schema wants whole numbers. */
function whole(number: number | undefined): number | undefined {
  return number !== undefined && number >= 0 ? Math.min(Math.floor(number), Number.MAX_SAFE_INTEGER) : undefined
}

/** A no, or a failure, as a document. */
export function errorDocument(message: string): Document {
  return fault(carryable(message))
}

/** What can be submitted here. An example is given as text: nobody promises that a stranger's is well-formed. */
export function servicesDocument(routes: readonly Route[], fronts: readonly FrontPipeline[] = []): Document {
  return element(name('services'), {}, ...routes.map(serviceElement), ...fronts.map(frontElement))
}

function serviceElement(route: Route): Document {
  const { namespace, localName, role, title, example, learned = false } = route
  return element(
    name('service'),
    {
      namespace: namespace === '' ? undefined : carryable(namespace),
      element: carryable(localName),
      role: carryable(role),
      title: title === undefined ? undefined : carryable(title),
      schema: schemaLink(route),
      learned: learned || undefined,
    },
    ...(example === undefined ? [] : [element(name('example'), {}, carryable(example))]),
  )
}

function frontElement({ name: frontName, title, accepts = [] }: FrontPipeline): Document {
  return element(
    name('front'),
    { name: frontName, href: frontLink(frontName), title: title === undefined ? undefined : carryable(title) },
    ...accepts.map(({ namespace, localName, title }) =>
      element(name('accepts'), {
        namespace: namespace === '' ? undefined : carryable(namespace),
        element: carryable(localName),
        title: title === undefined ? undefined : carryable(title),
      }),
    ),
  )
}

/** Where a front takes documents. */
export function frontLink(name: string): string {
  return `/${name}`
}

/** Where a route's schema is served. */
export function schemaLink(route: Route): string | undefined {
  return route.schema === undefined ? undefined : `/schemas/${encodeURIComponent(schemaName(route))}`
}

/** Text as XML can carry it: other characters, which strangers may send, are replaced. */
function carryable(text: string): string {
  return text.toWellFormed().replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
}
