export type HostErrorCode =
  | 'ERR_USAGE'
  | 'ERR_CONFIG'
  | 'ERR_ROLE_NOT_FOUND'
  | 'ERR_ROLE_INVALID'
  | 'ERR_ROLE_CRASHED'
  | 'ERR_FRONT_INVALID'
  | 'ERR_FRONT_CRASHED'
  | 'ERR_CONSUMERS'
  | 'ERR_DATA_TAKEN'
  | 'ERR_DATA_DIR'
  | 'ERR_CHILD'
  | 'ERR_INPUT'
  | 'ERR_GATEWAY'
  | 'ERR_NO_RESULT'
  | 'ERR_NOT_OBEYED'

/** What the host throws at its caller. The code is the identity. Every code is in docs/errors.md. */
export class HostError extends Error {
  override readonly name = 'HostError'
  readonly code: HostErrorCode

  constructor(code: HostErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}

/** The sentence a person is shown: no stack, the causes after it, and nothing twice. */
export function sentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // Of two errors at once, the one that came first is the reason.
  if ('suppressed' in error) return sentence(error.suppressed)
  const cause = error.cause === undefined ? '' : sentence(error.cause)
  // One of several lines is for whoever debugs, not for whoever reads.
  if (cause === '' || cause.includes('\n')) return error.message
  if (cause.startsWith(unclosed(error.message))) return cause
  return error.message.includes(unplaced(cause)) ? error.message : `${error.message} (${cause})`
}

/** Who passes an error on may have said more in its last parentheses: the place, say. */
function unclosed(message: string): string {
  return message.replace(/\)+$/, '')
}

/** Or may have said the place elsewhere, as compilers do. */
function unplaced(message: string): string {
  return unclosed(message.replace(/ \(line \d+, column \d+\)$/, ''))
}
