import { clark, fromText, type Item, type StartElement } from '@xeerkat/xml'
import { cutDoctype, findDoctype, withoutDeclaration } from './doctype.ts'

/**
 * An XML result, a document or a fragment of one, as lines that two results have in common exactly if they are the same
 * to a reader of XML; `undefined` if it is not well-formed. Not seen are how characters and tags were written, the XML
 * declaration, the order of attributes, space around the whole and around the document element, and prefixes: which namespaces are in scope
 * is seen, under which prefix is not, since a processor may make one up. With `indented`, nor is text of only space.
 */
export function xmlForm(text: string, indented: boolean): readonly string[] | undefined {
  const document = withoutDeclaration(text)
  try {
    const items = fromText(`<result>${cutDoctype(document).trim()}</result>`).events()
    return [doctypeForm(document), ...form(items, indented)]
  } catch {
    return undefined
  }
}

/** Name and identifiers; what is declared in it has no place in a result. */
function doctypeForm(text: string): string {
  const [head = ''] = /^<!DOCTYPE(?:[^"'[>]|"[^"]*"|'[^']*')*/.exec(findDoctype(text)?.text ?? '') ?? []
  return head.trim().replace(/\s+/g, ' ').replaceAll("'", '"')
}

function form(items: Iterable<Item>, indented: boolean): string[] {
  const lines: string[] = []
  const scopes: ReadonlySet<string>[] = [new Set([''])]
  let text = ''
  const flush = () => {
    // At depth 2 it is in the wrapper only: outside of the document element.
    const unseen = (indented || scopes.length === 2) && /^[ \t\n\r]*$/.test(text)
    if (!unseen && text !== '') lines.push(JSON.stringify(text))
    text = ''
  }
  for (const item of items) {
    if (item.type === 'text') {
      text += item.text
      continue
    }
    flush()
    if (item.type === 'start-element') {
      const scope = new Set(scopes.at(-1))
      lines.push(startForm(item, scope))
      scopes.push(scope)
    } else if (item.type === 'end-element') {
      scopes.pop()
      lines.push('/')
    } else lines.push(item.type === 'comment' ? `<!--${item.text}-->` : `<?${item.target} ${item.data.trimEnd()}?>`)
  }
  return lines
}

/** Adds to the scope which namespaces the element declares. */
function startForm(element: StartElement, scope: Set<string>): string {
  const fresh = new Set(element.declarations.map(({ namespace }) => namespace)).difference(scope)
  for (const namespace of fresh) scope.add(namespace)
  const attributes = element.attributes.map((attribute) => `${clark(attribute)}=${JSON.stringify(attribute.value)}`)
  return [`<${clark(element)}`, ...[...fresh].toSorted(), ...attributes.toSorted()].join(' ')
}
