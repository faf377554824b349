import {
  AGENT,
  type Awaitable,
  type Clock,
  type PeerIri,
  type Role,
  type RoleContext,
  type RoleIri,
  roleIri,
} from '@xeerkat/agent-vm'
import { attribute, type Document, element, XmlError } from '@xeerkat/xml'
import type { Desk } from './desks.ts'

/** `work` and `other` do as the document says; `broken` cannot even begin, and `shy` resigns before it does. */
export const roles = ['work', 'other', 'broken', 'shy'] as const
export type RoleName = (typeof roles)[number]

export function iriOf(role: RoleName): RoleIri {
  return roleIri(`urn:example:role:${role}`)
}

/** What a test role has of its peer besides its context. */
interface Home {
  readonly self: PeerIri
  readonly clock: Clock
}

type Obey = (document: Document, context: RoleContext, home: Home) => Awaitable<Document | undefined>

/** What a document may ask of a role, well or ill. */
const obey = {
  echo: (document) => document,
  later: (document, _, { clock }) => afterwards(clock, 700, document),
  slow: (document, _, { clock }) => afterwards(clock, 5_000, document),
  hang: () => new Promise(() => {}),
  silent: () => undefined,
  throw() {
    throw new Error('a bug in a role')
  },
  reject: () => Promise.reject(new Error('a bug in a role')),
  'bad-input'() {
    throw new XmlError('ERR_XML_VALUE', 'this document is not for me')
  },
  resign(_document, { resign }) {
    resign()
    return undefined
  },
  async chatter(document, { send }) {
    await send(element('news'))
    await send(element('news'))
    return document
  },
  async progress(document, { progress }, { clock }) {
    progress(1, 2)
    await afterwards(clock, 400, document)
    progress(2, 2)
    return document
  },
  reserved: () => element({ namespace: AGENT, localName: 'hire' }),
  async subcontract(document, { delegate }, { self }) {
    const task = work({ do: 'echo', n: `${attribute(document, 'n')}-${self}`, from: self })
    for await (const { document: answer } of delegate(iriOf('other'), [task], { limit: 1, patience: 2_000 }))
      void answer
    return document
  },
} as const satisfies Record<string, Obey>

export type Command = keyof typeof obey
export const commands = Object.keys(obey) as readonly Command[]

/** Is this what the roles answer to such a document? */
export function answered(command: Command, request: Document, answer: Document): boolean {
  if (command === 'bad-input') return answer.root.localName === 'error'
  return !unanswered.has(command) && attribute(answer, 'n') === attribute(request, 'n')
}

const unanswered: ReadonlySet<Command> = new Set(['hang', 'silent', 'throw', 'reject', 'resign', 'reserved'])

/** A document for these roles, marked with who sent it and in which engagement. */
export function work(marks: {
  readonly do: Command
  readonly n: number | string
  readonly from: string
  readonly engagement?: string
}): Document {
  return element('work', marks)
}

/** A role that shows the ledger everything that is delivered to it. */
export function makeRole(name: RoleName, home: Home, sit: (context: RoleContext) => Desk): Role {
  return {
    iri: iriOf(name),
    engage(context) {
      if (name === 'broken') throw new Error('a role that cannot begin')
      if (name === 'shy') context.resign()
      const desk = sit(context)
      return (document) => {
        desk.begin(document)
        try {
          const command: Obey = obey[attribute(document, 'do') as Command] ?? obey.echo
          const answer = command(document, context, home)
          if (answer instanceof Promise) return answer.finally(desk.end)
          desk.end()
          return answer
        } catch (error) {
          desk.end()
          throw error
        }
      }
    },
  }
}

function afterwards(clock: Clock, milliseconds: number, document: Document): Promise<Document> {
  return new Promise((resolve) => void clock.after(milliseconds, () => resolve(document)))
}
