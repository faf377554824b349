import { clark } from '@xeerkat/xml'
import { XsltError } from '../../errors.ts'
import type { XmlNode } from '../../tree/node.ts'
import type { Value } from '../../xpath/value.ts'
import { attributeOf, contentOf, isXsl, required } from '../element.ts'
import { expressionOf, nodesOf } from '../expression.ts'
import { fault } from '../fault.ts'
import { pushApply, pushImported } from '../apply-rules.ts'
import type { Frame, Step } from '../frame.ts'
import { pushCall } from '../machine.ts'
import { resolveName } from '../names.ts'
import type { Compile, Scope } from '../scope.ts'
import { compileSort } from '../sort.ts'
import { step, valueSteps, variableName } from '../steps.ts'

/** `xsl:apply-templates` (section 5.4). */
export const applyTemplates: Compile = (element, scope) => {
  const content = contentOf(element)
  const modeName = attributeOf(element, 'mode')
  const mode = modeName === undefined ? '' : clark(resolveName(element, modeName))
  const sort = compileSort(content, scope.sheet)
  const select = attributeOf(element, 'select') === undefined ? undefined : expressionOf(element, 'select', scope.sheet)
  return [
    ...parameterSteps(content, scope),
    step(element, (frame) => {
      const nodes = select === undefined ? frame.node.children : nodesOf(select, frame)
      pushApply(frame, sort(frame, nodes), mode, takeCollected(frame))
    }),
  ]
}

/** `xsl:apply-imports` (section 5.6). */
export const applyImports: Compile = (element) => [
  step(element, (frame) => {
    if (frame.rule === undefined)
      throw new XsltError(
        'ERR_XSLT_DYNAMIC',
        '<xsl:apply-imports> needs a template rule; within xsl:for-each there is none',
      )
    pushImported(frame, frame.rule)
  }),
]

/** `xsl:call-template` (section 6). */
export const callTemplate: Compile = (element, scope) => {
  const name = required(element, 'name')
  const template = scope.sheet.templates.get(clark(resolveName(element, name)))
  if (template === undefined) throw fault(element, `there is no template named "${name}"`)
  return [
    ...parameterSteps(contentOf(element), scope),
    step(element, (frame) => pushCall(frame, template.code, takeCollected(frame))),
  ]
}

/** `xsl:with-param` (section 11.6): values are collected for the call that follows. */
function parameterSteps(content: readonly XmlNode[], scope: Scope): readonly Step[] {
  const parameters = content.filter((child) => isXsl(child, 'with-param'))
  const names = new Set<string>()
  return parameters.flatMap((parameter) => {
    const name = variableName(parameter)
    if (names.has(name)) throw fault(parameter, `the parameter "${name}" is given twice`)
    names.add(name)
    return valueSteps(parameter, scope, (frame, value) => {
      frame.collected ??= new Map()
      frame.collected.set(name, value)
    })
  })
}

function takeCollected(frame: Frame): ReadonlyMap<string, Value> | undefined {
  const { collected } = frame
  frame.collected = undefined
  return collected
}
