import { clark } from '@xeerkat/xml'
import type { XmlNode } from '@xeerkat/xslt'
import { PipelineError } from './errors.ts'
import { nameOf } from './node-names.ts'
import { builtIn, placed } from './steps/built-in.ts'
import type { StepType } from './step-type.ts'

/** The kinds of steps that a pipeline document may use. */
export interface StepTypes {
  readonly get: (name: string) => StepType | undefined
  /** Why there is no step of an element's name: a phrase. */
  readonly missing: (element: XmlNode) => string
}

/** @throws PipelineError when a further type has a name that is taken. */
export function createStepTypes(further: readonly StepType[] = []): StepTypes {
  const types = new Map<string, StepType>()
  for (const type of [...builtIn, ...further]) {
    const name = clark(type)
    if (types.has(name)) throw new PipelineError('ERR_PIPELINE_INVALID', `there are two kinds of steps named ${name}`)
    types.set(name, type)
  }
  return {
    get: (name) => types.get(name),
    missing(element) {
      const home = placed[clark(element)]
      if (home !== undefined) return `${nameOf(element)} may stand only in ${home}`
      const near = [...types.values()].filter(({ namespace }) => namespace === element.namespace)
      if (near.length === 0)
        return `no steps are known in the namespace "${element.namespace.slice(0, 100)}" of ${nameOf(element)}`
      return `${nameOf(element)} is no step; in its namespace there are ${near.map(({ localName }) => localName).join(', ')}`
    },
  }
}
