import type { PeerId } from '@libp2p/interface'
import type { WallClock } from './clock.ts'
import type { Exchange } from './exchange.ts'
import type { AdNode } from './node.ts'
import { between, sample } from './random.ts'
import type { AdStore } from './store.ts'

/** Longer than this a timer cannot wait; the expiry of what lives longer is looked at in between. */
const LONGEST = 2 ** 30

/** Removes ads when their time is over. */
export interface Expiry extends Disposable {
  /** There is an ad that expires then, in milliseconds since 1970. */
  readonly expect: (time: number) => void
}

export function createExpiry({
  clock,
  expire,
}: {
  readonly clock: WallClock
  readonly expire: AdStore['expire']
}): Expiry {
  let due = Infinity
  let timer: Disposable | undefined

  function expect(time: number): void {
    if (time >= due) return
    timer?.[Symbol.dispose]()
    due = time
    timer = clock.after(Math.min(Math.max(0, time - clock.now()), LONGEST), () => {
      due = Infinity
      const next = expire()
      if (next < Infinity) expect(next)
    })
  }

  return { expect, [Symbol.dispose]: () => timer?.[Symbol.dispose]() }
}

/**
 * Now and then compares notes with one neighbour, whichever. Whatever gossip lost, every peer that hangs together with
 * the rest gets to know in time.
 */
export function startAntiEntropy(
  {
    clock,
    exchange,
    neighbours,
    trouble,
  }: {
    readonly clock: WallClock
    readonly exchange: Pick<Exchange, 'sync'>
    readonly neighbours: () => readonly PeerId[]
    readonly trouble: (error: unknown) => void
  },
  interval: number,
): Disposable {
  let timer = next()

  function next(): Disposable {
    return clock.after(interval * between(0.8, 1.2), () => {
      for (const peer of sample(neighbours(), 1)) exchange.sync(peer).catch(trouble)
      timer = next()
    })
  }

  return { [Symbol.dispose]: () => timer[Symbol.dispose]() }
}

/** How long addresses must have stayed as they are before ads are renewed for them. */
const SETTLED = 1000

/** Calls `moved` when the node can be dialled elsewhere than before: its ads are then out of date. */
export function watchAddresses(
  {
    clock,
    node,
  }: {
    readonly clock: WallClock
    readonly node: Pick<AdNode, 'getMultiaddrs' | 'addEventListener' | 'removeEventListener'>
  },
  moved: () => void,
): Disposable {
  const addresses = () => node.getMultiaddrs().join(' ')
  let last = addresses()
  let timer: Disposable | undefined

  function look(): void {
    timer?.[Symbol.dispose]()
    timer = clock.after(SETTLED, () => {
      if (addresses() === last) return
      last = addresses()
      moved()
    })
  }

  node.addEventListener('self:peer:update', look)
  return {
    [Symbol.dispose]() {
      node.removeEventListener('self:peer:update', look)
      timer?.[Symbol.dispose]()
    },
  }
}
