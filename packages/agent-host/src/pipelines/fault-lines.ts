import type { Fault, PipelineError } from '@xeerkat/pipeline'
import { sentence } from '../errors.ts'
import { PROGRAM } from '../program.ts'

/** What is wrong with a pipeline, or came up in it, a line each, as compilers write it: `file:line:column: message`. */
export function faultLines(error: PipelineError, path: string): readonly string[] {
  return faultsOf(error).map(({ message, position }) =>
    position === undefined ? `${path}: ${message}` : `${path}:${position.line}:${position.column}: ${message}`,
  )
}

/** The first of them, and where the others are to be had. */
export function faultSentence(error: PipelineError, path: string): string {
  const [first = error.message, ...more] = faultLines(error, path)
  return more.length === 0 ? first : `${first} (and ${more.length} more: "${PROGRAM} pipeline check ${path}")`
}

/** Never none: what is not told apart is the error itself. */
export function faultsOf(error: PipelineError): readonly Fault[] {
  const { faults, position, step } = error
  if (faults.length > 0) return faults
  return [{ message: step === undefined ? sentence(error) : `${step}: ${sentence(error)}`, position }]
}
