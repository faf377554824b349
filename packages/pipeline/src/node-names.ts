import type { XmlNode } from '@xeerkat/xslt'

/** An element's name as it is written: `p:validate`. */
export function nameOf({ prefix, localName }: Pick<XmlNode, 'prefix' | 'localName'>): string {
  return prefix === '' ? localName : `${prefix}:${localName}`
}

/** The value of an attribute in no namespace, or in the one given. */
export function attributeOf(element: XmlNode, localName: string, namespace = ''): string | undefined {
  return element.attributes.find((attribute) => attribute.localName === localName && attribute.namespace === namespace)
    ?.value
}
