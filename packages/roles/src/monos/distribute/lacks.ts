import type { Monomials } from '../monomial/monomials.ts'

/** Whether a list in canonical order lacks a row of another. Both are over the same scales. */
export function lacks(list: Monomials, other: Monomials): boolean {
  const { variables } = list
  if (other.length > list.length) return true
  for (let a = 0, b = 0; b < other.length; a++) {
    if (a === list.length) return true
    const order = compareAt(list, a, other, b, variables)
    if (order > 0) return true
    if (order === 0) b++
  }
  return false
}

function compareAt(a: Monomials, row: number, b: Monomials, other: number, variables: number): number {
  for (let i = 0; i < variables; i++) {
    const difference = (a.ranks[row * variables + i] ?? 0) - (b.ranks[other * variables + i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
