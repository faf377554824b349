import { fault } from '../fault.ts'
import { bind } from '../frame.ts'
import { type Compile, isInSight } from '../scope.ts'
import { step, valueSteps, variableName } from '../steps.ts'

/** `xsl:variable` (section 11). */
export const variable: Compile = (element, scope) => {
  const name = variableName(element)
  if (isInSight(name, scope))
    throw fault(element, `the variable "${name}" is bound already in this template; use another name`)
  return valueSteps(element, scope, (frame, value) => bind(frame, name, value))
}

/** `xsl:param`: the value that was passed, else its own. */
export const parameter: Compile = (element, scope) => {
  const name = variableName(element)
  if (isInSight(name, scope)) throw fault(element, `the parameter "${name}" is there twice`)
  const preset = valueSteps(element, scope, (frame, value) => bind(frame, name, value))
  return [
    step(element, (frame) => {
      const passed = frame.passed?.get(name)
      if (passed === undefined) return
      bind(frame, name, passed)
      frame.next += preset.length
    }),
    ...preset,
  ]
}
