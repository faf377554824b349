import type { XmlNode } from '../../tree/node.ts'
import { contentOf, isXsl } from '../element.ts'
import { expressionOf, nodesOf } from '../expression.ts'
import { fault } from '../fault.ts'
import type { Step } from '../frame.ts'
import { pushForEach } from '../machine.ts'
import type { Compile } from '../scope.ts'
import { compileSort } from '../sort.ts'
import { block, step } from '../steps.ts'

/** `xsl:if` (section 9.1). */
export const ifTest: Compile = (element, scope) => {
  const { test } = expressionOf(element, 'test', scope.sheet)
  const body = block(element, contentOf(element), scope)
  return [
    step(element, (frame) => {
      if (!test(frame)) frame.next += body.length
    }),
    ...body,
  ]
}

/** `xsl:choose` (section 9.2). Compiled from the last to the first, as each must know how much to jump over. */
export const choose: Compile = (element, scope) => {
  const branches = contentOf(element)
  checkBranches(element, branches)
  let rest: readonly Step[] = []
  for (const branch of branches.toReversed()) {
    const body = block(branch, contentOf(branch), scope)
    if (isXsl(branch, 'otherwise')) rest = body
    else {
      const { test } = expressionOf(branch, 'test', scope.sheet)
      const others = rest
      rest = [
        step(branch, (frame) => {
          if (!test(frame)) frame.next += body.length + 1
        }),
        ...body,
        step(branch, (frame) => {
          frame.next += others.length
        }),
        ...others,
      ]
    }
  }
  return rest
}

function checkBranches(element: XmlNode, branches: readonly XmlNode[]): void {
  const otherwise = branches.findIndex((branch) => isXsl(branch, 'otherwise'))
  if (branches.length === 0 || otherwise === 0) throw fault(element, '<xsl:choose> needs an <xsl:when>')
  if (otherwise >= 0 && otherwise < branches.length - 1)
    throw fault(element, 'in <xsl:choose>, nothing may come after <xsl:otherwise>')
}

/** `xsl:for-each` (section 8). */
export const forEach: Compile = (element, scope) => {
  const content = contentOf(element)
  const sort = compileSort(content, scope.sheet)
  const select = expressionOf(element, 'select', scope.sheet)
  const { steps } = scope.sheet.sequence(
    content.filter((child) => !isXsl(child, 'sort')),
    scope,
  )
  return [step(element, (frame) => pushForEach(frame, steps, sort(frame, nodesOf(select, frame))))]
}
