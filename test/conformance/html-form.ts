import { entities } from './html-entities.ts'

/**
 * An HTML result as lines that two results have in common if a browser makes the same of them: names of tags and
 * attributes in lower case, attributes in order of name, references replaced, runs of white space as one space, none
 * next to a tag. The META element that names the encoding is left out: the processor adds it.
 */
export function htmlForm(text: string): readonly string[] {
  return [...text.matchAll(TOKEN)]
    .flatMap(([token, tag, attributes]) => (tag === undefined ? textForm(token) : tagForms(tag, attributes ?? '')))
    .filter((line) => line !== '' && !META.test(line))
}

const META = /^<meta (?:content="text\/html[^"]*" http-equiv="content-type"|charset="[^"]*")$/i
const TOKEN = /<!--.*?-->|<!(?:.*?)>|<\?.*?>|<(\/?[A-Za-z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>|[^<]+|</gs
const ATTRIBUTE = /([^\s=/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+)))?/g

function tagForms(tag: string, attributes: string): readonly string[] {
  const list = [...attributes.matchAll(ATTRIBUTE)].map(
    ([, name = '', double, single, bare]) => `${name.toLowerCase()}="${characters(double ?? single ?? bare ?? name)}"`,
  )
  const start = [`<${tag.toLowerCase()}`, ...list.toSorted()].join(' ')
  // An element in a namespace is written as in XML.
  return tag.includes(':') && attributes.endsWith('/') ? [start, `</${tag.toLowerCase()}`] : [start]
}

function textForm(token: string): string {
  if (/^<!doctype/i.test(token)) return token.toLowerCase()
  return characters(token).replace(/\s+/g, ' ').trim()
}

function characters(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (reference, decimal, hexadecimal, name) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal))
    if (hexadecimal !== undefined) return String.fromCodePoint(Number.parseInt(hexadecimal, 16))
    return entities.get(name) ?? reference
  })
}
