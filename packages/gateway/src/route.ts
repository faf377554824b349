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
}

/** The routes a host's own roles ask for. */
export function routesOf(roles: readonly Role[]): Route[] {
  return roles.flatMap(({ iri, title: roleTitle, accepts = [] }) =>
    accepts
      .filter((accepted) => accepted.public !== false)
      .map(({ namespace, localName, title = roleTitle, schema, example }) => ({
        role: iri,
        namespace,
        localName,
        ...(title !== undefined && { title }),
        ...(schema !== undefined && { schema }),
        ...(example !== undefined && { example }),
      })),
  )
}

export interface RouteTable {
  /** Local ones first, then learned ones; one for each document element. */
  readonly list: readonly Route[]
  readonly find: (root: QName) => Route | undefined
  readonly bySchemaName: (name: string) => Route | undefined
}

/** A local route wins over a learned one, and an earlier one over a later one. */
export function routeTable(routes: readonly Route[]): RouteTable {
  const byRoot = new Map<string, Route>()
  const ordered = [...routes.filter(({ learned }) => !learned), ...routes.filter(({ learned }) => learned)]
  for (const route of ordered) if (!byRoot.has(clark(route))) byRoot.set(clark(route), route)
  const list = [...byRoot.values()]
  return {
    list,
    find: (root) => byRoot.get(clark(root)),
    bySchemaName: (name) => list.find((route) => schemaName(route) === name && route.schema !== undefined),
  }
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
