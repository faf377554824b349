/** Which role a pipeline plays. Has the shape of what `defineRole` of @xeerkat/agent-vm takes as a description. */
export interface RoleFacts {
  readonly iri: string
  readonly title?: string
  readonly accepts: readonly AcceptedRoot[]
}

export interface AcceptedRoot {
  readonly namespace: string
  readonly localName: string
  /** A W3C XML Schema as text. */
  readonly schema?: string
  /** A valid document, as text. */
  readonly example?: string
  /** Consumers may send it. Default: true. */
  readonly public?: boolean
}
