import type { QName } from './items.ts'
import { itemsOf } from './serialize.ts'
import type { Element } from './tree.ts'

/** The elements directly below, all or those of a name; a name without namespace is one in none. */
export function childElements(element: Element, name?: string | QName): readonly Element[] {
  const { localName, namespace } = typeof name === 'string' ? { localName: name, namespace: '' } : (name ?? {})
  return element.children.filter(
    (child) =>
      child.type === 'element' &&
      (localName === undefined || (child.localName === localName && child.namespace === namespace)),
  ) as readonly Element[]
}

/** All text below an element, in document order, without comments and instructions. */
export function textContent(element: Element): string {
  let text = ''
  for (const item of itemsOf(element)) if (item.type === 'text') text += item.text
  return text
}
