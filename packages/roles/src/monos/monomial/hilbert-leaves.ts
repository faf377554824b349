import type { Steps } from '../steps.ts'
import type { Monomials } from './monomials.ts'
import { type Packing, packRows, takeLcm } from './packing.ts'
import { createRepetition, type Node, walkPowers } from './power-tree.ts'
import { visitScarf } from './scarf.ts'

/**
 * Walks down to nodes in which the generators that share variables with others are few, or strongly generic; those come
 * last.
 */
export function* walkToLeaves(
  part: Monomials,
  packing: Packing,
  leaf: (node: Node, apart: number) => void,
): Steps<void> {
  const packed = new Int32Array(part.length * packing.stride)
  packRows(part, packing, packed, 0)
  const mostRepeated = createRepetition(packing)
  yield* walkPowers(packed, part.length, packing, (node) => {
    const together = apartFirst(node, packing)
    const few = node.end - together <= TOGETHER * packing.stride
    if (!few && mostRepeated(node.rows, together, node.end).times > 1) return false
    leaf(node, together)
    return true
  })
}

const TOGETHER = 3

/** Brings the generators that share no variable with others to the front; returns where they end. */
function apartFirst({ rows, start, end }: Node, { stride, masks }: Packing): number {
  let together = end
  for (let k = 0; k < masks; k++) {
    let once = 0
    let twice = 0
    for (let p = start + k; p < end; p += stride) {
      const mask = rows[p] ?? 0
      twice |= once & mask
      once |= mask
    }
    for (let p = together - stride; p >= start; p -= stride) {
      if (((rows[p + k] ?? 0) & twice) === 0) continue
      together -= stride
      for (let w = 0; w < stride; w++) {
        const held = rows[p + w] ?? 0
        rows[p + w] = rows[together + w] ?? 0
        rows[together + w] = held
      }
    }
  }
  return together
}

/** Visits the lcms of which the numerator is the sum, with their signs: of faces of the Scarf complex, or of all sets. */
export function visitNumerator(
  rows: Int32Array,
  start: number,
  end: number,
  packing: Packing,
  visit: (lcm: Int32Array, sign: number) => void,
): void {
  if (end - start > TOGETHER * packing.stride)
    visitScarf(rows, start, end, packing, ({ size, lcm }) => visit(lcm, size % 2 === 0 ? 1 : -1))
  else visitSubsets(rows, start, end, packing, visit)
}

export function visitSubsets(
  rows: Int32Array,
  start: number,
  end: number,
  packing: Packing,
  visit: (lcm: Int32Array, sign: number) => void,
): void {
  const { stride } = packing
  const lcms = Array.from({ length: (end - start) / stride + 1 }, () => new Int32Array(stride))
  descend(0, start, 1)

  function descend(depth: number, from: number, sign: number): void {
    const lcm = lcms[depth]
    if (lcm === undefined) return
    visit(lcm, sign)
    for (let p = from; p < end; p += stride) {
      const next = lcms[depth + 1]
      if (next === undefined) return
      next.set(lcm)
      takeLcm(next, 0, rows, p, packing)
      descend(depth + 1, p + stride, -sign)
    }
  }
}
