import type { Vectors, VectorShape } from './vectors.ts'

/** Entries have grown beyond what doubles hold exactly. */
export class VectorOverflow extends Error {
  override readonly name = 'VectorOverflow'
}

// Products of two smaller numbers may be inexact, but then what remains after a subtraction is not small.
const SAFE = 2 ** 52

/** Vectors in doubles; throws VectorOverflow as soon as an entry or a degree reaches 2^52. */
export function createNumberVectors({ width, signed, order, grading, priority }: VectorShape): Vectors {
  const words = Math.max(1, Math.ceil(signed / 32))
  const columns = Int32Array.from(order, ({ column }) => column)
  const signs = Int32Array.from(order, ({ sign }) => sign)
  const weights = Float64Array.from(grading, (weight) => fitting(Number(weight)))
  const graded = new Int32Array(words)
  weights.forEach((weight, i) => {
    if (weight > 0) setBit(graded, 0, i)
  })
  let entries = new Float64Array(64 * width)
  let heads = new Int32Array(64 * words)
  let tails = new Int32Array(64 * words)
  let living = new Int32Array(64)
  let places = new Int32Array(64)
  let [count, lives] = [0, 0]
  const hand = new Float64Array(width)
  const mask = new Int32Array(words)
  const lcm = new Float64Array(signed)

  return {
    count: () => count,
    alive: (k) => (places[k] ?? -1) >= 0,
    row: (k) => Array.from(entries.subarray(k * width, (k + 1) * width), BigInt),
    take(row) {
      for (let i = 0; i < width; i++) hand[i] = fitting(Number(row[i] ?? 0n))
      orient()
    },
    pair(i, j) {
      const [a, b] = [i * width, j * width]
      for (let c = 0; c < width; c++) hand[c] = (entries[a + c] ?? 0) - (entries[b + c] ?? 0)
      check()
      orient()
    },
    degree() {
      let sum = 0
      for (let i = 0; i < signed; i++) sum += (weights[i] ?? 0) * Math.max(hand[i] ?? 0, 0)
      return fitting(sum)
    },
    reduce() {
      if (!reduceHead()) return false
      reduceTail()
      return true
    },
    add() {
      reserve()
      const k = count++
      for (let c = 0; c < width; c++) entries[k * width + c] = hand[c] ?? 0
      for (let w = 0; w < words; w++) heads[k * words + w] = tails[k * words + w] = 0
      for (let i = 0; i < signed; i++) {
        const entry = hand[i] ?? 0
        if (entry > 0) setBit(heads, k * words, i)
        else if (entry < 0) setBit(tails, k * words, i)
      }
      places[k] = lives
      living[lives++] = k
      return k
    },
    drop(k) {
      const place = places[k] ?? -1
      if (place < 0) return
      living.copyWithin(place, place + 1, lives--)
      for (let p = place; p < lives; p++) places[living[p] ?? 0] = p
      places[k] = -1
    },
    tidy(k) {
      for (let c = 0; c < width; c++) hand[c] = entries[k * width + c] ?? 0
      reduceTail()
      for (let c = 0; c < width; c++) entries[k * width + c] = hand[c] ?? 0
      for (let w = 0; w < words; w++) tails[k * words + w] = 0
      for (let i = 0; i < signed; i++) if ((hand[i] ?? 0) < 0) setBit(tails, k * words, i)
    },
    divides(k, i) {
      for (let w = 0; w < words; w++)
        if (((heads[k * words + w] ?? 0) & ~(heads[i * words + w] ?? 0)) !== 0) return false
      const [a, b] = [k * width, i * width]
      for (let c = 0; c < signed; c++) {
        const entry = entries[a + c] ?? 0
        if (entry > 0 && entry > (entries[b + c] ?? 0)) return false
      }
      return true
    },
    needless(i, j) {
      let common = 0
      for (let w = 0; w < words; w++) {
        common |= (heads[i * words + w] ?? 0) & (heads[j * words + w] ?? 0)
        if (((tails[i * words + w] ?? 0) & (tails[j * words + w] ?? 0) & (graded[w] ?? 0)) !== 0) return true
      }
      return common === 0
    },
    chained(i, j) {
      takeLcm(i, j)
      for (let place = 0; place < lives; place++) {
        const k = living[place] ?? 0
        if (k === i || k === j || !fits(k)) continue
        if (k < i) {
          if (!reaches(k, j)) return true
        } else if (k < j) return true
        else if (!reaches(i, k) && !reaches(k, j)) return true
      }
      return false
    },
    pairDegree(i, j) {
      const [a, b] = [i * width, j * width]
      let sum = 0
      for (let c = 0; c < signed; c++) sum += (weights[c] ?? 0) * Math.max(entries[a + c] ?? 0, entries[b + c] ?? 0, 0)
      return fitting(sum)
    },
    pairPriority(i, j) {
      const [a, b] = [i * width, j * width]
      let sum = 0
      for (let c = 0; c < signed; c++) sum += (priority[c] ?? 0) * Math.max(entries[a + c] ?? 0, entries[b + c] ?? 0, 0)
      return sum
    },
  }

  /** Makes the leading term positive; false if all is zero. */
  function orient(): boolean {
    for (let at = 0; at < columns.length; at++) {
      const entry = hand[columns[at] ?? 0] ?? 0
      if (entry === 0) continue
      if (entry > 0 !== (signs[at] ?? 0) > 0) for (let c = 0; c < width; c++) hand[c] = 0 - (hand[c] ?? 0)
      return true
    }
    return false
  }

  function reduceHead(): boolean {
    while (orient()) {
      const k = reducer(1)
      if (k < 0) return true
      subtract(k, 1)
    }
    return false
  }

  function reduceTail(): void {
    for (let k = reducer(-1); k >= 0; k = reducer(-1)) subtract(k, -1)
  }

  /** An element whose leading term divides x^(u+), or with side -1, x^(u-); -1 if there is none. */
  function reducer(side: number): number {
    mask.fill(0)
    for (let i = 0; i < signed; i++) if (side * (hand[i] ?? 0) > 0) setBit(mask, 0, i)
    const outside = ~(mask[0] ?? 0)
    search: for (let place = 0; place < lives; place++) {
      const k = living[place] ?? 0
      if (((heads[k * words] ?? 0) & outside) !== 0) continue
      for (let w = 1; w < words; w++) if (((heads[k * words + w] ?? 0) & ~(mask[w] ?? 0)) !== 0) continue search
      const at = k * width
      for (let c = 0; c < signed; c++) {
        const entry = entries[at + c] ?? 0
        if (entry > 0 && entry > side * (hand[c] ?? 0)) continue search
      }
      return k
    }
    return -1
  }

  /** Takes an element away from x^(u+), or with side -1 from x^(u-), as often as it divides. */
  function subtract(k: number, side: number): void {
    const at = k * width
    let times = Infinity
    for (let c = 0; c < signed; c++) {
      const entry = entries[at + c] ?? 0
      if (entry > 0) times = Math.min(times, Math.floor((side * (hand[c] ?? 0)) / entry))
    }
    const factor = side * times
    for (let c = 0; c < width; c++) hand[c] = (hand[c] ?? 0) - factor * (entries[at + c] ?? 0)
    check()
  }

  function takeLcm(i: number, j: number): void {
    const [a, b] = [i * width, j * width]
    for (let c = 0; c < signed; c++) lcm[c] = Math.max(entries[a + c] ?? 0, entries[b + c] ?? 0, 0)
    for (let w = 0; w < words; w++) mask[w] = (heads[i * words + w] ?? 0) | (heads[j * words + w] ?? 0)
  }

  /** Whether the leading term of k divides the least common multiple at hand. */
  function fits(k: number): boolean {
    for (let w = 0; w < words; w++) if (((heads[k * words + w] ?? 0) & ~(mask[w] ?? 0)) !== 0) return false
    for (let c = 0; c < signed; c++) if ((entries[k * width + c] ?? 0) > (lcm[c] ?? 0)) return false
    return true
  }

  /** Whether the least common multiple of two elements is all of the one at hand. */
  function reaches(i: number, j: number): boolean {
    const [a, b] = [i * width, j * width]
    for (let c = 0; c < signed; c++) {
      const exponent = lcm[c] ?? 0
      if (exponent > 0 && (entries[a + c] ?? 0) < exponent && (entries[b + c] ?? 0) < exponent) return false
    }
    return true
  }

  function check(): void {
    for (let c = 0; c < width; c++) if (Math.abs(hand[c] ?? 0) >= SAFE) throw new VectorOverflow()
  }

  function reserve(): void {
    if (count < living.length) return
    entries = doubled(entries, new Float64Array(entries.length * 2))
    heads = doubled(heads, new Int32Array(heads.length * 2))
    tails = doubled(tails, new Int32Array(tails.length * 2))
    living = doubled(living, new Int32Array(living.length * 2))
    places = doubled(places, new Int32Array(places.length * 2))
  }
}

function doubled<T extends Float64Array | Int32Array>(from: T, into: T): T {
  into.set(from)
  return into
}

function setBit(masks: Int32Array, at: number, bit: number): void {
  const word = at + (bit >>> 5)
  masks[word] = (masks[word] ?? 0) | (1 << (bit & 31))
}

function fitting(value: number): number {
  if (Math.abs(value) < SAFE) return value
  throw new VectorOverflow()
}
