import { type Attachment, type Document, fromBytes } from '@xeerkat/xml'

/** A document as it crosses into another thread: bytes of its own, so that they can be handed over. */
export interface PackedDocument {
  readonly bytes: Uint8Array
  readonly attachments: readonly Attachment[]
}

export function pack({ bytes, attachments }: Document): PackedDocument {
  return {
    bytes: new Uint8Array(bytes),
    attachments: attachments.map((attachment) => ({ ...attachment, bytes: new Uint8Array(attachment.bytes) })),
  }
}

export function unpack({ bytes, attachments }: PackedDocument): Document {
  return fromBytes(bytes, { attachments })
}

/** An error as it crosses: its class does not survive, its code and name do. */
export interface PackedError {
  readonly name: string
  readonly message: string
  readonly code?: string
  readonly stack?: string
}

export function packError(error: unknown): PackedError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) }
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  return { name: error.name, message: error.message, ...code, ...(error.stack !== undefined && { stack: error.stack }) }
}

export function unpackError({ name, message, ...rest }: PackedError): Error {
  // The platform's cancellation errors have a numeric, read-only code: they are recognized by name.
  if (name === 'AbortError' || name === 'TimeoutError') return new DOMException(message, name)
  return Object.assign(new Error(message), { name, ...rest })
}
