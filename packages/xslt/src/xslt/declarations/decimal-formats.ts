import type { XmlNode } from '../../tree/node.ts'
import { attributeOf } from '../element.ts'
import { fault } from '../fault.ts'
import { type DecimalFormat, plainFormat } from '../functions/format-number.ts'
import type { Declaration } from '../load.ts'
import { variableName } from '../steps.ts'

/** `xsl:decimal-format`s by Clark name; the default one is `''` (section 12.3). */
export function compileDecimalFormats(declarations: readonly Declaration[]): ReadonlyMap<string, DecimalFormat> {
  const formats = new Map<string, DecimalFormat>([['', plainFormat]])
  const declared = new Set<string>()
  for (const { element } of declarations) {
    const name = attributeOf(element, 'name') === undefined ? '' : variableName(element)
    const format = readFormat(element)
    if (declared.has(name) && !isSame(format, formats.get(name)))
      throw fault(element, 'there is another <xsl:decimal-format> of this name, which says otherwise')
    declared.add(name)
    formats.set(name, format)
  }
  return formats
}

const symbols = Object.keys(plainFormat) as (keyof DecimalFormat)[]

function isSame(format: DecimalFormat, other: DecimalFormat | undefined): boolean {
  return other !== undefined && symbols.every((name) => format[name] === other[name])
}

const words: ReadonlySet<string> = new Set(['infinity', 'NaN'])

function readFormat(element: XmlNode): DecimalFormat {
  const format: Record<string, string> = {}
  for (const { localName, namespace, value } of element.attributes) {
    if (namespace !== '' || !Object.hasOwn(plainFormat, localName)) continue
    if (!words.has(localName) && Array.from(value).length !== 1)
      throw fault(element, `"${localName}" of <xsl:decimal-format> must be one character, not "${value}"`)
    format[localName] = value
  }
  return { ...plainFormat, ...format }
}
