import type { Accepts } from '@xeerkat/agent-vm'
import type { Document } from '@xeerkat/xml'
import type { Rejection } from './rejection.ts'

/**
 * A front end of the provider's own making, served at `POST /{name}` (paper, 4.5: "the front-end web service can be
 * implemented by an XML pipeline"). What it makes of a document is what the consumer gets.
 */
export interface FrontPipeline {
  /** `submit` is also what happens at `POST /`. */
  readonly name: string
  /** For people. */
  readonly title?: string
  /** What it says it takes. Only shown: it looks for itself. */
  readonly accepts?: readonly Accepts[]
  /**
   * Gets documents that nobody has read yet: not well-formed ones are its to refuse, and so is what takes too long or too
   * much memory. Rejects as `send` does, as the signal says, and for what is wrong with itself.
   */
  readonly run: (document: Document, context: FrontContext) => Promise<Document | Rejection>
}

export interface FrontContext {
  /** Puts a document into this gateway's inbox, durably; its receipt. Rejects in a sentence for the consumer. */
  readonly send: (queue: string, document: Document) => Promise<string>
  readonly signal: AbortSignal
}

/** The front that stands in the place of the gateway's own. */
export const SUBMIT = 'submit'

const RESERVED = new Set(['attachments', 'assets', 'healthz', 'metrics', 'page', 'receipts', 'schemas', 'services'])

/** Why a front cannot have this name, as a sentence; `undefined`: it can. */
export function frontNameProblem(name: string): string | undefined {
  if (!/^[A-Za-z][\w-]{0,63}$/.test(name))
    return `"${name}" cannot be the name of a front: it begins with a letter, and has letters, digits, - and _, at most 64.`
  if (RESERVED.has(name.toLowerCase()))
    return `"${name}" cannot be the name of a front: the gateway serves that itself.`
  return undefined
}
