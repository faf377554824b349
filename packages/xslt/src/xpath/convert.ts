import type { Budget } from '../budget.ts'
import { stringValue } from '../tree/string-value.ts'
import type { Value } from './value.ts'

/** `string()` of a value (XPath 1.0, 4.2). What is built is spent from the budget, if there is one. */
export function toText(value: Value, budget?: Budget): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return numberToText(value)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  const first = value[0]
  return first === undefined ? '' : stringValue(first, budget)
}

/** `number()` of a value (XPath 1.0, 4.4). */
export function toNumber(value: Value, budget?: Budget): number {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  return textToNumber(toText(value, budget))
}

/** `boolean()` of a value (XPath 1.0, 4.3). */
export function toBoolean(value: Value): boolean {
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return value !== 0 && !Number.isNaN(value)
  return value.length > 0
}

const NUMBER = /^[ \t\r\n]*-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[ \t\r\n]*$/

/** No exponent, no plus sign, no Infinity: whatever is not an XPath number is NaN. */
export function textToNumber(text: string): number {
  return NUMBER.test(text) ? Number(text) : Number.NaN
}

/** The shortest decimal that reads back as the same number; never with an exponent, zero never with a sign. */
export function numberToText(number: number): string {
  const text = String(number)
  const exponent = text.indexOf('e')
  return number === 0
    ? '0'
    : exponent < 0
      ? text
      : withoutExponent(text.slice(0, exponent), Number(text.slice(exponent + 1)))
}

function withoutExponent(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : ''
  const digits = mantissa.replace(/[-.]/g, '')
  // The engine writes one digit before the point.
  const point = exponent + 1
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  return sign + digits.padEnd(point, '0')
}
