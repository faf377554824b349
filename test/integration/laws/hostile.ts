import {
  AGENT,
  AGENT_2026,
  type EngagementId,
  type Message,
  type MessageId,
  type PeerIri,
  WORLD,
  writeInstruction,
} from '@xeerkat/agent-vm'
import { element, fromText } from '@xeerkat/xml'
import { iriOf, work } from './roles.ts'

/** What a hostile or broken peer knows when it makes up its messages. */
export interface Knowledge {
  readonly self: PeerIri
  /** Somebody else. */
  readonly victim: PeerIri
  /** The id of an engagement that may be anybody's, or of nobody's. */
  readonly engagement: EngagementId
  /** The id of a document somebody may have asked. */
  readonly asked: MessageId
  readonly fresh: () => MessageId
}

const role = iriOf('work')

/** Each makes the messages of one kind of misbehaviour. */
const kinds = {
  'hire in another name': ({ victim, fresh }) => [{ id: fresh(), document: instruction('hire', victim) }],
  'dismiss in another name': ({ victim, engagement, fresh }) => [
    { id: fresh(), engagement, document: instruction('dismiss', victim) },
  ],
  'accept in another name': ({ victim, engagement, fresh }) => [
    { id: fresh(), engagement, replyTo: engagement, document: instruction('accept', victim) },
  ],
  'dismiss what is not ours': ({ self, engagement, fresh }) => [
    { id: fresh(), engagement, role, document: instruction('dismiss', self) },
  ],
  'resign from what is not ours': ({ self, engagement, fresh }) => [
    { id: fresh(), engagement, replyTo: engagement, document: instruction('resign', self) },
  ],
  'accept what nobody asked': ({ self, fresh }) => [
    { id: fresh(), replyTo: fresh(), document: instruction('accept', self) },
  ],
  'accept and refuse at once': ({ self, engagement, fresh }) => [
    { id: fresh(), engagement, replyTo: engagement, document: instruction('accept', self) },
    { id: fresh(), engagement, replyTo: engagement, document: instruction('accept', self) },
    { id: fresh(), engagement, replyTo: engagement, document: instruction('refuse', self), reason: 'busy' },
  ],
  'hire twice under one id': ({ self, fresh }) => {
    const hire = { id: fresh(), document: instruction('hire', self) }
    return [hire, hire]
  },
  'hire under the id of another': ({ self, engagement }) => [{ id: engagement, document: instruction('hire', self) }],
  'hire again and again': ({ self, fresh }) =>
    Array.from({ length: 12 }, () => ({ id: fresh(), document: instruction('hire', self) })),
  'a document without an engagement': ({ self, fresh }) => [{ id: fresh(), document: stray(self) }],
  'a document for a role without an engagement': ({ self, fresh }) => [{ id: fresh(), role, document: stray(self) }],
  'a document in an engagement that is not ours': ({ self, engagement, fresh }) => [
    { id: fresh(), engagement, document: stray(self) },
  ],
  'an answer nobody waits for': ({ self, engagement, fresh }) => [
    { id: fresh(), engagement, replyTo: fresh(), document: stray(self) },
  ],
  'an answer in place of another': ({ self, asked, fresh }) => [{ id: fresh(), replyTo: asked, document: stray(self) }],
  'a heartbeat of nothing': ({ engagement, fresh }) => [
    { id: fresh() },
    { id: fresh(), engagement },
    { id: fresh(), engagement: fresh(), replyTo: fresh() },
  ],
  'malformed instructions': ({ fresh }) =>
    [
      `<hire xmlns="${AGENT}" from=`,
      `<hire xmlns="${AGENT}"/>`,
      `<hire xmlns="${AGENT}" from="x" group="y" role="z"/>`,
      `<!DOCTYPE hire><hire xmlns="${AGENT}"/>`,
      '',
      '\0\0\0',
      '<a:b/>',
    ].map((text) => ({ id: fresh(), document: fromText(text) })),
  'unknown instructions': ({ fresh }) => [
    { id: fresh(), document: element({ namespace: AGENT, localName: 'promote' }) },
    { id: fresh(), document: element({ namespace: AGENT_2026, localName: 'constructor' }) },
    { id: fresh(), replyTo: fresh(), document: element({ namespace: AGENT_2026, localName: 'unsupported' }) },
  ],
  'instructions of ours, misused': ({ engagement, asked, fresh }) => [
    ...['reminder', 'missing', 'progress', 'shutdown', 'status'].map((localName) => ({
      id: fresh(),
      engagement,
      document: element({ namespace: AGENT_2026, localName }, { of: asked, done: '-1', total: 'many' }),
    })),
    { id: fresh(), replyTo: asked, engagement, document: element({ namespace: AGENT_2026, localName: 'missing' }) },
  ],
} as const satisfies Record<string, (knowledge: Knowledge) => readonly Message[]>

export type Hostile = keyof typeof kinds
export const hostile = Object.keys(kinds) as readonly Hostile[]

export function hostileMessages(kind: Hostile, knowledge: Knowledge): readonly Message[] {
  return kinds[kind](knowledge)
}

function instruction(verb: Parameters<typeof writeInstruction>[0], from: PeerIri) {
  return writeInstruction(verb, { from, role, group: WORLD })
}

function stray(from: PeerIri) {
  return work({ do: 'echo', n: 'stray', from })
}
