import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { decode } from './decode.ts'
import { htmlForm } from './html-form.ts'
import { withoutDeclaration } from './doctype.ts'
import { xmlForm } from './xml-form.ts'

/** What xsl:output says: how results are to be compared follows from it. */
export interface Manner {
  readonly method: string | undefined
  readonly indented: boolean
  readonly encoding?: string | undefined
}

/** Are two results the same, written in this manner? docs/conformance.md says what that means. */
export function areEqual(expected: string, actual: string, { method, indented }: Manner): boolean {
  if (expected === actual) return true
  if (method === 'text') return textForm(expected) === textForm(actual)
  // Without a word from the stylesheet the result's own root element decides (XSLT 1.0, 16).
  if (method === 'html' || (method === undefined && /^\s*(?:<!doctype[^>]*>\s*)?<html[\s>]/i.test(expected)))
    return same(htmlForm(expected), htmlForm(actual))
  const form = xmlForm(expected, indented)
  return form === undefined
    ? textForm(withoutDeclaration(expected)) === textForm(withoutDeclaration(actual))
    : same(form, xmlForm(actual, indented))
}

function same(expected: readonly string[], actual: readonly string[] | undefined): boolean {
  return expected.length === actual?.length && expected.every((line, index) => line === actual[index])
}

function textForm(text: string): string {
  return text.replaceAll('\r\n', '\n').trimEnd()
}

/** Reads the xsl:output of a stylesheet and of all that it includes and imports. */
export function mannerOf(stylesheet: string): Manner {
  const outputs = textsOf(stylesheet, new Set()).flatMap((text) => text.match(/<(?:\w+:)?output\s[^>]*>/g) ?? [])
  const value = (name: string) =>
    outputs
      .map((tag) => new RegExp(`\\s${name}\\s*=\\s*["']([\\w-]+)["']`).exec(tag)?.[1])
      .find((found) => found !== undefined)
  return { method: value('method'), indented: value('indent') === 'yes', encoding: value('encoding') }
}

function textsOf(file: string, seen: Set<string>): readonly string[] {
  if (seen.has(file)) return []
  seen.add(file)
  const text = textOf(file)
  const links = text.matchAll(/<(?:\w+:)?(?:include|import)\s[^>]*?href\s*=\s*["']([^"']+)["']/g)
  return [text, ...[...links].flatMap(([, href = '']) => textsOf(join(dirname(file), href), seen))]
}

function textOf(file: string): string {
  try {
    return decode(readFileSync(file)).replaceAll(/<!--.*?-->/gs, '')
  } catch {
    return ''
  }
}
