import { PIPELINE } from '../names.ts'
import type { StepType } from '../step-type.ts'
import { pass, type Stage } from '../step.ts'

/** Passes the document on as it is: its bytes are not even looked at (XProc 3.1: `p:identity`). */
export function identity(): Stage {
  return { name: 'p:identity', holds: 'nothing', run: pass }
}

export const identityType: StepType = {
  namespace: PIPELINE,
  localName: 'identity',
  compile(element, { attributes, empty }) {
    attributes(element, {})
    empty(element)
    return identity()
  },
}
