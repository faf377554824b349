import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type LoadOptions, loadPipeline, type Pipeline, PipelineError } from '@xeerkat/pipeline'

/** Loads the pipeline in a file. Its errors name the file only: where it is, is nobody's business. @throws PipelineError */
export async function loadFile(path: string, options: Omit<LoadOptions, 'file'>): Promise<Pipeline> {
  return loadPipeline(await read(path), { ...options, file: basename(path) })
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new PipelineError('ERR_PIPELINE_RESOURCE', `${path} cannot be read`, { cause })
  }
}
