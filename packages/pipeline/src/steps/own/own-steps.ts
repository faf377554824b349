import { STEPS } from '../../names.ts'
import type { StepType } from '../../step-type.ts'
import { aggregateType } from './aggregate.ts'
import { addAttributeType, setAttributesType } from './attributes.ts'
import { c14nType } from './c14n.ts'
import { deleteType } from './delete.ts'
import { execType } from './exec.ts'
import { forEachType } from './for-each.ts'
import { httpRequestType } from './http-request.ts'
import { insertType } from './insert.ts'
import { loadType } from './load.ts'
import { paramType } from './param.ts'
import { renameType } from './rename.ts'
import { replaceType } from './replace.ts'
import { unwrapType } from './unwrap.ts'
import { wrapDocumentType, wrapType } from './wrap.ts'
import { xslt3Type } from './xslt3.ts'

/** The steps of our own namespace. Where XProc 3.1 has a step, it has the same name, options and meaning here. */
export const ownSteps: readonly StepType[] = [
  addAttributeType,
  aggregateType,
  c14nType,
  deleteType,
  execType,
  forEachType,
  httpRequestType,
  insertType,
  loadType,
  paramType,
  renameType,
  replaceType,
  setAttributesType,
  unwrapType,
  wrapDocumentType,
  wrapType,
  xslt3Type,
]

/** Elements of our namespace that are no steps but belong into one, by Clark name. */
export const ownPlaced: Readonly<Record<string, string>> = {
  [`{${STEPS}}header`]: 'x:http-request',
}
