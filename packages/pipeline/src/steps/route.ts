import type { XmlNode } from '@xeerkat/xslt'
import { required, text } from '../attributes.ts'
import { createEvaluation, type Expression } from '../expression.ts'
import { PIPELINE } from '../names.ts'
import { nameOf } from '../node-names.ts'
import { sequence } from '../sequence.ts'
import type { Compiler, StepType } from '../step-type.ts'
import type { Stage, StepLike } from '../step.ts'

export interface Branch {
  /** Evaluated at the document node. */
  readonly test: Expression
  readonly steps: readonly StepLike[]
}

/**
 * Runs the steps of the first branch whose test is true of the document, else those of `otherwise` (XProc 3.1:
 * `p:choose`). Without `otherwise`, a document that no test is true of passes unchanged.
 */
export function route(branches: readonly Branch[], otherwise: readonly StepLike[] = []): Stage {
  const when = branches.map(({ test, steps }) => ({ test, body: sequence(steps) }))
  const rest = sequence(otherwise)
  return {
    name: 'p:route',
    holds: 'document',
    stages: [
      ...when.map(({ test, body }) => branch('p:when', body, `test="${test.text}"`)),
      branch('p:otherwise', rest),
    ],
    async run(input, context) {
      if (when.length === 0) return rest.run(input, context)
      const document = await input.tree()
      const evaluation = createEvaluation(context)
      const chosen = when.find(({ test }) => test.boolean(document, evaluation))?.body ?? rest
      return chosen.run(input, context)
    },
  }
}

function branch(name: string, { stages, run }: ReturnType<typeof sequence>, detail?: string): Stage {
  return { name, holds: 'document', stages, run, ...(detail !== undefined && { detail }) }
}

export const routeType: StepType = {
  namespace: PIPELINE,
  localName: 'route',
  async compile(element, compiler) {
    compiler.attributes(element, {})
    const all = compiler.children(element)
    const last = all.at(-1)
    const otherwise = last !== undefined && isOf(last, 'otherwise') ? last : undefined
    const branches: Branch[] = []
    for (const child of otherwise === undefined ? all : all.slice(0, -1)) branches.push(await when(child, compiler))
    if (otherwise !== undefined) compiler.attributes(otherwise, {})
    return route(branches, otherwise === undefined ? [] : await compiler.steps(otherwise))
  },
}

async function when(element: XmlNode, { attributes, xpath, steps, fail }: Compiler): Promise<Branch> {
  if (isOf(element, 'otherwise'))
    fail(element, 'p:otherwise should be the last element in p:route, and the only one of its kind')
  if (!isOf(element, 'when')) fail(element, `p:route has p:when and p:otherwise in it, not ${nameOf(element)}`)
  attributes(element, { test: required(text) })
  return { test: xpath(element, 'test'), steps: await steps(element) }
}

function isOf({ namespace, localName }: XmlNode, name: string): boolean {
  return namespace === PIPELINE && localName === name
}
