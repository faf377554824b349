import { XsltError } from '../../errors.ts'
import type { OutputProperties } from '../output-properties.ts'

/** The document type declaration before the first element; the caller knows that there is to be one. */
export function doctype(name: string, { doctypePublic, doctypeSystem }: OutputProperties): string {
  const system = doctypeSystem === undefined ? '' : ` ${quoted(doctypeSystem)}`
  if (doctypePublic === undefined) return `<!DOCTYPE ${name} SYSTEM${system}>\n`
  return `<!DOCTYPE ${name} PUBLIC ${quoted(doctypePublic)}${system}>\n`
}

function quoted(id: string): string {
  if (!id.includes('"')) return `"${id}"`
  if (!id.includes("'")) return `'${id}'`
  throw new XsltError('ERR_XSLT_DYNAMIC', `the identifier of a document type has quotes of both kinds: ${id}`)
}
