import { XsltError } from '../../errors.ts'
import type { XmlNode } from '../../tree/node.ts'
import type { Value } from '../../xpath/value.ts'
import { isXsl } from '../element.ts'
import { fault } from '../fault.ts'
import type { Declaration } from '../load.ts'
import { bind, type Code, createFrame, type Parameters, type Run } from '../frame.ts'
import { execute } from '../machine.ts'
import type { Sheet } from '../scope.ts'
import { valueSteps, variableName } from '../steps.ts'

interface Global {
  readonly isParameter: boolean
  readonly precedence: number
  /** Binds the variable in its frame. */
  readonly code: Code
}

export type Globals = ReadonlyMap<string, Global>

/** Top-level variables and parameters by Clark name (section 11.4). */
export function compileGlobals(declarations: readonly Declaration[], sheet: Sheet): Globals {
  const globals = new Map<string, Global>()
  for (const { element, precedence } of declarations) {
    const name = variableName(element)
    if (globals.get(name)?.precedence === precedence) throw fault(element, `there is another top-level "${name}"`)
    const code = valueSteps(element, { sheet, locals: undefined }, (frame, value) => bind(frame, name, value))
    globals.set(name, { isParameter: isXsl(element, 'param'), precedence, code })
  }
  return globals
}

/** Finds the value of a variable out when it is first asked for, once. */
export function createGlobalVariables(
  globals: Globals,
  parameters: Parameters,
  source: XmlNode,
  run: () => Run,
): (name: string) => Value | undefined {
  const values = new Map<string, Value>()
  const open = new Set<string>()
  return (name) => {
    const known = values.get(name)
    const global = globals.get(name)
    if (known !== undefined || global === undefined) return known
    let value = global.isParameter ? parameters.get(name) : undefined
    if (value === undefined) {
      if (open.has(name)) throw new XsltError('ERR_XSLT_DYNAMIC', `the variable "${name}" is defined by itself`)
      open.add(name)
      const { budget } = run()
      const frame = createFrame(run(), global.code, source)
      budget.enter()
      try {
        execute(frame)
      } finally {
        budget.leave()
      }
      open.delete(name)
      value = frame.bindings?.value ?? ''
    }
    values.set(name, value)
    return value
  }
}
