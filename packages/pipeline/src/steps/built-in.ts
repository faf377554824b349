import { PIPELINE } from '../names.ts'
import type { StepType } from '../step-type.ts'
import { identityType } from './identity.ts'
import { ownPlaced, ownSteps } from './own/own-steps.ts'
import { routeType } from './route.ts'
import { sendType } from './send.ts'
import { subtreeType } from './subtree.ts'
import { templateType } from './template.ts'
import { trapType } from './trap.ts'
import { validateType } from './validate.ts'
import { xsltType } from './xslt.ts'

/** The steps of every pipeline document. */
export const builtIn: readonly StepType[] = [
  identityType,
  trapType,
  validateType,
  templateType,
  routeType,
  xsltType,
  subtreeType,
  sendType,
  ...ownSteps,
]

/** Elements that are no steps but belong into one, by Clark name. */
export const placed: Readonly<Record<string, string>> = {
  [`{${PIPELINE}}on-error`]: 'p:trap, as its last element',
  [`{${PIPELINE}}map`]: 'p:validate',
  [`{${PIPELINE}}when`]: 'p:route',
  [`{${PIPELINE}}otherwise`]: 'p:route, as its last element',
  [`{${PIPELINE}}with-param`]: 'p:xslt',
  [`{${PIPELINE}}pipe`]: 'the outermost place of a pipeline document',
  ...ownPlaced,
}
