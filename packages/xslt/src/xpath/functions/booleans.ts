import { XML_NAMESPACE } from '../../tree/namespaces.ts'
import type { XmlNode } from '../../tree/node.ts'
import { runTest, runText } from '../code.ts'
import { boolean, type CoreFunction, ofOne } from './signature.ts'

/** XPath 1.0, 4.3. */
export const booleanFunctions: Readonly<Record<string, CoreFunction>> = {
  boolean: ofOne((operand) => boolean(runTest(operand))),
  not: ofOne((operand) => {
    const test = runTest(operand)
    return boolean((context) => !test(context))
  }),
  true: { least: 0, most: 0, compile: () => boolean(() => true) },
  false: { least: 0, most: 0, compile: () => boolean(() => false) },
  lang: ofOne((operand) => {
    const wanted = runText(operand)
    return boolean((context) => isIn(wanted(context), languageOf(context.node)))
  }),
}

/** The nearest `xml:lang`. */
function languageOf(node: XmlNode): string | undefined {
  for (let next: XmlNode | undefined = node; next !== undefined; next = next.parent) {
    const found = next.attributes.find((each) => each.localName === 'lang' && each.namespace === XML_NAMESPACE)
    if (found !== undefined) return found.value
  }
  return undefined
}

/** `en-GB` is in `EN`. */
function isIn(wanted: string, language: string | undefined): boolean {
  if (language === undefined) return false
  const actual = language.toLowerCase()
  const general = wanted.toLowerCase()
  return actual === general || actual.startsWith(`${general}-`)
}
