import { clark } from '@xeerkat/xml'
import type { XmlNode } from '../../tree/node.ts'
import { compilePattern } from '../../xpath/pattern.ts'
import { attributeOf, contentOf, isXsl } from '../element.ts'
import { patternOf } from '../expression.ts'
import { fault } from '../fault.ts'
import { parameter } from '../instructions/variable.ts'
import type { Declaration } from '../load.ts'
import type { Step, Template, TemplateRule } from '../frame.ts'
import { resolveName } from '../names.ts'
import { after, type Scope, type Sheet } from '../scope.ts'
import { append, variableName } from '../steps.ts'

/** The template of a declaration, its code still to come: templates call each other. */
export interface DeclaredTemplate extends Declaration {
  readonly template: Template
}

/** A stylesheet that is a literal result element is a template for the document (section 2.3). */
export function isSimplified({ element }: Declaration): boolean {
  return !isXsl(element) && element.parent?.kind === 'document'
}

export function namedTemplates(declared: readonly DeclaredTemplate[]): ReadonlyMap<string, Template> {
  const named = new Map<string, DeclaredTemplate>()
  for (const each of declared) {
    if (attributeOf(each.element, 'name') === undefined || isSimplified(each)) continue
    const name = variableName(each.element)
    if (named.get(name)?.precedence === each.precedence)
      throw fault(each.element, `there is another template named "${name}"`)
    named.set(name, each)
  }
  return new Map(Array.from(named, ([name, { template }]) => [name, template]))
}

export function compileTemplate(declared: DeclaredTemplate, sheet: Sheet): void {
  const { element, template } = declared
  if (isSimplified(declared)) template.code = sheet.sequence([element], { sheet, locals: undefined }).steps
  else template.code = bodyOf(element, sheet)
}

function bodyOf(element: XmlNode, sheet: Sheet): readonly Step[] {
  const steps: Step[] = []
  let scope: Scope = { sheet, locals: undefined }
  const content = contentOf(element)
  for (const child of content.filter((child) => isXsl(child, 'param'))) {
    append(steps, parameter(child, scope))
    scope = after(scope, variableName(child))
  }
  const body = content.filter((child) => !isXsl(child, 'param'))
  return [...steps, ...sheet.sequence(body, scope).steps]
}

export function templateRules(declared: DeclaredTemplate, sheet: Sheet): readonly TemplateRule[] {
  const { element, template, precedence, lowest } = declared
  const place = { template, precedence, lowest }
  if (isSimplified(declared))
    return compilePattern('/').alternatives.map((pattern) => ({
      ...place,
      pattern,
      mode: '',
      priority: pattern.priority,
    }))
  const modeName = attributeOf(element, 'mode')
  const priority = priorityOf(element)
  if (attributeOf(element, 'match') === undefined) {
    if (attributeOf(element, 'name') === undefined) throw fault(element, '<xsl:template> needs "match" or "name"')
    if (modeName !== undefined) throw fault(element, '<xsl:template> without "match" may not have a mode')
    return []
  }
  const mode = modeName === undefined ? '' : clark(resolveName(element, modeName))
  return patternOf(element, 'match', sheet).alternatives.map((pattern) => ({
    ...place,
    pattern,
    mode,
    priority: priority ?? pattern.priority,
  }))
}

const REAL = /^-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$/

function priorityOf(element: XmlNode): number | undefined {
  const text = attributeOf(element, 'priority')?.trim()
  if (text === undefined) return undefined
  if (!REAL.test(text)) throw fault(element, `"${text}" is no priority; that is a number such as 0.5`)
  return Number(text)
}
