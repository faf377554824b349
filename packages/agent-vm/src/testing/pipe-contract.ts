import { type Attachment, fromText } from '@xeerkat/xml'
import { VmError } from '../errors.ts'
import { type MessageId, roleIri } from '../iris.ts'
import type { Message } from '../message.ts'
import type { Pipe, Pipes } from '../pipe.ts'
import { casesOf, type ContractCase, expectEqual, rejectionOf, take, takeOne } from './contract.ts'
import { createRandom } from './random.ts'

/** Two peers that can reach each other and have not spoken yet. */
export interface PipePair extends AsyncDisposable {
  readonly one: Pipes
  readonly two: Pipes
  /** So many messages of 16 KiB no pipe may take that nobody reads: more than all its buffers hold. */
  readonly overfull: number
  /** A signal that aborts after so many milliseconds. Default: `AbortSignal.timeout`; a virtual clock brings its own. */
  readonly timeout?: (milliseconds: number) => AbortSignal
}

/** What the VM relies on in every transport. */
export function pipeContract(make: () => Promise<PipePair>): readonly ContractCase[] {
  return casesOf(make, {
    async 'messages arrive in the order they were sent'({ one, two }) {
      const messages = Array.from({ length: 300 }, (_, index) => message(index))
      const [, received] = await Promise.all([sendAll(one.open(two.self), messages), firstFrom(two, messages.length)])
      expectEqual(received.map(idOf), messages.map(idOf), 'order')
    },

    async 'both directions carry messages at once'({ one, two }) {
      const there = one.open(two.self)
      const back = two.open(one.self)
      const messages = Array.from({ length: 50 }, (_, index) => message(index))
      const [, , atTwo, atOne] = await Promise.all([
        sendAll(there, messages),
        sendAll(back, messages),
        take(back.messages[Symbol.asyncIterator](), messages.length),
        take(there.messages[Symbol.asyncIterator](), messages.length),
      ])
      expectEqual(atTwo.map(idOf), messages.map(idOf), 'there')
      expectEqual(atOne.map(idOf), messages.map(idOf), 'back')
    },

    async 'everything in the frame arrives, and what is absent stays absent'({ one, two }) {
      const full: Message = {
        id: messageId(1),
        replyTo: messageId(2),
        engagement: messageId(3),
        role: roleIri('urn:example:role/größe'),
        reason: 'busy',
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        document: fromText('<a xmlns="urn:example:ä">𝄞</a>'),
      }
      await sendAll(one.open(two.self), [full, { id: messageId(4), engagement: messageId(3) }])
      const [first, second] = await firstFrom(two, 2)
      expectEqual(frameOf(first), frameOf(full), 'a full message')
      expectEqual(frameOf(second), { id: messageId(4), engagement: messageId(3) }, 'a heartbeat')
    },

    async 'a document arrives as a document of its own, byte for byte'({ one, two }) {
      const sent = message(1, '<?xml version="1.0"?>\r\n<a  b = "1"><![CDATA[x]]></a >\n')
      await one.open(two.self).send(sent)
      const [received] = await firstFrom(two, 1)
      expectEqual(received?.document?.text, sent.document?.text, 'the text')
      if (received?.document === sent.document) throw new Error('The document received is the very object sent.')
    },

    async 'a large document and its attachments arrive whole'({ one, two }) {
      const text = `<large>${'<e a="ü">text</e>'.repeat(60_000)}</large>`
      const attachments = [
        { contentId: 'empty@example', mediaType: 'application/octet-stream', bytes: new Uint8Array() },
        { contentId: 'noise@example', mediaType: 'image/png', bytes: noise(300_000) },
      ]
      const [, received] = await Promise.all([
        one.open(two.self).send({ id: messageId(1), document: fromText(text, { attachments }) }),
        firstFrom(two, 1),
      ])
      const document = received[0]?.document
      expectEqual(document?.text.length, text.length, 'its length')
      if (document?.text !== text) throw new Error('The large document was altered.')
      expectEqual(document.attachments.map(described), attachments.map(described), 'attachments')
    },

    async 'a pipe knows who is at its other end'({ one, two }) {
      await one.open(two.self).send(message(1))
      const pipe = await takeOne(two.incoming[Symbol.asyncIterator]())
      expectEqual(pipe.peer, one.self, 'peer')
      expectEqual(one.open(two.self).peer, two.self, 'peer')
    },

    async 'there is one pipe to a peer, whoever began it'({ one, two }) {
      const pipe = one.open(two.self)
      if (one.open(two.self) !== pipe) throw new Error('Opening twice gave two pipes.')
      await pipe.send(message(1))
      const incoming = await takeOne(two.incoming[Symbol.asyncIterator]())
      if (two.open(one.self) !== incoming) throw new Error('Opening back gave another pipe than the incoming one.')
    },

    async 'a peer that opens late still gets what was sent before'({ one, two }) {
      const messages = [message(1), message(2), message(3)]
      await sendAll(one.open(two.self), messages)
      const received = await take(two.open(one.self).messages[Symbol.asyncIterator](), messages.length)
      expectEqual(received.map(idOf), messages.map(idOf), 'what came before')
    },

    async 'a pipe to oneself is a loop'({ one }) {
      const pipe = one.open(one.self)
      await sendAll(pipe, [message(1), message(2)])
      const received = await take(pipe.messages[Symbol.asyncIterator](), 2)
      expectEqual(received.map(idOf), [messageId(1), messageId(2)], 'what came round')
    },

    async 'a pipe that nobody reads takes only so much, and goes on once it is read'({ one, two, overfull, timeout }) {
      const pipe = one.open(two.self)
      const accepted = await fill(pipe, overfull, timeout)
      const reader = two.open(one.self).messages[Symbol.asyncIterator]()
      const received = await take(reader, accepted.length)
      expectEqual(received.map(idOf), accepted.map(idOf), 'what was accepted')
      await pipe.send(message(overfull))
      expectEqual((await takeOne(reader)).id, messageId(overfull), 'the first after the one given up')
    },

    async 'a send whose signal has aborted rejects with its reason, and sends nothing'({ one, two }) {
      const pipe = one.open(two.self)
      const reason = new Error('changed my mind')
      const error = await rejectionOf(pipe.send(message(1), { signal: AbortSignal.abort(reason) }), 'send')
      if (error !== reason) throw new Error('It rejected with something else than the reason of the signal.')
      await pipe.send(message(2))
      const [received] = await firstFrom(two, 1)
      expectEqual(received?.id, messageId(2), 'the first to arrive')
    },

    async 'disposing a pipe ends the reading of it'({ one, two }) {
      const pipe = one.open(two.self)
      const next = pipe.messages[Symbol.asyncIterator]().next()
      await pipe[Symbol.asyncDispose]()
      expectEqual((await next).done, true, 'done')
    },

    async 'a disposed pipe takes no more'({ one, two, overfull, timeout }) {
      const pipe = one.open(two.self)
      await fill(pipe, overfull, timeout)
      const waiting = rejectionOf(pipe.send(message(overfull)), 'a send that waited')
      await pipe[Symbol.asyncDispose]()
      expectEqual(codeOf(await waiting), 'ERR_PIPE_CLOSED', 'code')
      expectEqual(codeOf(await rejectionOf(pipe.send(message(1)), 'a send afterwards')), 'ERR_PIPE_CLOSED', 'code')
      await pipe[Symbol.asyncDispose]()
    },

    async 'after disposal a new pipe can be opened, and the other end hears from it as before'({ one, two }) {
      const first = one.open(two.self)
      const reader = two.open(one.self).messages[Symbol.asyncIterator]()
      await first.send(message(1))
      await take(reader, 1)
      await first[Symbol.asyncDispose]()
      const second = one.open(two.self)
      if (second === first) throw new Error('Opening gave the disposed pipe again.')
      await second.send(message(2))
      expectEqual((await takeOne(reader)).id, messageId(2), 'what came through the new pipe')
    },
  })
}

async function sendAll(pipe: Pipe, messages: readonly Message[]): Promise<void> {
  for (const message of messages) await pipe.send(message)
}

/** The first messages of the first pipe that comes in. */
async function firstFrom(pipes: Pipes, count: number): Promise<readonly Message[]> {
  const pipe = await takeOne(pipes.incoming[Symbol.asyncIterator]())
  return take(pipe.messages[Symbol.asyncIterator](), count)
}

/** Sends until the pipe takes no more for half a second; what it took. */
async function fill(
  pipe: Pipe,
  overfull: number,
  timeout = (milliseconds: number) => AbortSignal.timeout(milliseconds),
): Promise<readonly Message[]> {
  const text = `<filler>${'x'.repeat(16 * 1024)}</filler>`
  const accepted: Message[] = []
  while (accepted.length < overfull) {
    const next = message(accepted.length, text)
    const signal = timeout(500)
    try {
      await pipe.send(next, { signal })
    } catch (error) {
      if (signal.aborted) return accepted
      throw error
    }
    accepted.push(next)
  }
  throw new Error(`The pipe took ${overfull} messages of 16 KiB that nobody read.`)
}

function message(number: number, text = `<m n="${number}"/>`): Message {
  return { id: messageId(number), document: fromText(text) }
}

function messageId(number: number): MessageId {
  return number.toString(16).padStart(32, '0') as MessageId
}

function idOf({ id }: Message): MessageId {
  return id
}

function frameOf(message: Message | undefined): unknown {
  if (message === undefined) return undefined
  const { id, replyTo, engagement, role, reason, traceparent, document } = message
  return { id, replyTo, engagement, role, reason, traceparent, document: document?.text }
}

function described({ contentId, mediaType, bytes }: Attachment): unknown {
  return { contentId, mediaType, bytes: Array.from(bytes) }
}

/** Bytes of every value, in no obvious order. */
function noise(length: number): Uint8Array {
  const random = createRandom(length)
  return Uint8Array.from({ length }, () => random.below(256))
}

function codeOf(error: unknown): unknown {
  return error instanceof VmError ? error.code : error
}
