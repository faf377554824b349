/** The kinds of work that wait on the engine's stack. */
export const SLICE = 0
/** Combines a row with all rows that an independent part had. */
export const PRODUCT = 1
/** The rows of an independent part are not needed any more. */
export const RELEASE = 2

/** A stack of work; each field a column, so that pushing allocates nothing. */
export interface Frames {
  depth: number
  kind: Int32Array
  /** Where in the arena it starts. */
  base: Int32Array
  /** Generators of a slice; the next row of a product. */
  count: Int32Array
  /** How many variables the slice has. */
  active: Int32Array
  /** Where results go: the number of a store, or -1 for the engine's own. */
  target: Int32Array
  /** The store with whose rows each result is combined, or -1. */
  factor: Int32Array
  /** The share of the whole, by the halvings that led here. */
  weight: Float64Array
}

export function createFrames(room = 256): Frames {
  const column = () => new Int32Array(room)
  const [kind, base, count, active, target, factor] = [column(), column(), column(), column(), column(), column()]
  return { depth: 0, kind, base, count, active, target, factor, weight: new Float64Array(room) }
}

export function pushFrame(
  frames: Frames,
  kind: number,
  base: number,
  count: number,
  active: number,
  target: number,
  factor: number,
  weight: number,
): void {
  if (frames.depth === frames.kind.length) grow(frames)
  const at = frames.depth++
  frames.kind[at] = kind
  frames.base[at] = base
  frames.count[at] = count
  frames.active[at] = active
  frames.target[at] = target
  frames.factor[at] = factor
  frames.weight[at] = weight
}

function grow(frames: Frames): void {
  const larger = createFrames(2 * frames.kind.length)
  for (const column of ['kind', 'base', 'count', 'active', 'target', 'factor', 'weight'] as const) {
    larger[column].set(frames[column])
    Object.assign(frames, { [column]: larger[column] })
  }
}
