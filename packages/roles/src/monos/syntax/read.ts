import { type Builder, createMonomialBuilder, createPolynomialBuilder } from './builder.ts'
import type { IntegerMatrix, MonomialIdeal, PolynomialIdeal, Syntax } from './ideal.ts'
import { defaultMonosLimits, type MonosLimits } from './limits.ts'
import { read4ti2, read4ti2Matrix } from './read-4ti2.ts'
import { macaulay2Comments, readMacaulay2 } from './read-macaulay2.ts'
import { readFrobby, readMonos } from './read-monos.ts'
import { readSingular, singularComments } from './read-singular.ts'
import { beginning, type Comments, createScanner, faultAt, type Place, type Scanner } from './scanner.ts'

export interface ReadOptions {
  /** The language; absent, it is seen from how the text begins. */
  readonly syntax?: Syntax | undefined
  /** What the variables are called, where the language does not say: 4ti2's. */
  readonly names?: readonly string[] | undefined
  readonly limits?: Partial<MonosLimits> | undefined
  /** Where the text begins in a document: faults name places in the document. */
  readonly from?: Place | undefined
}

interface Language {
  readonly comments: Comments
  readonly read: (scanner: Scanner, builder: Builder, names: readonly string[] | undefined) => void
  /** How a text in it begins, after comments. */
  readonly begins: RegExp
}

const languages: Readonly<Record<Syntax, Language>> = {
  monos: { comments: {}, read: readMonos, begins: /^\s*vars\b/ },
  frobby: { comments: {}, read: readFrobby, begins: /^\s*\(\s*monomial-ideal/ },
  singular: {
    comments: singularComments,
    read: readSingular,
    begins: /^(?:\s|\/\/.*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*ring\s+\w+\s*=/,
  },
  macaulay2: {
    comments: macaulay2Comments,
    read: readMacaulay2,
    begins: /^(?:\s|--.*\n|-\*(?:[^*]|\*(?!-))*\*-)*(?:\w+\s*:?=\s*)?(?:QQ\s*\[|\(?ZZ\s*[/[]|GF\s*\(?\s*\d)/,
  },
  '4ti2': { comments: {}, read: read4ti2, begins: /^\s*\d+\s+\d+(?:\s|$)/ },
}

/** How much of a text is looked at to see its language. */
const BEGINNING = 10_000

/** The language of a text, as far as its beginning tells. */
export function detect(text: string): Syntax | undefined {
  const beginning = text.slice(0, BEGINNING)
  for (const [syntax, { begins }] of Object.entries(languages)) if (begins.test(beginning)) return syntax as Syntax
  return undefined
}

/**
 * Reads an ideal that monomials generate.
 * @throws RoleError with the line and column of what is wrong.
 */
export function readMonomialIdeal(text: string, options: ReadOptions = {}): MonomialIdeal {
  return read(text, options, createMonomialBuilder)
}

/**
 * Reads an ideal of polynomials.
 * @throws RoleError with the line and column of what is wrong.
 */
export function readPolynomialIdeal(text: string, options: ReadOptions = {}): PolynomialIdeal {
  return read(text, options, createPolynomialBuilder)
}

/**
 * Reads a matrix of integers in 4ti2's form: `rows columns`, then the rows.
 * @throws RoleError with the line and column of what is wrong.
 */
export function readMatrix(text: string, { limits, from }: ReadOptions = {}): IntegerMatrix {
  return read4ti2Matrix(createScanner(text, { ...defaultMonosLimits, ...limits }, {}, from))
}

function read<Ideal>(
  text: string,
  { syntax = detect(text), names, limits, from }: ReadOptions,
  build: (scanner: Scanner) => Builder & { readonly finish: () => Ideal },
): Ideal {
  if (syntax === undefined) throw unknown(text, from)
  const { comments, read: readLanguage } = languages[syntax]
  const scanner = createScanner(text, { ...defaultMonosLimits, ...limits }, comments, from)
  const builder = build(scanner)
  readLanguage(scanner, builder, names)
  return builder.finish()
}

function unknown(text: string, from: Place = beginning): Error {
  const begins = JSON.stringify(text.trim().slice(0, 20))
  const message = `a text that begins with ${begins} is in none of the languages ${Object.keys(languages).join(', ')}`
  return faultAt('ERR_MONOS_SYNTAX', message, from())
}
