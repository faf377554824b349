import { clark } from '@xeerkat/xml'
import type { XmlNode } from '@xeerkat/xslt'
import { PipelineError } from './errors.ts'
import { pattern, xpath } from './expression.ts'
import { createFaults, type Faults } from './faults.ts'
import type { LoadLimits } from './load-limits.ts'
import { namespaceOf } from './namespaces.ts'
import { attributeOf, nameOf } from './node-names.ts'
import type { ParameterFacts } from './parameters.ts'
import { readAttributes } from './read-attributes.ts'
import type { Resources } from './resources.ts'
import type { Stage } from './step.ts'
import type { StepTypes } from './step-types.ts'
import type { Compiler } from './step-type.ts'

export interface Compilation {
  readonly compiler: Compiler
  readonly faults: Faults
  readonly owned: readonly Disposable[]
}

export interface CompilationOptions {
  readonly file: string
  readonly types: StepTypes
  readonly resources: Resources
  readonly limits: LoadLimits
}

/** What compiles the steps of one pipeline document. */
export function startCompilation({ file, types, resources, limits }: CompilationOptions): Compilation {
  const faults = createFaults(file, limits.faults)
  const parameters = new Map<string, ParameterFacts>()
  const owned: Disposable[] = []
  let steps = 0

  const compiler: Compiler = {
    attributes: (element, table) => readAttributes(element, table, faults),
    children,
    empty(element) {
      const [child] = children(element)
      if (child !== undefined) fail(child, `${nameOf(element)} has ${nameOf(child)} in it, where nothing should be`)
    },
    sequence,
    steps: (element) => sequence(children(element)),
    xpath: (element, attribute) => expression(element, attribute, xpath),
    pattern: (element, attribute) => expression(element, attribute, pattern),
    resource: ({ position }, href, base) => resources.read(href, { base, position }),
    fail,
    own(resource) {
      owned.push(resource)
      return resource
    },
    declare(element, parameter) {
      if (parameters.has(parameter.name)) fail(element, `there are two parameters "${parameter.name}"`)
      parameters.set(parameter.name, parameter)
    },
    parameters,
  }
  return { compiler, faults, owned }

  function children(element: XmlNode): readonly XmlNode[] {
    for (const { kind, value } of element.children) {
      if (kind === 'text' && value.trim() !== '') {
        fail(
          element,
          `${nameOf(element)} has the text "${value.trim().slice(0, 40)}" in it, where only elements may be`,
        )
      }
    }
    return element.children.filter(({ kind }) => kind === 'element')
  }

  async function sequence(elements: readonly XmlNode[]): Promise<readonly Stage[]> {
    const stages: Stage[] = []
    for (const element of elements) {
      try {
        const stage = await compileStep(element)
        if (stage !== undefined) stages.push(stage)
      } catch (error) {
        faults.add(error, element.position)
      }
    }
    return stages
  }

  async function compileStep(element: XmlNode): Promise<Stage | undefined> {
    if (++steps > limits.steps) {
      const error = new PipelineError('ERR_PIPELINE_LIMIT', `there are more than ${limits.steps} steps (limit "steps")`)
      faults.add(error, element.position)
      faults.check()
    }
    const type = types.get(clark(element)) ?? fail(element, types.missing(element))
    const stage = await type.compile(element, compiler)
    const { position } = element
    return stage === undefined || position === undefined ? stage : { ...stage, place: { file, position } }
  }

  function expression<T>(
    element: XmlNode,
    attribute: string,
    compile: (text: string, namespaces: (prefix: string) => string | undefined) => T,
  ): T {
    const text = attributeOf(element, attribute) ?? ''
    try {
      return compile(text, (prefix) => namespaceOf(element, prefix))
    } catch (cause) {
      if (!(cause instanceof Error)) throw cause
      return fail(element, `${nameOf(element)} has ${attribute}="${text.slice(0, 80)}": ${cause.message}`)
    }
  }

  function fail(node: XmlNode, message: string): never {
    const { position } = node.kind === 'element' ? node : (node.parent ?? node)
    throw new PipelineError('ERR_PIPELINE_INVALID', message, { position })
  }
}
