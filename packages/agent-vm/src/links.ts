import type { Clock } from './clock.ts'
import type { Link } from './contract.ts'
import type { Observer } from './events.ts'
import type { PeerIri } from './iris.ts'
import type { Message } from './message.ts'
import type { Cancel, Pipe, Pipes } from './pipe.ts'

/** A peer that reads slower than it writes is read slower: with so many of our messages waiting … */
const MAX_WAITING = 1_024
/** … until it has read some, or so many milliseconds have passed, lest two wait for each other for ever. */
const PATIENCE = 1_000
/** After so many messages in a row timers and sockets get their turn: two roles of one peer could talk for ever. */
const TURN = 256

/** The peers this VM talks to. A link outlives its pipes: contracts hold on to it. */
export interface Links {
  readonly to: (peer: PeerIri) => Link
  readonly all: () => Iterable<Link>
}

export interface LinkDependencies {
  readonly pipes: Pipes
  readonly clock: Clock
  readonly observe: Observer
  readonly onMessage: (link: Link, message: Message) => void
}

export function createLinks({ pipes, clock, observe, onMessage }: LinkDependencies): Links {
  const links = new Map<PeerIri, ReturnType<typeof createLink>>()
  void welcome()
  return { to: linkTo, all: () => links.values() }

  async function welcome() {
    for await (const pipe of pipes.incoming) linkTo(pipe.peer).listen(pipe)
  }

  function linkTo(peer: PeerIri) {
    const link = links.get(peer) ?? createLink(peer)
    links.set(peer, link)
    return link
  }

  function createLink(peer: PeerIri) {
    let pipe: Pipe | undefined
    let relieved: (() => void) | undefined

    const link = {
      peer,
      employed: new Map(),
      serving: new Map(),
      waiting: 0,
      send(message, options?: Cancel) {
        try {
          return (pipe ?? open()).send(message, options)
        } catch (error) {
          return Promise.reject(error)
        }
      },
      released() {
        link.waiting--
        if (link.waiting === MAX_WAITING) relieved?.()
      },
    } satisfies Link as Link

    function open(): Pipe {
      const opened = pipes.open(peer)
      listen(opened)
      return opened
    }

    function listen(opened: Pipe) {
      pipe = opened
      void read(opened).finally(() => {
        if (pipe === opened) pipe = undefined
        if (pipe === undefined && link.employed.size + link.serving.size === 0) links.delete(peer)
      })
    }

    async function read({ messages }: Pipe) {
      try {
        let count = 0
        for await (const message of messages) {
          receive(message)
          if (++count % TURN === 0) await new Promise<void>((resolve) => void clock.after(0, resolve))
          if (link.waiting > MAX_WAITING) await relief()
        }
      } catch (error) {
        observe({ type: 'fault', error })
      }
    }

    function receive(message: Message) {
      try {
        observe({ type: 'message', direction: 'received', peer, message })
        onMessage(link, message)
      } catch (error) {
        observe({ type: 'fault', error })
      }
    }

    async function relief() {
      await new Promise<void>((resolve) => {
        relieved = resolve
        clock.after(PATIENCE, resolve)
      })
    }

    return Object.assign(link, { listen })
  }
}
