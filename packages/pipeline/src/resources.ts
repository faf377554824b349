import type { Position } from '@xeerkat/xml'
import type { Capabilities } from './capabilities.ts'
import { PipelineError, type PipelineErrorCode } from './errors.ts'
import { resolveHref } from './hrefs.ts'
import type { LoadLimits } from './load-limits.ts'

export interface Resource {
  readonly text: string
  /** Its path in the pipeline's folder: what references in it are relative to. */
  readonly uri: string
}

/** What a pipeline refers to in its own folder. Each is read once; how many, and how much, is bounded. */
export interface Resources {
  /** @throws PipelineError `ERR_PIPELINE_RESOURCE`, or `ERR_PIPELINE_LIMIT`. */
  readonly read: (
    href: string,
    from?: { readonly base?: string | undefined; readonly position?: Position | undefined },
  ) => Resource
}

export function createResources(
  read: Capabilities['read'],
  { resources: most, resourceBytes }: Pick<LoadLimits, 'resources' | 'resourceBytes'>,
): Resources {
  const known = new Map<string, Resource>()
  let size = 0
  return {
    read(href, { base = '', position } = {}) {
      const shown = `"${href.slice(0, 100)}"`
      const uri = resolveHref(href, base)
      if (uri === undefined) {
        throw fault(
          'ERR_PIPELINE_RESOURCE',
          `${shown} is not in the pipeline's own folder; write a relative path of plain names`,
        )
      }
      const before = known.get(uri)
      if (before !== undefined) return before
      if (read === undefined)
        throw fault('ERR_PIPELINE_RESOURCE', `${shown} cannot be read: this pipeline may not read anything`)
      if (known.size >= most)
        throw fault('ERR_PIPELINE_LIMIT', `it refers to more than ${most} resources (limit "resources")`)
      const text = read(uri)
      if (text === undefined)
        throw fault(
          'ERR_PIPELINE_RESOURCE',
          `${shown} cannot be read: there is no such file in the pipeline's own folder`,
        )
      size += text.length
      if (size > resourceBytes) {
        throw fault(
          'ERR_PIPELINE_LIMIT',
          `its resources are together larger than ${resourceBytes} bytes (limit "resourceBytes")`,
        )
      }
      const resource = { text, uri }
      known.set(uri, resource)
      return resource

      function fault(code: PipelineErrorCode, message: string): PipelineError {
        return new PipelineError(code, message, { position })
      }
    },
  }
}
