import { createBudget } from '../budget.ts'
import type { XmlNode } from '../tree/node.ts'
import type { StaticContext } from '../xpath/context.ts'
import { checkShape } from './check.ts'
import { compileAliases } from './declarations/aliases.ts'
import { createAttributeSets } from './declarations/attribute-sets.ts'
import { compileDecimalFormats } from './declarations/decimal-formats.ts'
import { compileGlobals, createGlobalVariables } from './declarations/globals.ts'
import { compileKeys, createKeyed } from './declarations/keys.ts'
import { compileOutput } from './declarations/output.ts'
import { compileSpace } from './declarations/space.ts'
import {
  compileTemplate,
  type DeclaredTemplate,
  isSimplified,
  namedTemplates,
  templateRules,
} from './declarations/templates.ts'
import { createDocuments } from './documents.ts'
import { isXsl, required } from './element.ts'
import { placed } from './fault.ts'
import { type FunctionServices, functionsAt } from './functions/functions.ts'
import { createIds } from './functions/ids.ts'
import { type Declaration, loadDeclarations } from './load.ts'
import { pushApply } from './apply-rules.ts'
import { createFrame, type Run } from './frame.ts'
import { errorHere, execute } from './machine.ts'
import { namespaceAt } from './names.ts'
import { createOutput } from './output.ts'
import { createRules } from './rules.ts'
import type { Sheet } from './scope.ts'
import { compileSequence } from './sequence.ts'
import type { Stylesheet, StylesheetOptions, TransformOptions } from './stylesheet.ts'

/**
 * Compiles an XSLT 1.0 stylesheet (https://www.w3.org/TR/1999/REC-xslt-19991116), given as its document node. It reads
 * nothing on its own: what it imports, includes or loads comes through `read`.
 * @throws XsltError with the place in the stylesheet, for whatever is wrong with it.
 */
export function compileStylesheet(stylesheet: XmlNode, options: StylesheetOptions = {}): Stylesheet {
  try {
    return compile(stylesheet, options)
  } catch (error) {
    throw placed(error, rootOf(stylesheet))
  }
}

/** What the functions of the transformation that is running are given. Transformations are synchronous: there is one. */
type Running = Omit<FunctionServices, 'extensions' | 'decimalFormat'>

function compile(stylesheet: XmlNode, options: StylesheetOptions): Stylesheet {
  const { read, functions = new Map(), modules } = options
  const declarations = loadDeclarations(stylesheet, { read, modules })
  for (const { element } of declarations) if (isXsl(element)) checkShape(element)
  const of = (...names: readonly string[]): readonly Declaration[] =>
    declarations.filter(({ element }) => isXsl(element) && names.includes(element.localName))

  let running: Running | undefined
  const current = (): Running => {
    if (running === undefined) throw new Error('no transformation is running')
    return running
  }
  const decimalFormats = compileDecimalFormats(of('decimal-format'))
  const services: FunctionServices = {
    keyed: (name, value, context) => current().keyed(name, value, context),
    document: (href, base, at) => current().document(href, base, at),
    idOf: (node) => current().idOf(node),
    decimalFormat: (name) => decimalFormats.get(name),
    extensions: functions,
  }

  const declared = declarations
    .filter((each) => isXsl(each.element, 'template') || isSimplified(each))
    .map((each): DeclaredTemplate => ({ ...each, template: { code: [], element: each.element } }))
  const sheet: Sheet = {
    templates: namedTemplates(declared),
    aliases: compileAliases(of('namespace-alias')),
    staticsAt: createStatics(services, options),
    attributeSets: createAttributeSets(of('attribute-set'), () => sheet),
    sequence: compileSequence,
  }
  for (const { element } of of('attribute-set')) sheet.attributeSets(element, required(element, 'name'))
  const rules = createRules(declared.flatMap((each) => templateRules(each, sheet)))
  for (const each of declared) compileTemplate(each, sheet)
  const globals = compileGlobals(of('variable', 'param'), sheet)
  const keys = compileKeys(of('key'), sheet)
  const strip = compileSpace(of('strip-space', 'preserve-space'))

  function transform(given: XmlNode, options: TransformOptions = {}): XmlNode {
    const { parameters = new Map(), budget = createBudget(), message = nobody, recovered = nobody } = options
    const source = strip(given.document)
    const recover = (message: string) => recovered(errorHere(run, message))
    const output = createOutput({ budget, recover })
    const run: Run = {
      budget,
      recover,
      rules,
      globalVariable: createGlobalVariables(globals, parameters, source, () => run),
      message,
      scopes: new Map(),
      top: undefined,
      output,
    }
    const before = running
    running = {
      keyed: createKeyed(keys),
      document: createDocuments({ read, strip, budget }, source),
      idOf: createIds(),
    }
    try {
      const start = createFrame(run, [{ act: (frame) => pushApply(frame, [source], ''), origin: stylesheet }], source)
      execute(start)
      return output.document
    } catch (error) {
      throw placed(error, rootOf(stylesheet))
    } finally {
      running = before
    }
  }

  return {
    output: compileOutput(of('output')),
    parameters: Array.from(globals).flatMap(([name, { isParameter }]) => (isParameter ? [name] : [])),
    transform,
  }
}

function rootOf(stylesheet: XmlNode): XmlNode {
  return stylesheet.children.find(({ kind }) => kind === 'element') ?? stylesheet
}

const nobody = (): void => undefined

/** What expressions at an element may refer to; the same for all elements that the same declarations are in scope of. */
function createStatics(services: FunctionServices, { isId }: StylesheetOptions): (element: XmlNode) => StaticContext {
  const known = new WeakMap<XmlNode, StaticContext>()
  return (element) => {
    let owner = element
    while (owner.declarations.length === 0 && owner.parent?.kind === 'element') owner = owner.parent
    let statics = known.get(owner)
    if (statics === undefined) {
      statics = {
        namespaceOf: (prefix) => namespaceAt(owner, prefix),
        functions: functionsAt(owner, services),
        lateFunctions: true,
        ...(isId === undefined ? {} : { isId }),
      }
      known.set(owner, statics)
    }
    return statics
  }
}
