import { clark } from '@xeerkat/xml'
import type { XmlNode } from '../../tree/node.ts'
import { attributeOf } from '../element.ts'
import { XML } from '../names.ts'
import { isRaw } from '../output.ts'
import type { OutputProperties } from '../output-properties.ts'
import { charactersFor } from './characters.ts'
import { doctype } from './doctype.ts'
import { nameOf, type Writer } from './walk.ts'

/** The xml method (section 16.1). */
export function createXmlWriter(output: OutputProperties): Writer {
  const characters = charactersFor(output.encoding)
  const pieces: string[] = []
  const layout = createLayout(output.indent === true)
  let isBegun = false
  if (output.omitXmlDeclaration !== true) pieces.push(xmlDeclaration(output))

  return {
    start(element) {
      pieces.push(layout.before())
      if (!isBegun && output.doctypeSystem !== undefined) pieces.push(doctype(nameOf(element), output))
      isBegun = true
      pieces.push(`<${nameOf(element)}`)
      for (const { prefix, namespace } of element.declarations)
        pieces.push(` xmlns${prefix === '' ? '' : `:${prefix}`}="${characters.attribute(namespace)}"`)
      for (const attribute of element.attributes)
        pieces.push(` ${nameOf(attribute)}="${characters.attribute(attribute.value)}"`)
      pieces.push(element.children.length === 0 ? '/>' : '>')
      layout.enter(element)
    },
    end(element) {
      const before = layout.leave()
      if (element.children.length > 0) pieces.push(before, `</${nameOf(element)}>`)
    },
    leaf(node) {
      const { kind, localName, value, parent } = node
      if (kind === 'text') {
        const isCdata = parent?.kind === 'element' && output.cdataSectionElements?.has(clark(parent)) === true
        if (isRaw(node)) pieces.push(characters.plain(value))
        else pieces.push(isCdata ? `<![CDATA[${characters.cdata(value)}]]>` : characters.text(value))
      } else if (kind === 'comment') pieces.push(layout.before(), `<!--${value}-->`)
      else pieces.push(layout.before(), `<?${localName}${value === '' ? '' : ` ${value}`}?>`)
    },
    text: () => pieces.join(''),
  }
}

function xmlDeclaration({ version = '1.0', encoding = 'UTF-8', standalone }: OutputProperties): string {
  const alone = standalone === undefined ? '' : ` standalone="${standalone ? 'yes' : 'no'}"`
  return `<?xml version="${version}" encoding="${encoding}"${alone}?>\n`
}

interface Layout {
  /** The white space before what comes next, if it may have some. */
  readonly before: () => string
  readonly enter: (element: XmlNode) => void
  /** The white space before the end tag. */
  readonly leave: () => string
}

/** White space is added only where no text is that it could be confused with. */
function createLayout(isIndented: boolean): Layout {
  const open: boolean[] = []
  let isFirst = true
  return {
    before() {
      if (!isIndented) return ''
      if (open.length > 0) return open.at(-1) === true ? `\n${'  '.repeat(open.length)}` : ''
      const before = isFirst ? '' : '\n'
      isFirst = false
      return before
    },
    enter(element) {
      const space = attributeOf(element, 'space', XML)
      const inherited = open.at(-1) ?? true
      open.push(
        space !== 'preserve' &&
          (inherited || space === 'default') &&
          element.children.every(({ kind }) => kind !== 'text'),
      )
    },
    leave() {
      const isLaidOut = open.pop() === true
      return isIndented && isLaidOut ? `\n${'  '.repeat(open.length)}` : ''
    },
  }
}
