import type { Position } from '@xeerkat/xml'
import { type Fault, PipelineError, type PipelineErrorCode } from './errors.ts'
import { messageOf } from './explain.ts'

/** What is wrong with a pipeline document, as it is found. */
export interface Faults {
  /** Notes an error that came up at a position; throws all of them once there are as many as are told at once. */
  readonly add: (error: unknown, position: Position | undefined) => void
  /** Throws if there are any. */
  readonly check: () => void
  /** All that were found, as one error. */
  readonly error: () => PipelineError
}

/** Thrown to get out of a step whose faults were added already. */
export class Reported extends Error {}

export function createFaults(file: string, most: number): Faults {
  const found: (Fault & { readonly code: PipelineErrorCode; readonly cause: unknown })[] = []
  let told: PipelineError | undefined
  return {
    add(thrown, position) {
      if (told !== undefined && thrown === told) throw told
      if (thrown instanceof Reported) return
      const fault = thrown instanceof PipelineError ? thrown : undefined
      found.push({
        message: messageOf(thrown),
        position: fault?.position ?? position,
        code: fault?.code ?? 'ERR_PIPELINE_INVALID',
        cause: thrown,
      })
      if (found.length >= most) throw error()
    },
    check() {
      if (found.length > 0) throw error()
    },
    error,
  }

  /** The error of what was found: of its first fault's kind, if they are all of one kind. */
  function error(): PipelineError {
    const [first] = found
    const code = found.every((fault) => fault.code === first?.code) ? first?.code : undefined
    const faults = found.map(({ message, position }) => ({ message, position }))
    const { position, cause } = first ?? {}
    const message = faults.map((fault) => `${placeOf(file, fault.position)}: ${fault.message}`).join('\n')
    told = new PipelineError(code ?? 'ERR_PIPELINE_INVALID', message, { file, position, faults, cause })
    return told
  }
}

function placeOf(file: string, position: Position | undefined): string {
  return position === undefined ? file : `${file}:${position.line}:${position.column}`
}

/** Parser and stylesheets say the place at the end of a message; here it comes first. */
export function withoutPlace(message: string): string {
  return message.replace(/ \((?:[^()]*, )?line \d+, column \d+\)$/, '')
}
