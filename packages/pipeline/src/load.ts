import { type Limits, XmlError } from '@xeerkat/xml'
import { parseTree, type XmlNode } from '@xeerkat/xslt'
import { optional, text as anyText } from './attributes.ts'
import { startCompilation } from './compiler.ts'
import { PipelineError } from './errors.ts'
import { createFaults, withoutPlace } from './faults.ts'
import { defaultLoadLimits, type LoadLimits } from './load-limits.ts'
import type { LoadOptions } from './load-options.ts'
import { PIPELINE } from './names.ts'
import { nameOf } from './node-names.ts'
import { type Pipeline, pipeline } from './pipeline.ts'
import { createResources } from './resources.ts'
import { readRole } from './role-facts.ts'
import { createStepTypes } from './step-types.ts'

/**
 * Reads, checks and compiles a pipeline document. Everything that can be wrong with it is found here, once: each fault
 * with file, line, column and what was expected.
 *
 * @throws PipelineError `ERR_PIPELINE_INVALID`, with all `faults`; `ERR_PIPELINE_RESOURCE` or `ERR_PIPELINE_LIMIT` if that
 * is all that is wrong.
 */
export async function loadPipeline(
  text: string,
  { file = 'pipeline.xml', capabilities, steps, limits, loading }: LoadOptions = {},
): Promise<Pipeline> {
  const bounds = { ...defaultLoadLimits, ...loading }
  const types = createStepTypes(steps)
  const root = readRoot(text, file, bounds)
  const resources = createResources(capabilities?.read, bounds)
  const { compiler, faults, owned } = startCompilation({ file, types, resources, limits: bounds })
  const stages = await compileAll()
  return pipeline({
    name: stages.name ?? file,
    role: stages.role,
    steps: stages.steps,
    parameters: [...compiler.parameters.values()],
    owned,
    ...(capabilities && { capabilities }),
    ...(limits && { limits }),
    ...(root.position && { place: { file, position: root.position } }),
  })

  async function compileAll() {
    try {
      const found = {
        name: attempt(() => compiler.attributes(root, { name: optional(anyText) }).name),
        role: attempt(() => readRole(root, compiler)),
        steps: await attempt(() => compiler.steps(root)),
      }
      faults.check()
      return { ...found, steps: found.steps ?? [] }
    } catch (error) {
      for (const resource of owned) resource[Symbol.dispose]()
      throw error
    }
  }

  function attempt<T>(read: () => T): T | undefined {
    try {
      return read()
    } catch (error) {
      faults.add(error, root.position)
      return undefined
    }
  }
}

function readRoot(text: string, file: string, { bytes, depth }: LoadLimits): XmlNode {
  const root = readTree(text, file, { bytes, depth }).children.find(({ kind }) => kind === 'element')
  if (root?.namespace === PIPELINE && root.localName === 'pipe') return root
  const found = root === undefined ? 'nothing' : `${nameOf(root)}${root.namespace && ` of ${root.namespace}`}`
  const message = `the document element is ${found.slice(0, 200)}, where p:pipe of ${PIPELINE} should be`
  throw single(file, new PipelineError('ERR_PIPELINE_INVALID', message, { position: root?.position }))
}

function readTree(text: string, file: string, limits: Partial<Limits>): XmlNode {
  try {
    return parseTree(text, file, limits)
  } catch (cause) {
    if (!(cause instanceof XmlError)) throw cause
    throw single(file, toFault(cause))
  }
}

function toFault(error: XmlError): PipelineError {
  const code = error.code === 'ERR_XML_LIMIT' ? 'ERR_PIPELINE_LIMIT' : 'ERR_PIPELINE_INVALID'
  return new PipelineError(code, withoutPlace(error.message), { position: error.position, cause: error })
}

function single(file: string, fault: PipelineError): PipelineError {
  const faults = createFaults(file, Infinity)
  faults.add(fault, fault.position)
  return faults.error()
}
