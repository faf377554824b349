import { existsSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { compileStylesheet, parseTree, serializeResult, type XmlNode } from '@xeerkat/xslt'
import { readSource } from './source.ts'
import type { Processor } from './suite.ts'

/** The project's own processor, by its public surface. Of what it is given to read the runner reads the DOCTYPEs. */
export const ours: Processor = async ({ stylesheet, source, parameters }) => {
  const ids = new Map<string, ReadonlySet<string>>()
  const load = (uri: string): string => {
    const loaded = readSource(fileURLToPath(uri))
    ids.set(uri, loaded.ids)
    return loaded.text
  }
  const read = (href: string, base: string) => {
    const url = URL.parse(href, base)
    if (url?.protocol !== 'file:' || !existsSync(url)) return undefined
    return { text: load(url.href), uri: url.href }
  }
  const isId = ({ parent, document, ...attribute }: XmlNode): boolean =>
    parent !== undefined && ids.get(document.uri)?.has(`${nameOf(parent)} ${nameOf(attribute)}`) === true
  const tree = (file: string): XmlNode => {
    const uri = pathToFileURL(file).href
    return parseTree(load(uri), uri)
  }
  try {
    const compiled = compileStylesheet(tree(stylesheet), { read, isId })
    const errors: string[] = []
    const result = compiled.transform(tree(source), {
      parameters: new Map(Object.entries(parameters)),
      recovered: (error) => errors.push(String(error)),
    })
    return { result: serializeResult(result, compiled.output), error: errors[0] }
  } catch (error) {
    return { error: String(error) }
  }
}

function nameOf({ prefix, localName }: Pick<XmlNode, 'prefix' | 'localName'>): string {
  return prefix === '' ? localName : `${prefix}:${localName}`
}
