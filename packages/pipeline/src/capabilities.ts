import type { Document } from '@xeerkat/xml'

/** What a pipeline may reach besides the document it is given. What is absent, it may not. */
export interface Capabilities {
  /**
   * The text of a file in the pipeline's own folder, by a reference relative to it; `undefined` when there is none, or
   * when it may not be read. Synchronous, since XSLT asks for documents in the middle of an expression.
   */
  readonly read?: (href: string) => string | undefined
  /** Puts a document into a queue, durably, and returns its receipt (Example 4). */
  readonly send?: (queue: string, document: Document, options: { readonly signal: AbortSignal }) => Promise<string>
  readonly request?: HttpRequest
  readonly command?: RunCommand
}

/** One HTTP exchange. Rejects for what is not on the allow-list, saying so. */
export type HttpRequest = (request: {
  readonly method: string
  readonly href: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | undefined
  /** Of the response's body. */
  readonly maxBytes: number
  readonly signal: AbortSignal
}) => Promise<HttpResponse>

export interface HttpResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** Runs a program that the operator allowed under this name. Rejects for others, saying so. */
export type RunCommand = (command: {
  readonly name: string
  readonly args: readonly string[]
  readonly input: AsyncIterable<Uint8Array>
  /** Of what it prints. */
  readonly maxBytes: number
  /** Ends the program, and all it started. */
  readonly signal: AbortSignal
}) => Promise<CommandResult>

export interface CommandResult {
  readonly exitCode: number
  readonly output: Uint8Array
  /** The last lines of what it said on stderr. */
  readonly complaint: string
}
