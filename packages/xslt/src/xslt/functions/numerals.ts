/** How `xsl:number` writes numbers (XSLT 1.0, section 7.7.1). */
export interface NumeralOptions {
  readonly format: string
  readonly letterValue: string
  readonly groupingSeparator: string
  /** Digits of a group; 0 for no groups. */
  readonly groupingSize: number
}

/** Letters and digits are tokens, which say how a number is written; what is between them separates numbers. */
const TOKENS = /[\p{L}\p{N}]+|[^\p{L}\p{N}]+/gu
const IS_TOKEN = /^[\p{L}\p{N}]/u

export function formatNumbers(numbers: readonly number[], options: NumeralOptions): string {
  const { prefix, tokens, separators, suffix } = readFormat(options.format)
  let text = ''
  for (const [i, number] of numbers.entries()) {
    if (i > 0) text += separators[Math.min(i, separators.length) - 1] ?? '.'
    text += formatOne(number, tokens[Math.min(i, tokens.length - 1)] ?? '1', options)
  }
  return prefix + text + suffix
}

interface Format {
  readonly prefix: string
  readonly tokens: readonly string[]
  /** Before the second token, before the third, … */
  readonly separators: readonly string[]
  readonly suffix: string
}

function readFormat(format: string): Format {
  const pieces = format.match(TOKENS) ?? []
  const first = pieces.findIndex((piece) => IS_TOKEN.test(piece))
  if (first < 0) return { prefix: format, tokens: ['1'], separators: [], suffix: format }
  const last = pieces.findLastIndex((piece) => IS_TOKEN.test(piece))
  const middle = pieces.slice(first, last + 1)
  return {
    prefix: pieces.slice(0, first).join(''),
    tokens: middle.filter((_, i) => i % 2 === 0),
    separators: middle.filter((_, i) => i % 2 === 1),
    suffix: pieces.slice(last + 1).join(''),
  }
}

function formatOne(number: number, token: string, options: NumeralOptions): string {
  const isRoman = options.letterValue !== 'alphabetic'
  if (token === 'i' && isRoman) return roman(number)?.toLowerCase() ?? String(number)
  if (token === 'I' && isRoman) return roman(number) ?? String(number)
  const alphabet = alphabets.find((letters) => letters[0] === token)
  if (alphabet !== undefined && number > 0) return alphabetic(number, alphabet)
  return decimal(number, token, options)
}

const greek = 'αβγδεζηθικλμνξοπρςστυφχψω'
const latin = 'abcdefghijklmnopqrstuvwxyz'
const alphabets = [latin, latin.toUpperCase(), greek, 'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ']

function alphabetic(number: number, letters: string): string {
  let text = ''
  for (let rest = number; rest > 0; rest = Math.floor((rest - 1) / letters.length))
    text = letters.charAt((rest - 1) % letters.length) + text
  return text
}

const romanNumerals = [
  [1000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
] as const

function roman(number: number): string | undefined {
  if (number < 1 || number > 3999) return undefined
  let rest = number
  let text = ''
  for (const [value, letters] of romanNumerals) for (; rest >= value; rest -= value) text += letters
  return text
}

/** A digit one, maybe with zeros before it, of any script. */
const DECIMAL = /^\p{Nd}+$/u

function decimal(number: number, token: string, { groupingSeparator, groupingSize }: NumeralOptions): string {
  const characters = Array.from(token)
  const one = characters.at(-1)?.codePointAt(0) ?? 0x31
  const zero = DECIMAL.test(token) && isOne(one) ? one - 1 : 0x30
  const width = DECIMAL.test(token) && isOne(one) ? characters.length : 1
  const digits = BigInt(number).toString().padStart(Math.min(width, 1000), '0')
  const grouped = groupingSeparator !== '' && groupingSize > 0 ? group(digits, groupingSeparator, groupingSize) : digits
  return zero === 0x30 ? grouped : grouped.replaceAll(/[0-9]/g, (digit) => String.fromCodePoint(zero + Number(digit)))
}

/** The digits of a script follow each other from zero on, and zero is not preceded by one. */
function isOne(point: number): boolean {
  const isDigit = (other: number) => /\p{Nd}/u.test(String.fromCodePoint(other))
  return isDigit(point - 1) && (point - 1 === 0x30 || !isDigit(point - 2))
}

/** Puts a separator between groups of digits, counted from the right. */
export function group(digits: string, separator: string, size: number): string {
  const groups: string[] = []
  for (let end = digits.length; end > 0; end -= size) groups.unshift(digits.slice(Math.max(0, end - size), end))
  return groups.join(separator)
}
