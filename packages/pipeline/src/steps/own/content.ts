import { fromText, type Item } from '@xeerkat/xml'
import { itemsOf, type XmlNode } from '@xeerkat/xslt'
import { PipelineError } from '../../errors.ts'
import type { Evaluation } from '../../expression.ts'
import { namespaceOf } from '../../namespaces.ts'
import { nameOf } from '../../node-names.ts'
import type { Compiler } from '../../step-type.ts'
import { textOf, valueTemplate } from './value-template.ts'

/** Items to put into a document; what depends on parameters is made anew for each run. */
export type Content = readonly Item[] | ((evaluation: Evaluation) => readonly Item[])

export function contentOf(content: Content, evaluation: () => Evaluation): readonly Item[] {
  return typeof content === 'function' ? content(evaluation()) : content
}

/** What is written in a step's element, or the document in the pipeline's own folder that its `href` names. */
export function readContent(element: XmlNode, href: string | undefined, compiler: Compiler): Content {
  if (href === undefined) {
    const content = inline(element, compiler)
    if (typeof content === 'function' || content.length > 0) return content
    return compiler.fail(element, `${nameOf(element)} has nothing in it, and no href: one should say what to put there`)
  }
  compiler.empty(element)
  return [...readDocument(element, href, compiler).events()]
}

/** A document in the pipeline's own folder; it is well-formed. */
export function readDocument(element: XmlNode, href: string, { resource }: Compiler) {
  const document = fromText(resource(element, href).text)
  try {
    document.tree()
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new PipelineError('ERR_PIPELINE_INVALID', `"${href}": ${why}`, { cause })
  }
  return document
}

/** What is written in a step's element; white space around it is only for the eye. */
function inline(element: XmlNode, { fail }: Compiler): Content {
  const items: (Item | ((evaluation: Evaluation) => Item))[] = []
  for (const child of element.children) {
    if (child.kind === 'text' && child.value.trim() === '') continue
    try {
      for (const item of itemsOf(child)) items.push(expanding(item, (prefix) => namespaceOf(element, prefix)))
    } catch (cause) {
      fail(child, `${nameOf(element)}: ${cause instanceof Error ? cause.message : String(cause)}`)
    }
  }
  const fixed = items.filter((item) => typeof item === 'object')
  if (fixed.length === items.length) return fixed
  return (evaluation) => items.map((item) => (typeof item === 'function' ? item(evaluation) : item))
}

/** The item, or how to make it if it has value templates in it. */
function expanding(
  item: Item,
  namespaces: (prefix: string) => string | undefined,
): Item | ((evaluation: Evaluation) => Item) {
  if (item.type === 'text') {
    const text = valueTemplate(item.text, namespaces)
    return typeof text === 'string' ? item : (evaluation) => ({ type: 'text', text: text(evaluation) })
  }
  if (item.type !== 'start-element') return item
  const values = item.attributes.map(({ value }) => valueTemplate(value, namespaces))
  if (values.every((value) => typeof value === 'string')) return item
  return (evaluation) => ({
    ...item,
    attributes: item.attributes.map((attribute, i) => ({ ...attribute, value: textOf(values[i] ?? '', evaluation) })),
  })
}
