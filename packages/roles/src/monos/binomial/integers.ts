/** The absolute value. */
export function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value
}

/** The greatest common divisor, not negative. */
export function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [magnitude(a), magnitude(b)]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

/** The greatest common divisor of a row; 0 of a row of zeros. */
export function content(row: readonly bigint[]): bigint {
  let divisor = 0n
  for (const entry of row) {
    if (entry === 0n) continue
    divisor = gcd(divisor, entry)
    if (divisor === 1n) break
  }
  return divisor
}

/** A row without its content. */
export function primitive(row: readonly bigint[]): bigint[] {
  const divisor = content(row)
  return divisor <= 1n ? [...row] : row.map((entry) => entry / divisor)
}

/** The largest integer not above a / b. */
export function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient
}

/** The integer nearest to a / b, with b > 0. */
export function nearest(a: bigint, b: bigint): bigint {
  return floorDivide(2n * a + b, 2n * b)
}

export function dot(a: readonly bigint[], b: readonly bigint[]): bigint {
  let sum = 0n
  for (let i = 0; i < a.length; i++) {
    const x = a[i] ?? 0n
    if (x !== 0n) sum += x * (b[i] ?? 0n)
  }
  return sum
}

/** a - factor * b, into a. */
export function subtractInto(a: bigint[], factor: bigint, b: readonly bigint[]): void {
  if (factor === 0n) return
  for (let i = 0; i < a.length; i++) {
    const y = b[i] ?? 0n
    if (y !== 0n) a[i] = (a[i] ?? 0n) - factor * y
  }
}

export function isZero(row: readonly bigint[]): boolean {
  return row.every((entry) => entry === 0n)
}

export function negated(row: readonly bigint[]): bigint[] {
  return row.map((entry) => -entry)
}

/** The canonical order of rows: column by column, ascending as numbers. */
export function compareVectors(a: readonly bigint[], b: readonly bigint[]): number {
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? 0n, b[i] ?? 0n]
    if (x !== y) return x < y ? -1 : 1
  }
  return a.length - b.length
}
