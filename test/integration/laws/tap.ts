import type { Message, PeerIri, Pipe, Pipes } from '@xeerkat/agent-vm'

export interface Listener {
  readonly sent: (to: PeerIri, message: Message) => void
  readonly received: (from: PeerIri, message: Message) => void
}

/** The same pipes, overheard: what the laws know of the network does not come from the VM under test. */
export function tap(pipes: Pipes, listener: Listener): Pipes {
  return {
    self: pipes.self,
    open: (peer) => overheard(pipes.open(peer), listener),
    incoming: mapped(pipes.incoming, (pipe) => overheard(pipe, listener)),
  }
}

function overheard(pipe: Pipe, { sent, received }: Listener): Pipe {
  return {
    peer: pipe.peer,
    send(message, options) {
      sent(pipe.peer, message)
      return pipe.send(message, options)
    },
    messages: mapped(pipe.messages, (message) => {
      received(pipe.peer, message)
      return message
    }),
    [Symbol.asyncDispose]: () => pipe[Symbol.asyncDispose](),
  }
}

async function* mapped<T, U>(values: AsyncIterable<T>, change: (value: T) => U): AsyncGenerator<U> {
  for await (const value of values) yield change(value)
}
