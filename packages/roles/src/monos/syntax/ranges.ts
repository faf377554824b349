import type { Declared } from './builder.ts'
import type { Scanner } from './scanner.ts'

/**
 * The variables from one to another, as `x_1..x_3`, `x_(1,1)..x_(2,2)` or `a..d`: the last index counts fastest.
 * @param expected what is said where they are the ends of nothing
 */
export function expandRange(scanner: Scanner, from: Declared, to: Declared): Declared[] {
  const letters = /^[a-z] [a-z]$|^[A-Z] [A-Z]$/.test(`${from.name} ${to.name}`)
  const [stem, low] = letters ? ['', [from.name.charCodeAt(0)]] : split(from.name)
  const [other, high] = letters ? ['', [to.name.charCodeAt(0)]] : split(to.name)
  const counts = low.map((first, i) => (high[i] ?? 0) - first + 1)
  if (stem !== other || low.length === 0 || low.length !== high.length || counts.some((count) => count < 1))
    scanner.fault('ERR_MONOS_INVALID', `${from.name}..${to.name} is no range of variables`, from.at)
  const total = counts.reduce((product, count) => product * count, 1)
  if (total > scanner.limits.variables)
    scanner.fault('ERR_MONOS_LIMIT', `there are more than ${scanner.limits.variables} variables`, from.at)
  return Array.from({ length: total }, (_, index) => {
    const indices: number[] = []
    for (let i = counts.length - 1, rest = index; i >= 0; i--) {
      const count = counts[i] ?? 1
      indices.unshift((low[i] ?? 0) + (rest % count))
      rest = Math.floor(rest / count)
    }
    return { name: letters ? String.fromCharCode(...indices) : [stem, ...indices].join('_'), at: from.at }
  })
}

/** `x_1_2` is x with the indices 1 and 2. */
function split(name: string): [stem: string, indices: number[]] {
  const [, stem = name, indices = ''] = /^(.*?)((?:_\d{1,9})+)$/.exec(name) ?? []
  return [stem, indices.split('_').slice(1).map(Number)]
}
