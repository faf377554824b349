import { clark } from '@xeerkat/xml'
import { XsltError } from '../../errors.ts'
import { addLeaf, addText } from '../../tree/build.ts'
import { createDocument, type XmlNode } from '../../tree/node.ts'
import { inDocumentOrder } from '../../tree/order.ts'
import { stringValue } from '../../tree/string-value.ts'
import { toNumber, toText } from '../../xpath/convert.ts'
import type { Context, ExtensionFunction } from '../../xpath/context.ts'
import type { Value } from '../../xpath/value.ts'
import { instructionNames } from '../shapes.ts'
import { resolveName, XSL } from '../names.ts'
import { isFragment } from '../steps.ts'
import { type DecimalFormat, formatNumber } from './format-number.ts'

/** What the functions need of the transformation that is running. */
export interface FunctionServices {
  readonly keyed: (name: string, value: string, context: Context) => readonly XmlNode[]
  readonly document: (href: string, base: string, at: XmlNode) => XmlNode
  readonly idOf: (node: XmlNode) => string
  readonly decimalFormat: (name: string) => DecimalFormat | undefined
  /** Functions that whoever compiled the stylesheet added. */
  readonly extensions: ReadonlyMap<string, ExtensionFunction>
}

const EXSLT = 'http://exslt.org/common'

const properties: Readonly<Record<string, string | number>> = {
  version: 1,
  vendor: 'Xeerkat',
  'vendor-url': 'https://www.npmjs.com/package/@xeerkat/xslt',
}

/** The core library of XPath, which `function-available()` knows as well. */
const core: ReadonlySet<string> = new Set(
  (
    'boolean ceiling concat contains count false floor id lang last local-name name namespace-uri normalize-space not ' +
    'number position round starts-with string string-length substring substring-after substring-before sum translate true'
  ).split(' '),
)

/** The functions of XSLT (section 12), and EXSLT's of common use, for expressions at an element of a stylesheet. */
export function functionsAt(element: XmlNode, services: FunctionServices): ReadonlyMap<string, ExtensionFunction> {
  const nameIn = (value: Value | undefined, context: Context, unprefixed: 'none' | 'default' = 'none') =>
    resolveName(element, toText(value ?? '', context.budget), unprefixed)

  const functions: ReadonlyMap<string, ExtensionFunction> = new Map([
    ...Object.entries<ExtensionFunction>({
      current: ({ node, current = node }) => [current],
      document: (context, which, relative) => documents(context, which, relative, element, services),
      key(context, name, value) {
        const key = clark(nameIn(name, context))
        if (typeof value !== 'object') return services.keyed(key, toText(value ?? ''), context)
        const values = new Set(value.map((node) => stringValue(node, context.budget)))
        const nodes = Array.from(values).flatMap((text) => services.keyed(key, text, context))
        return inDocumentOrder(nodes, context.budget)
      },
      'format-number'(context, number, pattern, name) {
        const format = services.decimalFormat(name === undefined ? '' : clark(nameIn(name, context)))
        if (format === undefined)
          throw new XsltError('ERR_XSLT_DYNAMIC', `there is no decimal format named "${toText(name ?? '')}"`)
        return formatNumber(toNumber(number ?? Number.NaN, context.budget), toText(pattern ?? ''), format)
      },
      'generate-id'({ node }, nodes) {
        const first = typeof nodes === 'object' ? nodes[0] : node
        return first === undefined ? '' : services.idOf(first)
      },
      'system-property'(context, name) {
        const { namespace, localName } = nameIn(name, context)
        return namespace === XSL && Object.hasOwn(properties, localName) ? (properties[localName] ?? '') : ''
      },
      'element-available'(context, name) {
        const { namespace, localName } = nameIn(name, context, 'default')
        return namespace === XSL && instructionNames.has(localName)
      },
      'function-available'(context, name) {
        const { namespace, localName } = nameIn(name, context)
        return functions.has(clark({ namespace, localName })) || (namespace === '' && core.has(localName))
      },
      // There is no DTD, so there are none.
      'unparsed-entity-uri': () => '',
      [`{${EXSLT}}node-set`]: (_, value = '') => (typeof value === 'object' ? value : [textNode(toText(value))]),
      [`{${EXSLT}}object-type`](_, value = '') {
        if (typeof value !== 'object') return typeof value
        return isFragment(value) ? 'RTF' : 'node-set'
      },
    }).map(([name, call]) => [name, counted(name, call)] as const),
    ...services.extensions,
  ])
  return functions
}

/** How many arguments they take, at least and at most; one, if not said here. */
const counts: Readonly<Record<string, readonly [number, number]>> = {
  current: [0, 0],
  document: [1, 2],
  key: [2, 2],
  'format-number': [2, 3],
  'generate-id': [0, 1],
}

/** The function, if it is called with as many arguments as it takes. */
function counted(name: string, call: ExtensionFunction): ExtensionFunction {
  const [least, most] = counts[name] ?? [1, 1]
  return (context, ...values) => {
    if (values.length >= least && values.length <= most) return call(context, ...values)
    const takes = least === most ? `${least}` : `${least} to ${most}`
    throw new XsltError('ERR_XPATH_TYPE', `${name}() takes ${takes} arguments, not ${values.length}`)
  }
}

function textNode(text: string): XmlNode {
  const document = createDocument()
  addText(document, text)
  return document.children[0] ?? addLeaf(document, 'text', '', '')
}

/** `document()` (section 12.1). */
function documents(
  { budget }: Context,
  which: Value | undefined,
  relative: Value | undefined,
  element: XmlNode,
  { document }: FunctionServices,
): readonly XmlNode[] {
  if (relative !== undefined && typeof relative !== 'object')
    throw new XsltError('ERR_XPATH_TYPE', 'the second argument of document() must be nodes')
  // Erratum E14: relative to no node is an error, after which there are no documents.
  if (relative?.length === 0) return []
  const base = relative?.[0]?.document.uri
  if (typeof which !== 'object') return [document(toText(which ?? ''), base ?? element.document.uri, element)]
  const found = which.map((node) => document(stringValue(node, budget), base ?? node.document.uri, element))
  return inDocumentOrder(found, budget)
}
