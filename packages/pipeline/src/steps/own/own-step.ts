import type { XmlNode } from '@xeerkat/xslt'
import type { Awaitable } from '../../awaitable.ts'
import { STEPS } from '../../names.ts'
import { nameOf } from '../../node-names.ts'
import type { Compiler, StepType } from '../../step-type.ts'
import type { Stage } from '../../step.ts'

/** A kind of step in our namespace; its stages are named as they are written. */
export function ownStep(
  localName: string,
  compile: (element: XmlNode, compiler: Compiler) => Awaitable<Stage | undefined>,
): StepType {
  return {
    namespace: STEPS,
    localName,
    async compile(element, compiler) {
      const stage = await compile(element, compiler)
      return stage === undefined ? undefined : { ...stage, name: nameOf(element) }
    },
  }
}
