import { PipelineError } from '@xeerkat/pipeline'
import { EXIT_DONE, EXIT_FAILED, type Io } from '../cli/command.ts'
import { faultLines, faultsOf } from '../pipelines/fault-lines.ts'
import { loadFile } from '../pipelines/load-file.ts'
import { capabilitiesOf } from '../pipelines/permits.ts'

/** Prints every fault of pipelines, as compilers do. */
export async function checkPipelines(
  files: readonly string[],
  { json }: { readonly json: boolean },
  io: Io,
): Promise<number> {
  let code = EXIT_DONE
  for (const file of files) {
    const error = await check(file)
    if (error !== undefined) code = EXIT_FAILED
    if (json)
      io.out(JSON.stringify({ file, valid: error === undefined, faults: error === undefined ? [] : faults(error) }))
    else if (error === undefined) io.log(`${file}: a pipeline, nothing wrong`)
    else for (const line of faultLines(error, file)) io.out(line)
  }
  return code
}

async function check(file: string): Promise<PipelineError | undefined> {
  try {
    using _pipeline = await loadFile(file, { capabilities: capabilitiesOf(file) })
    return undefined
  } catch (error) {
    if (error instanceof PipelineError) return error
    throw error
  }
}

function faults(error: PipelineError) {
  return faultsOf(error).map(({ message, position }) => ({ ...position, message }))
}
