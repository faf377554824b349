/** One transformation of a public suite, and what is known of its result. */
export interface Case {
  /** Unique within its suite: `axes/axes01`. */
  readonly id: string
  readonly category: string
  /** Paths of files. */
  readonly stylesheet: string
  readonly source: string
  readonly parameters: Readonly<Record<string, string>>
  readonly expected: Expected
}

export type Expected =
  /** The file holds the result that the suite's authors hold right. */
  | { readonly type: 'result'; readonly file: string }
  /** The stylesheet is wrong, and a processor is to say so. */
  | { readonly type: 'error' }

/** What a processor made of a case: a result, an error, or, if it went on after an error, both. */
export interface Outcome {
  readonly result?: string | undefined
  readonly error?: string | undefined
}

/** Carries out one case; never rejects because of the case. */
export type Processor = (test: Case) => Promise<Outcome>

/** Knows how a suite's folder is laid out. */
export type Suite = (folder: string) => readonly Case[]
