/** Every no that a consumer can hear, with its HTTP status (RFC 9110) and what it is called. */
export const rejections = {
  'not-well-formed': { status: 400, title: 'Not well-formed' },
  'bad-request': { status: 400, title: 'Bad request' },
  unauthorized: { status: 401, title: 'Key missing or unknown' },
  forbidden: { status: 403, title: 'Not allowed' },
  unknown: { status: 404, title: 'Not found' },
  'wrong-method': { status: 405, title: 'Method not allowed' },
  'too-slow': { status: 408, title: 'Request timeout' },
  gone: { status: 410, title: 'Gone' },
  'too-large': { status: 413, title: 'Too large' },
  'not-xml': { status: 415, title: 'Not XML' },
  'bad-range': { status: 416, title: 'Range not satisfiable' },
  'unknown-root': { status: 422, title: 'No such service' },
  'not-valid': { status: 422, title: 'Not valid' },
  'key-reused': { status: 422, title: 'Idempotency key used for another document' },
  'too-many': { status: 429, title: 'Too many requests' },
  'headers-too-large': { status: 431, title: 'Headers too large' },
  'inbox-full': { status: 503, title: 'Inbox full' },
  unavailable: { status: 503, title: 'Not available right now' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>

export type RejectionCode = keyof typeof rejections

/** A no is an answer, not an error. */
export interface Rejection {
  readonly code: RejectionCode
  /** A sentence that names the offending value and says what to do. */
  readonly message: string
  /** Seconds after which it may go better. */
  readonly retryAfter?: number
  readonly headers?: Readonly<Record<string, string>>
}
