/** At most `count` of them, each with the same chance, in random order. */
export function sample<T>(items: readonly T[], count: number): readonly T[] {
  const pool = [...items]
  for (let i = 0; i < Math.min(count, pool.length); i++) {
    const j = i + Math.floor(Math.random() * (pool.length - i))
    const [a, b] = [pool[i], pool[j]]
    if (a !== undefined && b !== undefined) [pool[i], pool[j]] = [b, a]
  }
  return pool.slice(0, count)
}

export function between(low: number, high: number): number {
  return low + Math.random() * (high - low)
}
