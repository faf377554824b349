/** Bounds on what a document may ask of its reader. Each is checked before anything is allocated for it. */
export interface Limits {
  /** Size of a document in bytes (of a piece of text: in UTF-16 units). Default 64 MiB. */
  readonly bytes: number
  /** Elements open at once. Default 256. */
  readonly depth: number
  /** Attributes and namespace declarations of one element. Default 256. */
  readonly attributes: number
  /** Length of a name, its prefix included. Default 1024. */
  readonly nameLength: number
  /** Length of what comes before the document element. Default 1 MiB. */
  readonly prolog: number
  /** Length of one start tag, its attributes included: whoever only peeks reads one. Default 1 MiB. */
  readonly startTag: number
  /** Length of one end tag, comment, instruction, CDATA section or run of text. Default 64 MiB. */
  readonly token: number
  /** Nodes of a tree: `<a/>` is four bytes on the wire and some two hundred in memory. Default 1,000,000. */
  readonly nodes: number
}

const MEBIBYTE = 2 ** 20

export const defaultLimits: Limits = {
  bytes: 64 * MEBIBYTE,
  depth: 256,
  attributes: 256,
  nameLength: 1024,
  prolog: MEBIBYTE,
  startTag: MEBIBYTE,
  token: 64 * MEBIBYTE,
  nodes: 1_000_000,
}
