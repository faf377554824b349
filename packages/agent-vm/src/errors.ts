export type VmErrorCode =
  | 'ERR_WORKER_LOST'
  | 'ERR_NO_ANSWER'
  | 'ERR_REFUSED'
  | 'ERR_RESERVED'
  | 'ERR_PIPE_CLOSED'
  | 'ERR_VM_CLOSED'

/** What the VM throws at its caller. The code is the identity. Every code is in docs/errors.md. */
export class VmError extends Error {
  override readonly name = 'VmError'
  readonly code: VmErrorCode

  constructor(code: VmErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}
