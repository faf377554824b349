import { XsltError } from '../../errors.ts'
import { numberToText } from '../../xpath/convert.ts'
import { group } from './numerals.ts'

/** The symbols of `xsl:decimal-format` (XSLT 1.0, section 12.3) by the names of its attributes, with their defaults. */
export const plainFormat = {
  'decimal-separator': '.',
  'grouping-separator': ',',
  infinity: 'Infinity',
  'minus-sign': '-',
  NaN: 'NaN',
  percent: '%',
  'per-mille': '‰',
  'zero-digit': '0',
  digit: '#',
  'pattern-separator': ';',
}

export type DecimalFormat = Readonly<Record<keyof typeof plainFormat, string>>

/** `format-number()`; the pattern is one of JDK 1.1's DecimalFormat. */
export function formatNumber(number: number, pattern: string, format: DecimalFormat): string {
  if (Number.isNaN(number)) return format.NaN
  const [positive = '', negative, ...more] = pattern.split(format['pattern-separator'])
  if (more.length > 0) throw notAPattern(pattern)
  const picture = readPicture(positive, format)
  const { prefix, suffix } = affixes(number < 0, picture, negative, format)
  const digits =
    Math.abs(number) === Infinity ? format.infinity : writeDigits(numberToText(Math.abs(number)), picture, format)
  return prefix + digits + suffix
}

/** What a pattern asks for. */
interface Picture {
  readonly prefix: string
  readonly suffix: string
  readonly minInteger: number
  readonly minFraction: number
  readonly maxFraction: number
  /** 0: no groups. */
  readonly groupSize: number
  readonly hasPoint: boolean
  /** Powers of ten that the number is multiplied by. */
  readonly shift: number
}

function readPicture(pattern: string, format: DecimalFormat): Picture {
  const { prefix, core, suffix } = cut(pattern, format)
  const point = core.indexOf(format['decimal-separator'])
  const integer = point < 0 ? core : core.slice(0, point)
  const fraction = point < 0 ? '' : core.slice(point + format['decimal-separator'].length)
  const { digit, 'zero-digit': zero, 'grouping-separator': separator } = format
  const integerDigits = Array.from(integer.replaceAll(separator, ''))
  const fractionDigits = Array.from(fraction)
  if (!isOrdered(integerDigits, digit, zero) || !isOrdered(fractionDigits, zero, digit)) throw notAPattern(pattern)
  const lastSeparator = integer.lastIndexOf(separator)
  if (integer.endsWith(separator)) throw notAPattern(pattern)
  const fixed = prefix + suffix
  return {
    prefix,
    suffix,
    minInteger: integerDigits.filter((character) => character === zero).length,
    minFraction: fractionDigits.filter((character) => character === zero).length,
    maxFraction: fractionDigits.length,
    groupSize: lastSeparator < 0 ? 0 : Array.from(integer.slice(lastSeparator + separator.length)).length,
    hasPoint: point >= 0,
    shift: fixed.includes(format.percent) ? 2 : fixed.includes(format['per-mille']) ? 3 : 0,
  }
}

function notAPattern(pattern: string): XsltError {
  return new XsltError('ERR_XSLT_DYNAMIC', `"${pattern}" is not a pattern for numbers, such as "#,##0.00"`)
}

/** All of the first kind come before all of the second, and nothing else is there. */
function isOrdered(characters: readonly string[], first: string, second: string): boolean {
  const from = characters.findIndex((character) => character !== first)
  return from < 0 || characters.slice(from).every((character) => character === second)
}

function cut(pattern: string, format: DecimalFormat): { prefix: string; core: string; suffix: string } {
  const characters = Array.from(pattern)
  const active = new Set([
    format.digit,
    format['zero-digit'],
    format['grouping-separator'],
    format['decimal-separator'],
  ])
  const isActive = (character: string) => active.has(character)
  const first = characters.findIndex(isActive)
  if (first < 0) return { prefix: pattern, core: '', suffix: '' }
  const last = characters.findLastIndex(isActive)
  return {
    prefix: characters.slice(0, first).join(''),
    core: characters.slice(first, last + 1).join(''),
    suffix: characters.slice(last + 1).join(''),
  }
}

/** Of a second pattern, for negative numbers, only what is around the digits counts. */
function affixes(
  isNegative: boolean,
  { prefix, suffix }: Picture,
  negative: string | undefined,
  format: DecimalFormat,
): { prefix: string; suffix: string } {
  if (!isNegative) return { prefix, suffix }
  const own = negative === undefined ? undefined : cut(negative, format)
  if (own !== undefined && (own.prefix !== prefix || own.suffix !== suffix)) return own
  return { prefix: format['minus-sign'] + prefix, suffix }
}

function writeDigits(decimal: string, picture: Picture, format: DecimalFormat): string {
  const { minInteger, minFraction, maxFraction, groupSize, shift } = picture
  const rounded = round(shifted(decimal, shift), maxFraction)
  let integer = rounded.integer.replace(/^0+/, '').padStart(minInteger, '0')
  let end = rounded.fraction.length
  while (end > minFraction && rounded.fraction[end - 1] === '0') end--
  const fraction = rounded.fraction.slice(0, end)
  if (integer === '' && fraction === '') integer = '0'
  const grouped = groupSize > 0 ? group(integer, format['grouping-separator'], groupSize) : integer
  const text =
    inScript(grouped, format) + (fraction === '' ? '' : format['decimal-separator'] + inScript(fraction, format))
  return text
}

/** Moves the point, without the error that a multiplication would bring. */
function shifted(decimal: string, places: number): string {
  if (places === 0) return decimal
  const [integer = '', fraction = ''] = decimal.split('.')
  const moved = fraction.padEnd(places, '0')
  return `${integer}${moved.slice(0, places)}.${moved.slice(places)}`
}

/** To so many places; what is just between goes to the even one. */
function round(decimal: string, places: number): { integer: string; fraction: string } {
  const [integer = '', fraction = ''] = decimal.split('.')
  if (fraction.length <= places) return { integer, fraction: fraction.padEnd(places, '0') }
  const kept = BigInt(integer + fraction.slice(0, places))
  const rest = fraction.slice(places)
  const isUp = /^50*$/.test(rest) ? kept % 2n === 1n : rest.charAt(0) >= '5'
  const digits = (isUp ? kept + 1n : kept).toString().padStart(places + 1, '0')
  return { integer: digits.slice(0, digits.length - places), fraction: digits.slice(digits.length - places) }
}

function inScript(digits: string, { 'zero-digit': zero, 'grouping-separator': separator }: DecimalFormat): string {
  const from = zero.codePointAt(0) ?? 0x30
  if (from === 0x30) return digits
  return Array.from(digits, (character) =>
    character >= '0' && character <= '9' && character !== separator
      ? String.fromCodePoint(from + Number(character))
      : character,
  ).join('')
}
