import { createHash } from 'node:crypto'
import type { GroupIri, Role, RoleIri } from '@xeerkat/agent-vm'
import { clark, type QName } from '@xeerkat/xml'

/** Which role a document goes to: the message is specific to the computation (paper, section 3). */
export interface Route extends QName {
  readonly role: RoleIri
  readonly group?: GroupIri
  readonly title?: string
  /** A W3C XML Schema document as text. */
  readonly schema?: string
  /** A valid document as text. */
  readonly example?: string
  /** Heard of from a stranger on the mesh: its texts are shown, and nothing in them is obeyed. */
  readonly learned?: boolean
  /** `false`: not for consumers, only for what the provider's own front ends let in. Default: true. */
  readonly public?: boolean
}

/** The routes a host's own roles ask for. */
export function routesOf(roles: readonly Role[]): Route[] {
  return roles.flatMap(({ iri, title: roleTitle, accepts = [] }) =>
    accepts.map(({ namespace, localName, title = roleTitle, schema, example, public: isPublic = true }) => ({
      role: iri,
      namespace,
      localName,
      ...(title !== undefined && { title }),
      ...(schema !== undefined && { schema }),
      ...(example !== undefined && { example }),
      ...(!isPublic && { public: false }),
    })),
  )
}

export interface RouteTable {
  /** What consumers may send: local ones first, then learned ones; one for each document element. */
  readonly list: readonly Route[]
  /** Of those. */
  readonly find: (root: QName) => Route | undefined
  /** Also of those that are not for consumers. */
  readonly findAny: (root: QName) => Route | undefined
  readonly bySchemaName: (name: string) => Route | undefined
}

/** A local route wins over a learned one, a public one over another, and an earlier one over a later one. */
export function routeTable(routes: readonly Route[]): RouteTable {
  const byRoot = new Map<string, Route>()
  for (const route of routes.toSorted((a, b) => rank(a) - rank(b)))
    if (!byRoot.has(clark(route))) byRoot.set(clark(route), route)
  const list = [...byRoot.values()].filter(isPublic)
  const findAny = (root: QName) => byRoot.get(clark(root))
  return {
    list,
    findAny,
    find(root) {
      const route = findAny(root)
      return route !== undefined && isPublic(route) ? route : undefined
    },
    bySchemaName: (name) => list.find((route) => schemaName(route) === name && route.schema !== undefined),
  }
}

function rank({ learned = false, public: isPublic = true }: Route): number {
  return Number(learned) * 2 + Number(!isPublic)
}

function isPublic({ public: isPublic = true }: Route): boolean {
  return isPublic
}

/** The table of the routes of this moment, made again only when they are others. */
export function routeTables(routes: () => readonly Route[]): () => RouteTable {
  let known: readonly Route[] = []
  let table = routeTable(known)
  return () => {
    const present = routes()
    if (present.length !== known.length || present.some((route, i) => route !== known[i])) {
      known = [...present]
      table = routeTable(known)
    }
    return table
  }
}

/** Under which name a route's schema is served; the same in every gateway. */
export function schemaName({ namespace, localName }: QName): string {
  if (namespace === '') return `${localName}.xsd`
  const mark = createHash('sha256').update(namespace).digest('hex').slice(0, 8)
  return `${localName}.${mark}.xsd`
}
