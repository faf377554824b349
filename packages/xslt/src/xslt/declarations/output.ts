import { clark } from '@xeerkat/xml'
import type { XmlNode } from '../../tree/node.ts'
import { attributeOf, flag, isForwards } from '../element.ts'
import { fault } from '../fault.ts'
import type { Declaration } from '../load.ts'
import { resolveName, tokens } from '../names.ts'
import type { OutputProperties } from '../output-properties.ts'

const methods = ['xml', 'html', 'text'] as const

/** All `xsl:output`s taken together (section 16): for each attribute, the last of the highest precedence. */
export function compileOutput(declarations: readonly Declaration[]): OutputProperties {
  const elements = declarations.map(({ element }) => element)
  const last = <T>(find: (element: XmlNode) => T | undefined): T | undefined =>
    elements.reduce<T | undefined>((found, element) => find(element) ?? found, undefined)
  const text = (name: string) => last((element) => attributeOf(element, name))
  const yes = (name: string) => last((element) => flag(element, name))
  const cdata = elements.flatMap((element) =>
    tokens(attributeOf(element, 'cdata-section-elements')).map((name) => clark(resolveName(element, name, 'default'))),
  )
  return {
    method: last(methodOf),
    version: text('version'),
    encoding: text('encoding'),
    omitXmlDeclaration: yes('omit-xml-declaration'),
    standalone: yes('standalone'),
    doctypePublic: text('doctype-public'),
    doctypeSystem: text('doctype-system'),
    cdataSectionElements: new Set(cdata),
    indent: yes('indent'),
    mediaType: text('media-type'),
  }
}

function methodOf(element: XmlNode): OutputProperties['method'] {
  const name = attributeOf(element, 'method')?.trim()
  const method = methods.find((known) => known === name)
  if (method !== undefined || name === undefined) return method
  // A method of somebody else's: what it would write, nobody knows.
  if (name.includes(':') || isForwards(element)) return undefined
  throw fault(element, `the output method is one of ${methods.join(', ')}, not "${name}"`)
}
