import { RoleError } from '../../errors.ts'
import type { ExponentRows, MonomialOrder, Polynomial, PolynomialIdeal, Syntax } from './ideal.ts'
import { countOf, monomialTexts, rowTexts } from './row-texts.ts'
import { namesIn, type WrittenNames } from './written-names.ts'

/** The form of an ideal in a language: what comes before the generators, between them and after them. */
interface Form {
  readonly open: string
  readonly first: string
  readonly between: string
  readonly close: string
  /** Instead of the generators, where there are none. */
  readonly none: string
  readonly one: string
}

interface Content {
  readonly polynomials: boolean
  readonly characteristic: bigint
  readonly order?: MonomialOrder | undefined
}

const monomialContent: Content = { polynomials: false, characteristic: 0n }

/** A monomial ideal in another language, piece by piece. */
export function writeMonomialIdeal(
  { names, generators }: { readonly names: readonly string[]; readonly generators: ExponentRows },
  syntax: Syntax,
): Generator<string, void> {
  const written = namesIn(names, syntax)
  if (syntax === '4ti2') return writeExponents(names, generators)
  const form = forms[syntax](written, monomialContent)
  return framed(form, monomialTexts(generators, written.names, form.one))
}

/** Whether a language can write an ideal of polynomials. */
export function hasPolynomials(syntax: Syntax, characteristic: bigint): boolean {
  return syntax === 'macaulay2' || syntax === 'singular' || (syntax === 'monos' && characteristic === 0n)
}

/**
 * An ideal of polynomials in another language, piece by piece.
 * @throws RoleError `ERR_MONOS_INVALID` where `hasPolynomials` says no.
 */
export function writePolynomialIdeal(
  ideal: Omit<PolynomialIdeal, 'generators'> & { readonly generators: Iterable<Polynomial> },
  syntax: Syntax,
): Generator<string, void> {
  const { names, generators, characteristic, order } = ideal
  if (syntax === '4ti2' || !hasPolynomials(syntax, characteristic)) {
    const what = syntax === 'monos' ? 'no prime characteristic' : 'no polynomials'
    throw new RoleError('ERR_MONOS_INVALID', `${syntax} has ${what}; ask for macaulay2, singular or xml`)
  }
  const written = namesIn(names, syntax)
  return framed(forms[syntax](written, { polynomials: true, characteristic, order }), texts())

  function* texts(): Generator<string, void> {
    for (const polynomial of generators) yield polynomialText(polynomial, written.names)
  }
}

/** Irreducible components in another language: a list of ideals, or for 4ti2 their rows. */
export function* writeComponents(
  names: readonly string[],
  rows: ExponentRows,
  syntax: Syntax,
): Generator<string, void> {
  if (syntax === '4ti2') return yield* writeExponents(names, rows)
  const written = namesIn(names, syntax)
  const { open, close, none } = lists[syntax](written)
  const between = syntax === 'macaulay2' || syntax === 'singular' ? ',\n ' : ''
  yield open
  let first = true
  for (const powers of rowTexts(rows, written.names)) {
    yield (first ? '' : between) + componentText(powers, written, syntax)
    first = false
  }
  if (first) yield none
  yield close
}

/** A polynomial as all readers here take it: `x^2 - 2/3*x*y + 1`. */
export function polynomialText(polynomial: Polynomial, names: readonly string[]): string {
  if (polynomial.length === 0) return '0'
  let text = ''
  for (const { numerator, denominator, exponents } of polynomial) {
    const factors: string[] = []
    exponents.forEach((exponent, i) => {
      if (exponent !== 0n) factors.push(exponent === 1n ? (names[i] ?? '') : `${names[i]}^${exponent}`)
    })
    const size = numerator < 0n ? -numerator : numerator
    const number = denominator === 1n ? `${size}` : `${size}/${denominator}`
    if (number !== '1' || factors.length === 0) factors.unshift(number)
    const sign = numerator < 0n ? '-' : '+'
    text += text === '' ? (sign === '-' ? '-' : '') : ` ${sign} `
    text += factors.join('*')
  }
  return text
}

/** Rows of integers in 4ti2's form. */
export function* writeMatrix(
  columns: number,
  count: number,
  rows: Iterable<readonly bigint[]>,
): Generator<string, void> {
  yield `${count} ${columns}\n`
  for (const row of rows) yield `${row.join(' ')}\n`
}

function* writeExponents(names: readonly string[], rows: ExponentRows): Generator<string, void> {
  yield `${countOf(rows)} ${names.length}\n`
  for (const exponents of rowTexts(rows)) yield `${exponents.join(' ')}\n`
  // As frobby does. 4ti2 reads no further than the last row.
  if (names.some((name, i) => name !== `x${i + 1}`)) yield ` ${names.join(' ')}\n`
}

function* framed({ open, first, between, close, none }: Form, texts: Iterable<string>): Generator<string, void> {
  yield open
  let empty = true
  for (const text of texts) {
    yield (empty ? first : between) + text
    empty = false
  }
  if (empty) yield none
  yield close
}

const forms: Readonly<Record<Exclude<Syntax, '4ti2'>, (names: WrittenNames, content: Content) => Form>> = {
  monos: ({ names }) => ({
    open: `vars ${names.join(', ')};\n[`,
    first: '\n ',
    between: ',\n ',
    close: '\n];\n',
    none: '',
    one: '1',
  }),
  frobby: ({ names }) => ({
    open: `(monomial-ideal-with-order\n ${['(lex-order', ...names].join(' ')})`,
    first: '\n ',
    between: '\n ',
    close: '\n)\n',
    none: '',
    one: '1',
  }),
  macaulay2: (written, content) => ({
    open: `${macaulay2Ring(written, content)}${written.ideal} = ${content.polynomials ? 'ideal' : 'monomialIdeal'}(`,
    first: '\n ',
    between: ',\n ',
    close: ');\n',
    none: `0_${written.ring}`,
    one: `1_${written.ring}`,
  }),
  singular: (written, content) => ({
    open: `${singularRing(written, content)}ideal ${written.ideal} =`,
    first: '\n ',
    between: ',\n ',
    close: ';\n',
    none: '\n 0',
    one: '1',
  }),
}

type List = Pick<Form, 'open' | 'close' | 'none'>

/** Where a language has no lists, ideals follow one another. */
const lists: Readonly<Record<Exclude<Syntax, '4ti2'>, (names: WrittenNames) => List>> = {
  monos: () => ({ open: '', close: '', none: '' }),
  frobby: () => ({ open: '', close: '', none: '' }),
  macaulay2: (written) => ({
    open: `${macaulay2Ring(written, monomialContent)}L = {\n `,
    close: '};\n',
    none: '',
  }),
  singular: (written) => ({
    open: `${singularRing(written, monomialContent)}list L =\n `,
    close: ';\n',
    none: 'list()',
  }),
}

/** One irreducible component. Without any power it is the zero ideal. */
function componentText(powers: readonly string[], written: WrittenNames, syntax: Exclude<Syntax, '4ti2'>): string {
  const own = powers.filter((power) => power !== '')
  if (syntax === 'macaulay2') return `monomialIdeal(${own.join(', ') || `0_${written.ring}`})`
  if (syntax === 'singular') return `ideal(${own.join(', ') || '0'})`
  const { open, first, between, close } = forms[syntax](written, monomialContent)
  return open + (own.length === 0 ? '' : first + own.join(between)) + close
}

function macaulay2Ring(
  { names, replaced, ring }: WrittenNames,
  { characteristic, order, polynomials }: Content,
): string {
  const field = characteristic === 0n ? 'QQ' : `ZZ/${characteristic}`
  const options = polynomials && order !== undefined ? macaulay2Order(order, names.length) : ''
  const all = options === '' ? names : [...names, `MonomialOrder => ${options}`]
  return `${comments('--', replaced)}${ring} = ${field}[${all.join(', ')}];\n`
}

/** Two blocks, each by grevlex; its `Eliminate` is another order, a weight before one grevlex. */
function macaulay2Order({ kind, eliminate }: MonomialOrder, variables: number): string {
  if (kind === 'lex') return 'Lex'
  return hasBlocks({ kind, eliminate }, variables) ? `{${eliminate}, ${variables - eliminate}}` : ''
}

function singularRing(
  { names, replaced, ring }: WrittenNames,
  { characteristic, order, polynomials }: Content,
): string {
  const orders = polynomials && order !== undefined ? singularOrder(order, names.length) : 'lp'
  const none = names.length === 0
  const variables = none ? 'dummy' : names.join(', ')
  return `${comments('//', replaced)}ring ${ring} = ${characteristic}, (${variables}), ${orders};\nint noVars = ${none ? 1 : 0};\n`
}

function singularOrder({ kind, eliminate }: MonomialOrder, variables: number): string {
  if (kind === 'lex') return 'lp'
  return hasBlocks({ kind, eliminate }, variables) ? `(dp(${eliminate}), dp(${variables - eliminate}))` : 'dp'
}

function hasBlocks({ kind, eliminate }: MonomialOrder, variables: number): boolean {
  return kind === 'elimination' && eliminate > 0 && eliminate < variables
}

function comments(mark: string, replaced: WrittenNames['replaced']): string {
  return replaced.map(([written, name]) => `${mark} ${written} is ${name}\n`).join('')
}
