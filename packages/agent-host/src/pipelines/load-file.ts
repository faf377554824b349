import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type LoadOptions, loadPipeline, type Pipeline, PipelineError } from '@xeerkat/pipeline'

/** Loads the pipeline in a file. Its errors name the file only: where it is, is nobody's business. @throws PipelineError */
export async function loadFile(path: string, options: Omit<LoadOptions, 'file'>): Promise<Pipeline> {
  return loadPipeline(await readPipelineFile(path), { ...options, file: basename(path) })
}

/** The text of a pipeline's file. @throws PipelineError `ERR_PIPELINE_RESOURCE` in words, for one that is missing or not UTF-8 */
export async function readPipelineFile(path: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(path))
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? reasons[String(cause.code)] : undefined
    const message = why ?? 'the file cannot be read'
    const faults = why === undefined ? [] : [{ message, position: undefined }]
    // What has been said in our words need not be said in the system's.
    const more = why === undefined ? { cause } : {}
    throw new PipelineError('ERR_PIPELINE_RESOURCE', `${path}: ${message}`, { faults, ...more })
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a folder, not a file',
  EACCES: 'the file may not be read',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'the file is not UTF-8',
}
