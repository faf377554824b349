/** Bounds on what is read. Each is checked before anything is allocated for it. */
export interface MonosLimits {
  /** Size of a document in bytes; it is read piece by piece. Default 1 GiB. */
  readonly bytes: number
  /** Length of a text in another language than XML, and of any one text in a document, in characters. Default 64 MiB. */
  readonly text: number
  /** Default 10,000. */
  readonly variables: number
  /** Length of the name of a variable. Default 100. */
  readonly name: number
  /** Ideals of a request, and blocks of a result. Default 10,000. */
  readonly ideals: number
  /** Rows of one list: generators, components, vectors. Default 10,000,000. */
  readonly rows: number
  /** Rows times variables of one list. Default 200,000,000. */
  readonly entries: number
  /** Decimal digits of an exponent or coefficient. Default 1,000. */
  readonly digits: number
  /** Terms of all polynomials of an ideal. Default 1,000,000. */
  readonly terms: number
  /** Terms that are multiplied with others where parentheses are multiplied out. Default 250,000. */
  readonly steps: number
  /** Parentheses within each other. Default 100. */
  readonly nesting: number
}

const MEBIBYTE = 2 ** 20

export const defaultMonosLimits: MonosLimits = {
  bytes: 1024 * MEBIBYTE,
  text: 64 * MEBIBYTE,
  variables: 10_000,
  name: 100,
  ideals: 10_000,
  rows: 10_000_000,
  entries: 200_000_000,
  digits: 1000,
  terms: 1_000_000,
  steps: 250_000,
  nesting: 100,
}
