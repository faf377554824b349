import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import {
  defaultNames,
  detect,
  isOperation,
  type LatticeRequest,
  type MonomialIdeal,
  type MonomialRequest,
  type MonosRequest,
  type Operation,
  operations,
  type Polynomial,
  type PolynomialIdeal,
  type PolynomialRequest,
  readMatrix,
  readMonomialIdeal,
  readPolynomialIdeal,
  readRequest,
  requestDocument,
  type Syntax,
  syntaxes,
} from '@xeerkat/roles/monos'
import { type Document, fromBytes } from '@xeerkat/xml'
import type { Io } from '../cli/command.ts'
import { suggest } from '../cli/suggest.ts'
import { HostError, sentence } from '../errors.ts'
import type { MonosValues } from './monos-flags.ts'

/** What is printed: the answer's document, its text in a language, or rows of integers only. */
export type Output = 'xml' | 'rows' | Syntax

/** What is to be computed, as the document that any coordinator takes. */
export interface MonosInput {
  readonly document: Document
  readonly output: Output
}

type Flags = Pick<
  MonosValues,
  | 'op'
  | 'syntax'
  | 'output'
  | 'variables'
  | 'lattice'
  | 'order'
  | 'eliminate'
  | 'weight'
  | 'cost'
  | 'vector'
  | 'degree'
  | 'multigraded'
  | 'polynomial'
  | 'count-only'
  | 'workers'
>

interface File {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Larger than any default of the vocabulary: what it says of a document is what counts. */
const MAX_BYTES = 2 ** 31

/**
 * Reads request documents, and ideals and matrices in the languages there are.
 * @throws HostError `ERR_USAGE` for flags, `ERR_INPUT` with file, line and column for what is in the files.
 */
export async function readInput(
  names: readonly string[],
  flags: Flags,
  { stdin }: Pick<Io, 'stdin'>,
): Promise<MonosInput> {
  if (names.length === 0) throw usage('monos takes a file, or - for what comes on stdin; --list shows what it can do.')
  if (names.filter((name) => name === '-').length > 1) throw usage('monos takes - for stdin once.')
  const files: File[] = []
  for (const name of names) files.push({ name, bytes: name === '-' ? await buffer(stdin) : await readFile(name) })
  const [first] = files
  return first !== undefined && isXml(first) ? fromRequest(files, flags) : fromTexts(files, flags)
}

function isXml({ bytes }: File): boolean {
  return /^\uFEFF?\s*</.test(new TextDecoder().decode(bytes.subarray(0, 1000)))
}

function fromRequest([file, ...more]: readonly File[], { op, output: wanted, workers: hireLimit }: Flags): MonosInput {
  if (file === undefined || more.length > 0) throw usage('A request document stands by itself: give one file.')
  const given = fromBytes(file.bytes, { limits: { bytes: MAX_BYTES, token: MAX_BYTES } })
  const request = reading(file, () => readRequest(given))
  if (op !== undefined && op !== request.operation)
    throw usage(`${file.name} asks for ${request.operation}, and --op for ${op}.`)
  const output = readOutput(wanted) ?? request.output
  const asked = output === 'rows' ? 'xml' : output
  // What is to be as it was given stays so, byte for byte.
  if (asked === request.output && hireLimit === undefined) return { document: given, output }
  return {
    document: requestDocument({ ...request, output: asked, ...(hireLimit !== undefined && { hireLimit }) }),
    output,
  }
}

function fromTexts(files: readonly File[], flags: Flags): MonosInput {
  const operation = readOperation(flags.op)
  const texts = files.map(({ name, bytes }) => ({ name, text: new TextDecoder().decode(bytes) }))
  const [first = { name: '', text: '' }] = texts
  const syntax = readSyntax(flags.syntax) ?? detect(first.text)
  const output = readOutput(flags.output) ?? syntax ?? 'xml'
  const common = {
    output: output === 'rows' ? ('xml' as const) : output,
    ...(flags.workers !== undefined && { hireLimit: flags.workers }),
  }
  return { document: requestDocument({ ...contentOf(operation, texts, syntax, flags), ...common }), output }
}

/** A file as text. */
interface Source {
  readonly name: string
  readonly text: string
}

function contentOf(
  operation: Operation,
  sources: readonly Source[],
  syntax: Syntax | undefined,
  flags: Flags,
): MonosRequest {
  const [first, ...more] = sources
  if (first === undefined) throw usage('monos takes a file.')
  switch (operation) {
    case 'toric-ideal':
    case 'lattice-ideal':
    case 'markov-basis':
    case 'graver-basis':
    case 'circuits':
    case 'integer-programming-gap':
      alone(operation, more)
      return latticeRequest(operation, first, flags)
    case 'groebner-basis':
    case 'normal-form':
      alone(operation, more)
      return operation === 'groebner-basis' && (syntax === '4ti2' || flags.lattice)
        ? latticeRequest(operation, first, flags)
        : polynomialRequest(operation, first, syntax, flags)
    default:
      return monomialRequest(operation, [first, ...more], syntax, flags)
  }
}

function alone(operation: Operation, more: readonly Source[]): void {
  if (more.length > 0) throw usage(`${operation} takes one file.`)
}

function monomialRequest(
  operation: MonomialRequest['operation'],
  [first, ...more]: readonly [Source, ...Source[]],
  syntax: Syntax | undefined,
  flags: Flags,
): MonomialRequest {
  const names = flags.variables?.split(/[\s,]+/)
  const read = (source: Source): MonomialIdeal =>
    reading(source, () => readMonomialIdeal(source.text, { syntax, names }))
  const wanted = operations[operation]
  if (wanted === 'ideal' && more.length > 0) throw usage(`${operation} takes one file.`)
  if (wanted === 'pair' && more.length !== 1) throw usage(`${operation} takes two files.`)
  if (wanted === 'ideals' && more.length === 0) throw usage(`${operation} takes two files or more.`)
  return {
    kind: 'monomial',
    operation,
    output: 'xml',
    ideals: [read(first), ...more.map(read)],
    countOnly: flags['count-only'],
    grading: flags.multigraded ? 'multigraded' : 'univariate',
    ...(flags.degree !== undefined && { degree: readInteger(flags.degree, '--degree') }),
    ...(flags.vector !== undefined && { vector: readIntegers(flags.vector, '--vector') }),
  }
}

function latticeRequest(operation: LatticeRequest['operation'], source: Source, flags: Flags): LatticeRequest {
  const matrix = reading(source, () => readMatrix(source.text))
  const order = readOrder(flags)
  return {
    kind: 'lattice',
    operation,
    output: 'xml',
    given: flags.lattice || operation === 'lattice-ideal' ? 'generators' : 'kernel',
    names: flags.variables?.split(/[\s,]+/) ?? defaultNames(matrix.columns),
    matrix,
    ...(order !== undefined && { order }),
    ...(flags.cost !== undefined && { cost: readIntegers(flags.cost, '--cost') }),
  }
}

function polynomialRequest(
  operation: PolynomialRequest['operation'],
  source: Source,
  syntax: Syntax | undefined,
  flags: Flags,
): PolynomialRequest {
  const ideal = reading(source, () => readPolynomialIdeal(source.text, { syntax }))
  return {
    kind: 'polynomial',
    operation,
    output: 'xml',
    ideal,
    polynomials: flags.polynomial.flatMap((text) => readPolynomial(text, ideal)),
    order: readOrder(flags) ?? ideal.order ?? { kind: 'grevlex', eliminate: 0 },
  }
}

/** One that is written without its ring. */
function readPolynomial(text: string, { names, characteristic }: PolynomialIdeal): readonly Polynomial[] {
  const ring = `ring r = ${characteristic}, (${names.join(', ')}), dp; `
  return reading({ name: `--polynomial "${text}"` }, () => {
    const { generators } = readPolynomialIdeal(`${ring}ideal i = ${text};`, { syntax: 'singular' })
    return generators
  })
}

const kinds = ['lex', 'grevlex', 'elimination', 'ascending'] as const

function readOrder({ order, eliminate, weight }: Flags): PolynomialRequest['order'] | undefined {
  if (order === undefined && eliminate === undefined && weight === undefined) return undefined
  const name = order ?? (eliminate === undefined ? 'grevlex' : 'elimination')
  const kind = kinds.find((known) => known === name)
  if (kind === undefined) throw usage(`--order takes ${kinds.join(', ')}, not "${name}".`)
  if ((kind === 'elimination') !== (eliminate !== undefined))
    throw usage('--order elimination and --eliminate N go together.')
  return {
    kind,
    eliminate: eliminate ?? 0,
    ...(weight !== undefined && { weight: readIntegers(weight, '--weight') }),
  }
}

function readOperation(name: string | undefined): Operation {
  if (name === undefined) throw usage('Say what to compute: --op NAME; "agent-host monos --list" names all.')
  if (isOperation(name)) return name
  const guess = suggest(name, Object.keys(operations))
  const hint = guess === undefined ? '"agent-host monos --list" names all.' : `Did you mean ${guess}?`
  throw usage(`There is no operation "${name}". ${hint}`)
}

function readSyntax(name: string | undefined): Syntax | undefined {
  const known = syntaxes.find((syntax) => syntax === name)
  if (name !== undefined && known === undefined) throw usage(`--syntax takes ${syntaxes.join(', ')}, not "${name}".`)
  return known
}

const outputs: readonly Output[] = ['xml', 'rows', ...syntaxes]

function readOutput(name: string | undefined): Output | undefined {
  const known = outputs.find((output) => output === name)
  if (name !== undefined && known === undefined) throw usage(`--output takes ${outputs.join(', ')}, not "${name}".`)
  return known
}

function readIntegers(text: string, flag: string): bigint[] {
  return text
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .map((word) => readInteger(word, flag))
}

function readInteger(word: string, flag: string): bigint {
  if (/^[+-]?\d{1,1000}$/.test(word)) return BigInt(word)
  throw usage(`${flag} takes integers such as "1 2 3", not "${word}".`)
}

/** What is wrong in a file is told with its name. */
function reading<T>({ name }: Pick<Source, 'name'>, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause)) throw cause
    throw new HostError('ERR_INPUT', `${name === '-' ? 'stdin' : name}: ${sentence(cause)}`, { cause })
  }
}

function usage(message: string): HostError {
  return new HostError('ERR_USAGE', message)
}
