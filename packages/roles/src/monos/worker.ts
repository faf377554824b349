import { defineRole, fault } from '@xeerkat/agent-vm'
import { createPause } from './distribute/pause.ts'
import { MAX_ROWS, REST, scalesOf, solve, splitGently } from './distribute/solve.ts'
import { concatenated, type Monomials } from './monomial/monomials.ts'
import type { Slice } from './monomial/split.ts'
import { MONOS_WORKER } from './iris.ts'
import { monosXsd } from './monos.xsd.ts'
import { orRefusal } from './refusal.ts'
import {
  MONOS_NAMESPACE,
  readSliceTask,
  type SliceResult,
  type SliceTask,
  writeSliceResult,
} from './vocabulary/index.ts'

/** Finds the components of slices for a coordinator. */
export const monosWorker = defineRole(
  MONOS_WORKER,
  async (document, { signal }) => {
    if (document.root.localName !== 'slice') return fault(`I take <m:slice>, not <${document.root.localName}>.`)
    return orRefusal(async () => writeSliceResult(await solveTask(readSliceTask(document), signal)))
  },
  {
    title: 'Monos worker',
    accepts: [
      {
        namespace: MONOS_NAMESPACE,
        localName: 'slice',
        title: 'A part of an irreducible decomposition',
        schema: monosXsd,
        public: false,
      },
    ],
  },
)

/** With a patience, half of it is spent on the slice as a whole, and then the rest on as many of its parts as can be. */
async function solveTask({ id, slice, patience = Infinity }: SliceTask, signal: AbortSignal): Promise<SliceResult> {
  const pause = createPause()
  const scales = scalesOf(slice)
  const begun = performance.now()
  const isLate = (share: number) => performance.now() - begun > share * patience
  const whole = await solve(slice, scales, {
    pause,
    signal,
    giveUp: (rows) => isLate(0.5) || (patience < Infinity && rows > MAX_ROWS),
  })
  if (whole !== undefined) return { id, done: true, components: whole, rest: [] }
  const parts = await splitGently(slice, REST, { pause, signal })
  const [lists, solved] = await solveSome(parts)
  const components = concatenated(lists, { ...slice.ideal, length: 0, ranks: new Int32Array(0), scales })
  return { id, done: solved === parts.length, components, rest: parts.slice(solved) }

  async function solveSome(some: readonly Slice[]): Promise<readonly [lists: Monomials[], solved: number]> {
    const lists: Monomials[] = []
    let found = 0
    for (const part of some) {
      const giveUp = (rows: number) => some.length > 1 && (isLate(1) || found + rows > MAX_ROWS)
      const list = await solve(part, scales, { pause, signal, giveUp })
      if (list === undefined) break
      lists.push(list)
      found += list.length
    }
    return [lists, lists.length]
  }
}
