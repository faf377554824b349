import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ParseOption, XmlDocument } from 'libxml2-wasm'
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs'
import { decode, readText } from './decode.ts'
import { cutDoctype, findDoctype, withoutDeclaration } from './doctype.ts'

/** An XML file as our parser takes it, which reads UTF-8 and refuses a DOCTYPE. */
export interface Source {
  /**
   * Without what declares an encoding, and without DOCTYPE: entities are put in place and attributes that have a default
   * are written out, as a parser that reads DTDs would have it.
   */
  readonly text: string
  /** The attributes that the DOCTYPE declares to be IDs, as `element attribute`, in names as written. */
  readonly ids: ReadonlySet<string>
}

let registered = false

export function readSource(file: string): Source {
  const bytes = readFileSync(file)
  const text = decode(bytes)
  const doctype = findDoctype(text)
  if (doctype === undefined) return { text: withoutDeclaration(text), ids: new Set() }
  registered ||= xmlRegisterFsInputProviders()
  const { XML_PARSE_NOENT, XML_PARSE_DTDLOAD, XML_PARSE_DTDATTR } = ParseOption
  using document = XmlDocument.fromBuffer(bytes, {
    url: pathToFileURL(file).pathname,
    option: XML_PARSE_NOENT | XML_PARSE_DTDLOAD | XML_PARSE_DTDATTR,
  })
  return {
    text: cutDoctype(withoutDeclaration(document.toString({ format: false }))),
    ids: new Set([...idsIn(doctype.text), ...idsIn(externalSubset(doctype.text, dirname(file)))]),
  }
}

function externalSubset(doctype: string, folder: string): string {
  const [, system] = /^<!DOCTYPE\s+\S+\s+(?:SYSTEM|PUBLIC\s+(?:"[^"]*"|'[^']*'))\s+["']([^"']*)["']/.exec(doctype) ?? []
  const file = system === undefined ? undefined : join(folder, system)
  return file !== undefined && existsSync(file) ? readText(file) : ''
}

function idsIn(declarations: string): readonly string[] {
  return [...declarations.matchAll(/<!ATTLIST\s+(\S+)\s([^>]*)>/g)].flatMap(([, element = '', list = '']) =>
    [...list.matchAll(/(\S+)\s+ID\s/g)].map(([, attribute]) => `${element} ${attribute}`),
  )
}
