import { stringValue } from '../../tree/string-value.ts'
import { runNodes, runNumber } from '../code.ts'
import { textToNumber } from '../convert.ts'
import { type CoreFunction, number, ofOne, ofOneOrNode } from './signature.ts'

/** XPath 1.0, 4.4. The engine's `round` is XPath's: halves go up, and -0.2 becomes -0. */
export const numberFunctions: Readonly<Record<string, CoreFunction>> = {
  number: ofOneOrNode((operand) => number(runNumber(operand))),
  sum: ofOne((operand, scope, at) => {
    const nodes = runNodes(operand, 'sum()', at, scope)
    return number((context) => {
      const { budget } = context
      return nodes(context).reduce((sum, node) => sum + textToNumber(stringValue(node, budget)), 0)
    })
  }),
  floor: ofNumber(Math.floor),
  ceiling: ofNumber(Math.ceil),
  round: ofNumber(Math.round),
}

function ofNumber(apply: (number: number) => number): CoreFunction {
  return ofOne((operand) => {
    const run = runNumber(operand)
    return number((context) => apply(run(context)))
  })
}
