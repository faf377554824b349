import type { Board, Task } from '../distribute/board.ts'
import { HOME } from '../distribute/board.ts'
import type { Work } from '../distribute/home.ts'
import { solve } from '../distribute/solve.ts'

/** Of the slices that workers agree on, so many are solved once more, and at least a few. */
const SHARE = 0.05
const LEAST = 3

/**
 * Those who agree may be in league. A few of their slices, which they cannot foresee, are solved here: components were
 * proven one by one, so a list that is as long is the same. Who lied is disowned, and the audit fails.
 */
export async function audit({ board, scales, pause, signal }: Work): Promise<boolean> {
  for (const task of sample(board)) {
    const [claimed] = task.claims
    const list = await solve(task.slice, scales, { pause, signal })
    if (list === undefined || claimed === undefined || list.length === claimed.list.length) continue
    for (const { by } of task.claims) board.disown(by)
    return false
  }
  return true
}

function sample(board: Board): readonly Task[] {
  const others = board.settled().filter(({ claims }) => claims.every(({ by }) => by !== HOME))
  const keys = crypto.getRandomValues(new Uint32Array(Math.min(others.length, 16_384)))
  return others
    .map((task, at) => ({ task, key: keys[at] ?? 0 }))
    .sort((a, b) => a.key - b.key)
    .slice(0, Math.max(LEAST, Math.ceil(SHARE * others.length)))
    .map(({ task }) => task)
}
