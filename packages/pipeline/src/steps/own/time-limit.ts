import { PipelineError } from '../../errors.ts'

/** Runs what can be aborted within a time of its own, in milliseconds; `undefined` is no bound but the signal's. */
export async function withinTime<T>(
  what: string,
  time: number | undefined,
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (time === undefined) return run(signal)
  const late = AbortSignal.timeout(time)
  try {
    return await run(AbortSignal.any([signal, late]))
  } catch (cause) {
    if (!late.aborted || signal.aborted) throw cause
    throw new PipelineError('ERR_PIPELINE_LIMIT', `${what} took longer than ${time} ms (attribute "time")`, { cause })
  }
}
