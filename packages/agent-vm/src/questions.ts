import type { Document } from '@xeerkat/xml'
import type { Link } from './contract.ts'
import { type Core, post } from './core.ts'
import { VmError } from './errors.ts'
import { messageId } from './ids.ts'
import type { MessageId, PeerIri } from './iris.ts'
import type { Message } from './message.ts'
import { onAbort } from './on-abort.ts'
import type { Cancel } from './pipe.ts'

const MAX_PENDING = 1_024
const PATIENCE = 5_000

/** Instructions to other peers that are not about an engagement, and their answers. */
export interface Questions {
  readonly ask: (peer: PeerIri, document: Document, options?: Cancel) => Promise<Document>
  /** Was this the answer to one of ours? */
  readonly onAnswer: (link: Link, message: Message) => boolean
}

export function createQuestions(core: Core): Questions {
  const pending = new Map<MessageId, { readonly peer: PeerIri; readonly resolve: (answer: Document) => void }>()

  async function ask(peer: PeerIri, document: Document, { signal }: Cancel = {}): Promise<Document> {
    signal?.throwIfAborted()
    const name = document.root.localName
    if (pending.size >= MAX_PENDING)
      throw new VmError(
        'ERR_NO_ANSWER',
        `${MAX_PENDING} instructions wait for answers already: wait for some before <${name}>`,
      )
    const id = messageId()
    const { promise, resolve, reject } = Promise.withResolvers<Document>()
    using _deadline = core.clock.after(PATIENCE, () =>
      reject(
        new VmError('ERR_NO_ANSWER', `${peer} did not answer <${name}> within ${PATIENCE} ms: is it still there?`),
      ),
    )
    using _giveUp = onAbort(signal, () => reject(signal?.reason))
    pending.set(id, { peer, resolve })
    try {
      void post(core, core.linkTo(peer), { id, document })
      return await promise
    } finally {
      pending.delete(id)
    }
  }

  function onAnswer({ peer }: Link, { replyTo, document }: Message): boolean {
    const question = replyTo && pending.get(replyTo)
    if (!question || question.peer !== peer || !document) return false
    question.resolve(document)
    return true
  }

  return { ask, onAnswer }
}
