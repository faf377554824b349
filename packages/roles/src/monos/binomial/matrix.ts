import { BinomialError } from './errors.ts'
import { content, dot, isZero, magnitude, subtractInto } from './integers.ts'
import {
  createTicker,
  defaultKernelLimits,
  type KernelLimits,
  type KernelOptions,
  runToEnd,
  type Steps,
} from './kernel-options.ts'
import { reducedBasis } from './lattice-reduction.ts'

/** An integer matrix. As a lattice: what its rows generate. */
export interface IntegerMatrix {
  readonly columns: number
  readonly rows: readonly (readonly bigint[])[]
}

/** The same matrix, once its shape and its numbers are within the bounds. */
export function checkedMatrix(matrix: IntegerMatrix, limits: Partial<KernelLimits> = {}): IntegerMatrix {
  const { columns, rows, bits } = { ...defaultKernelLimits, ...limits }
  if (!Number.isInteger(matrix.columns) || matrix.columns < 0 || matrix.columns > columns)
    throw new BinomialError('ERR_BINOMIAL_LIMIT', `${matrix.columns} columns; at most ${columns} are allowed.`)
  if (matrix.rows.length > rows)
    throw new BinomialError('ERR_BINOMIAL_LIMIT', `${matrix.rows.length} rows; at most ${rows} are allowed.`)
  const bound = 1n << BigInt(bits)
  matrix.rows.forEach((row, at) => {
    if (row.length !== matrix.columns)
      throw new BinomialError('ERR_BINOMIAL_SHAPE', `Row ${at} has ${row.length} entries, not ${matrix.columns}.`, at)
    if (row.some((entry) => magnitude(entry) >= bound))
      throw new BinomialError('ERR_BINOMIAL_LIMIT', `Row ${at} holds a number of more than ${bits} bits.`, at)
  })
  return matrix
}

/** The number of independent rows. */
export function rank(matrix: IntegerMatrix): number {
  return echelon(matrix.rows.map((row) => [...row])).length
}

/** A reduced basis of the integer kernel {u : Au = 0}; it is saturated. */
export function kernelBasis(matrix: IntegerMatrix, options: KernelOptions = {}): IntegerMatrix {
  return runToEnd(kernelBasisSteps(matrix, options))
}

export function* kernelBasisSteps(matrix: IntegerMatrix, options: KernelOptions = {}): Steps<IntegerMatrix> {
  const ticker = createTicker(options)
  const { columns, rows } = checkedMatrix(matrix, ticker.limits)
  let kernel = identity(columns)
  for (const row of rows) {
    if (isZero(row)) continue
    kernel = yield* reducedBasis(annihilated(kernel, row), ticker)
    checkBits(kernel, ticker.limits.bits)
  }
  return { columns, rows: kernel }
}

/** A reduced basis of the lattice that the rows generate. */
export function* latticeBasisSteps(lattice: IntegerMatrix, options: KernelOptions = {}): Steps<IntegerMatrix> {
  const ticker = createTicker(options)
  const { columns, rows } = checkedMatrix(lattice, ticker.limits)
  const basis = echelon(rows.map((row) => [...row]))
  checkBits(basis, ticker.limits.bits)
  return { columns, rows: yield* reducedBasis(basis, ticker) }
}

/** Those integer combinations of independent rows that a linear form sends to zero. */
function annihilated(basis: readonly (readonly bigint[])[], form: readonly bigint[]): bigint[][] {
  const rows = basis.map((row) => ({ row: [...row], value: dot(row, form) }))
  for (;;) {
    const open = rows.filter(({ value }) => value !== 0n)
    const [first] = open
    if (first === undefined) break
    const least = open.reduce((a, b) => (magnitude(b.value) < magnitude(a.value) ? b : a), first)
    if (open.length === 1) {
      rows.splice(rows.indexOf(least), 1)
      break
    }
    for (const other of open) {
      if (other === least) continue
      const factor = other.value / least.value
      subtractInto(other.row, factor, least.row)
      other.value -= factor * least.value
    }
  }
  return rows.map(({ row }) => row)
}

/** Brings rows into echelon form by steps that keep the lattice, and drops those that become zero. */
export function echelon(rows: bigint[][]): bigint[][] {
  const columns = rows[0]?.length ?? 0
  let done = 0
  for (let column = 0; column < columns && done < rows.length; column++) {
    if (clearBelow(rows, done, column)) done++
  }
  return rows.slice(0, done)
}

/** Makes a column zero below a row; false if it is zero from there on. The entry that stays is positive. */
export function clearBelow(rows: bigint[][], from: number, column: number): boolean {
  for (;;) {
    let [least, open] = [-1, 0]
    for (let r = from; r < rows.length; r++) {
      const entry = magnitude(rows[r]?.[column] ?? 0n)
      if (entry === 0n) continue
      open++
      if (least < 0 || entry < magnitude(rows[least]?.[column] ?? 0n)) least = r
    }
    if (least < 0) return false
    const pivot = rows[least] ?? []
    ;[rows[from], rows[least]] = [pivot, rows[from] ?? []]
    const value = pivot[column] ?? 0n
    if (open === 1) {
      if (value < 0n) rows[from] = pivot.map((entry) => -entry)
      return true
    }
    for (let r = from + 1; r < rows.length; r++) {
      const row = rows[r] ?? []
      subtractInto(row, (row[column] ?? 0n) / value, pivot)
    }
  }
}

/** Whether a vector lies in the kernel of a matrix. */
export function inKernel({ rows }: IntegerMatrix, vector: readonly bigint[]): boolean {
  return rows.every((row) => dot(row, vector) === 0n)
}

/** The greatest common divisor of a column from a row on. */
export function columnContent(rows: readonly (readonly bigint[])[], from: number, column: number): bigint {
  return content(rows.slice(from).map((row) => row[column] ?? 0n))
}

/** The unit vectors. */
export function identity(size: number): bigint[][] {
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => (i === j ? 1n : 0n)))
}

function checkBits(rows: readonly (readonly bigint[])[], bits: number): void {
  const bound = 1n << BigInt(bits)
  if (rows.some((row) => row.some((entry) => magnitude(entry) >= bound)))
    throw new BinomialError('ERR_BINOMIAL_LIMIT', `A number grew to more than ${bits} bits.`)
}
