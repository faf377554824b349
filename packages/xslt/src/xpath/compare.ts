import type { Budget } from '../budget.ts'
import type { XmlNode } from '../tree/node.ts'
import { stringValue } from '../tree/string-value.ts'
import { textToNumber, toBoolean, toNumber } from './convert.ts'
import type { Value } from './value.ts'

type Equality = '=' | '!='
type Relation = '<' | '<=' | '>' | '>='
export type Comparison = Equality | Relation

export const comparisons: readonly Comparison[] = ['=', '!=', '<', '<=', '>', '>=']

const mirrored = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const satisfies Record<Relation, Relation>

/** XPath 1.0, 3.4: of a node-set it is asked whether it is true of any of its nodes. */
export function compare(operator: Comparison, a: Value, b: Value, budget: Budget): boolean {
  if (operator === '=' || operator === '!=') return equality(operator, a, b, budget)
  return relation(operator, a, b, budget)
}

function equality(operator: Equality, a: Value, b: Value, budget: Budget): boolean {
  if (typeof a === 'object')
    return typeof b === 'object' ? equalNodes(operator, a, b, budget) : equalToAny(operator, a, b, budget)
  if (typeof b === 'object') return equalToAny(operator, b, a, budget)
  return equalAtoms(a, b) === (operator === '=')
}

function equalAtoms(a: string | number | boolean, b: string | number | boolean): boolean {
  if (typeof a === 'boolean' || typeof b === 'boolean') return toBoolean(a) === toBoolean(b)
  if (typeof a === 'number' || typeof b === 'number') return toNumber(a) === toNumber(b)
  return a === b
}

function equalToAny(
  operator: Equality,
  nodes: readonly XmlNode[],
  value: string | number | boolean,
  budget: Budget,
): boolean {
  const wanted = operator === '='
  if (typeof value === 'boolean') return (toBoolean(nodes) === value) === wanted
  budget.spend(nodes.length)
  if (typeof value === 'string') return nodes.some((node) => (stringValue(node, budget) === value) === wanted)
  return nodes.some((node) => (numberOf(node, budget) === value) === wanted)
}

function equalNodes(operator: Equality, a: readonly XmlNode[], b: readonly XmlNode[], budget: Budget): boolean {
  budget.spend(a.length + b.length)
  const [few, many] = a.length < b.length ? [a, b] : [b, a]
  const [first] = few
  if (first === undefined) return false
  if (operator === '=') {
    const values = valuesOf(few, budget)
    return many.some((node) => values.has(stringValue(node, budget)))
  }
  // Only if all values on both sides are one and the same, no two differ.
  const value = stringValue(first, budget)
  const differs = (node: XmlNode) => stringValue(node, budget) !== value
  return many.length > 0 && (few.some(differs) || many.some(differs))
}

/** The texts of elements within each other are much longer than their document: all that is kept is held to the bound. */
function valuesOf(nodes: readonly XmlNode[], budget: Budget): ReadonlySet<string> {
  const values = new Set<string>()
  let length = 0
  for (const node of nodes) {
    const value = stringValue(node, budget)
    length += value.length
    budget.hold(length)
    values.add(value)
  }
  return values
}

function relation(operator: Relation, a: Value, b: Value, budget: Budget): boolean {
  if (typeof a === 'object') {
    return typeof b === 'object' ? relateNodes(operator, a, b, budget) : relateAny(operator, a, b, budget)
  }
  if (typeof b === 'object') return relateAny(mirrored[operator], b, a, budget)
  return relate(operator, toNumber(a), toNumber(b))
}

function relateAny(
  operator: Relation,
  nodes: readonly XmlNode[],
  value: string | number | boolean,
  budget: Budget,
): boolean {
  const number = toNumber(value)
  if (typeof value === 'boolean') return relate(operator, toNumber(toBoolean(nodes)), number)
  budget.spend(nodes.length)
  return nodes.some((node) => relate(operator, numberOf(node, budget), number))
}

/** If it is true of any two nodes, then of the least on the one side and the greatest on the other. */
function relateNodes(operator: Relation, a: readonly XmlNode[], b: readonly XmlNode[], budget: Budget): boolean {
  budget.spend(a.length + b.length)
  const isLess = operator === '<' || operator === '<='
  const [left, right] = isLess ? [Math.min, Math.max] : [Math.max, Math.min]
  return relate(operator, extreme(left, a, budget), extreme(right, b, budget))
}

/** NaN for no number at all. */
function extreme(pick: (a: number, b: number) => number, nodes: readonly XmlNode[], budget: Budget): number {
  let found = Number.NaN
  for (const node of nodes) {
    const number = numberOf(node, budget)
    if (!Number.isNaN(number)) found = Number.isNaN(found) ? number : pick(found, number)
  }
  return found
}

function relate(operator: Relation, a: number, b: number): boolean {
  switch (operator) {
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    case '>=':
      return a >= b
    default:
      return operator satisfies never
  }
}

function numberOf(node: XmlNode, budget: Budget): number {
  return textToNumber(stringValue(node, budget))
}
