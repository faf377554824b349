import { isName } from './characters.ts'
import { XmlError } from './errors.ts'
import { checked, escapeAttribute, escapeText } from './escape.ts'
import { type Attribute, clark, type Item, type StartElement } from './items.ts'
import { createScope, forbidsDeclaration, XML_NAMESPACE } from './namespaces.ts'

/** Writes items as XML. What a name needs and no element declares, it declares. */
export interface Writer {
  /** @throws XmlError `ERR_XML_VALUE` for what cannot be written: a bad name, `--` in a comment, an end too many. */
  readonly write: (item: Item) => void
  /** What was written since the last call; `ended` insists that every element is closed. */
  readonly take: (ended: boolean) => string
}

/** `defaultNamespace` is that of the place where the text will stand. */
export function createWriter(defaultNamespace = ''): Writer {
  const scope = createScope()
  if (defaultNamespace !== '') scope.declare('', defaultNamespace)
  const open: { readonly name: string; readonly mark: number }[] = []
  let output = ''
  /** The last start tag has no `>` yet: it becomes `/>` if its end follows. */
  let unclosed = false
  /** What the start tag being written declares; `undefined` as long as that is nothing. */
  let declared: Map<string, string> | undefined

  return {
    write(item) {
      if (item.type === 'end-element') return endElement()
      if (unclosed) output += '>'
      unclosed = false
      switch (item.type) {
        case 'start-element':
          return startElement(item)
        case 'text':
          output += item.cdata === true ? section(item.text) : escapeText(item.text)
          return undefined
        case 'comment':
          output += comment(item.text)
          return undefined
        case 'processing-instruction':
          output += instruction(item.target, item.data)
          return undefined
        default:
          return item satisfies never
      }
    },
    take(ended) {
      const last = open.at(-1)
      if (ended && last !== undefined) throw new XmlError('ERR_XML_VALUE', `<${last.name}> is never closed`)
      const text = output
      output = ''
      return text
    },
  }

  function endElement(): void {
    const closed = open.pop()
    if (closed === undefined) throw new XmlError('ERR_XML_VALUE', 'an end-element item closes nothing')
    output += unclosed ? '/>' : `</${closed.name}>`
    unclosed = false
    scope.restore(closed.mark)
  }

  function startElement(item: StartElement): void {
    const mark = scope.mark()
    declared = item.declarations.length > 0 ? declareAll(item) : undefined
    const name = qualify(item.prefix, item.localName, item.namespace, false)
    let attributes = ''
    for (const { prefix, localName, namespace, value } of item.attributes) {
      attributes += ` ${qualify(prefix, localName, namespace, true)}="${escapeAttribute(value)}"`
    }
    if (item.attributes.length > 1) refuseTwins(item.attributes)
    output += `<${name}`
    if (declared !== undefined) output += declarations(declared)
    output += attributes
    open.push({ name, mark })
    unclosed = true
  }

  function declareAll(item: StartElement): Map<string, string> {
    declared = new Map()
    for (const { prefix, namespace } of item.declarations) {
      if (declared.has(prefix)) throw new XmlError('ERR_XML_VALUE', `xmlns:${prefix} is declared twice`)
      declare(prefix, namespace)
    }
    return declared
  }

  /** A name as it is written here, declaring its prefix, or one of our own, where that is needed. */
  function qualify(prefix: string, localName: string, namespace: string, isAttribute: boolean): string {
    if (!isName(localName)) throw new XmlError('ERR_XML_VALUE', `"${localName.slice(0, 80)}" is not an XML name`)
    if (namespace === '' && isAttribute) return localName
    if (namespace === XML_NAMESPACE) return `xml:${localName}`
    const wanted = namespace === '' ? '' : prefix
    const isUsable =
      !(isAttribute && wanted === '') && (scope.lookup(wanted) === namespace || declared?.has(wanted) !== true)
    const chosen = isUsable ? wanted : freshPrefix()
    if (scope.lookup(chosen) !== namespace) declare(chosen, namespace)
    return chosen === '' ? localName : `${chosen}:${localName}`
  }

  function freshPrefix(): string {
    for (let i = 1; ; i++) if (scope.lookup(`ns${i}`) === undefined) return `ns${i}`
  }

  function declare(prefix: string, namespace: string): void {
    if (prefix !== '' && !isName(prefix)) throw new XmlError('ERR_XML_VALUE', `"${prefix}" is not a prefix`)
    const forbidden = forbidsDeclaration(prefix, namespace)
    if (forbidden !== undefined) throw new XmlError('ERR_XML_VALUE', forbidden)
    declared ??= new Map()
    declared.set(prefix, namespace)
    scope.declare(prefix, namespace)
  }
}

function declarations(declared: ReadonlyMap<string, string>): string {
  let written = ''
  for (const [prefix, namespace] of declared) {
    written += ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${escapeAttribute(namespace)}"`
  }
  return written
}

// Among few attributes, looking at each pair is quicker than a set.
const FEW = 8

function refuseTwins(attributes: readonly Attribute[]): void {
  const hasTwins =
    attributes.length > FEW ? new Set(attributes.map(clark)).size < attributes.length : hasTwinPair(attributes)
  if (!hasTwins) return
  throw new XmlError('ERR_XML_VALUE', `an attribute is given twice among ${attributes.map(clark).join(', ')}`)
}

function hasTwinPair(attributes: readonly Attribute[]): boolean {
  return attributes.some(({ localName, namespace }, i) => {
    for (let j = 0; j < i; j++) {
      const other = attributes[j]
      if (other?.localName === localName && other.namespace === namespace) return true
    }
    return false
  })
}

/** `]]>` and carriage returns cannot stand in a CDATA section: it is interrupted for them. */
function section(text: string): string {
  const inside = checked(text).replaceAll(']]>', ']]]]><![CDATA[>').replaceAll('\r', ']]>&#13;<![CDATA[')
  return `<![CDATA[${inside}]]>`
}

function comment(text: string): string {
  if (text.includes('--') || text.endsWith('-')) {
    throw new XmlError('ERR_XML_VALUE', 'a comment can neither contain -- nor end with -')
  }
  return `<!--${checked(text)}-->`
}

function instruction(target: string, data: string): string {
  if (!isName(target) || target.toLowerCase() === 'xml') {
    throw new XmlError('ERR_XML_VALUE', `"${target.slice(0, 80)}" cannot name a processing instruction`)
  }
  if (data.includes('?>')) throw new XmlError('ERR_XML_VALUE', 'a processing instruction cannot contain ?>')
  return data === '' ? `<?${target}?>` : `<?${target} ${checked(data)}?>`
}
