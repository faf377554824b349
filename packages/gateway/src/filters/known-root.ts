import { clark, type QName } from '@xeerkat/xml'
import type { Filter } from '../filter.ts'
import type { RouteTable } from '../route.ts'

/** Names shown to somebody who asked for what is not there. */
const SHOWN = 50

/** Lets through what some role asked for, and tells others what there is. */
export function knownRoot(table: () => RouteTable): Filter {
  return ({ document, route }) => {
    if (route !== undefined) return undefined
    const names = table().list.map(clark)
    const known = names.length === 0 ? 'none so far' : names.slice(0, SHOWN).join(', ')
    const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : ''
    return {
      code: 'unknown-root',
      message: `No service takes ${shownName(document.root)} documents. Services here: ${known}${more}.`,
    }
  }
}

/** A stranger's name, cut to what a person reads. */
export function shownName(root: QName): string {
  const name = clark(root)
  return name.length > 200 ? `${name.slice(0, 200)}…` : name
}
