import { INBOX, type Operations } from './store.ts'

/** Calls any operation by its name, as a message between threads names it. */
export type Call = {
  readonly [Name in keyof Operations]: readonly [Name, ...Parameters<Operations[Name]>]
}[keyof Operations]

/** Does this operation leave the store as it is? Such need no transaction of their own. */
export function isRead([name]: Call): boolean {
  return name === 'find' || name === 'read' || name === 'depth' || name === 'busy'
}

/** Who must look again after an operation that changed something. */
export function topicsOf(call: Call): readonly string[] {
  switch (call[0]) {
    case 'put':
    case 'reclaim':
      return [INBOX]
    case 'release':
      return [INBOX]
    case 'finish':
      return [call[1].ref]
    case 'withdraw':
      return [call[1]]
    case 'claim':
    case 'renew':
    case 'record':
    case 'progress':
    case 'stage':
    case 'find':
    case 'read':
    case 'sweep':
    case 'depth':
    case 'busy':
      return []
    default:
      return call satisfies never
  }
}
