import { type PeerIri, VmError } from '@xeerkat/agent-vm'

export type MeshErrorCode =
  | 'ERR_ADDRESS_INVALID'
  | 'ERR_DIAL_FAILED'
  | 'ERR_DOCUMENT_TOO_LARGE'
  | 'ERR_FRAME_MALFORMED'
  | 'ERR_FRAME_TOO_LARGE'
  | 'ERR_IDENTITY_CORRUPT'
  | 'ERR_IDENTITY_UNREADABLE'
  | 'ERR_LISTEN_FAILED'
  | 'ERR_MEMORY'
  | 'ERR_MESSAGE_INVALID'
  | 'ERR_NETWORK_KEY'
  | 'ERR_PEER_INVALID'
  | 'ERR_PIPE_FULL'
  | 'ERR_PIPE_LIMIT'

/** What the mesh throws at its caller. The code is the identity. Every code is in docs/errors.md. */
export class MeshError extends Error {
  override readonly name = 'MeshError'
  readonly code: MeshErrorCode

  constructor(code: MeshErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}

/** What every pipe says once it is closed, whatever carries it; the interface is the VM's, and so is the error. */
export function pipeClosed(peer: PeerIri): VmError {
  return new VmError('ERR_PIPE_CLOSED', `The pipe to ${peer} is closed; open it again to send.`)
}
