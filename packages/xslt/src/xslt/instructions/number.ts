import { XsltError } from '../../errors.ts'
import type { XmlNode } from '../../tree/node.ts'
import { numberToText, toNumber } from '../../xpath/convert.ts'
import { attributeOf } from '../element.ts'
import { expressionOf, type Text, textOf } from '../expression.ts'
import type { Frame } from '../frame.ts'
import { formatNumbers } from '../functions/numerals.ts'
import type { Compile, Sheet } from '../scope.ts'
import { step } from '../steps.ts'
import { compileCount } from './count.ts'

/** `xsl:number` (section 7.7). */
export const number: Compile = (element, { sheet }) => {
  const format = compileFormat(element, sheet)
  if (attributeOf(element, 'value') === undefined) {
    const count = compileCount(element, sheet)
    return [step(element, (frame) => frame.run.output.text(format(frame, count(frame))))]
  }
  const value = expressionOf(element, 'value', sheet)
  return [
    step(element, (frame) => {
      const number = Math.floor(toNumber(value.evaluate(frame), frame.budget) + 0.5)
      // What has no numeral is written as string() would.
      const isCountable = number >= 1 && number !== Infinity
      frame.run.output.text(isCountable ? format(frame, [number]) : numberToText(number))
    }),
  ]
}

function compileFormat(element: XmlNode, sheet: Sheet): (frame: Frame, numbers: readonly number[]) => string {
  const format = textOf(element, 'format', sheet)
  const letterValue = textOf(element, 'letter-value', sheet)
  const separator = textOf(element, 'grouping-separator', sheet)
  const size = textOf(element, 'grouping-size', sheet)
  return (frame, numbers) =>
    numbers.length === 0
      ? ''
      : formatNumbers(numbers, {
          format: format?.of(frame) ?? '1',
          letterValue: letterValue?.of(frame) ?? '',
          groupingSeparator: groupingSeparator(separator, frame),
          groupingSize: groupingSize(size, frame),
        })
}

function groupingSeparator(separator: Text | undefined, frame: Frame): string {
  const text = separator?.of(frame) ?? ''
  if (Array.from(text).length <= 1) return text
  throw new XsltError('ERR_XSLT_DYNAMIC', `groups of digits are separated by one character, not "${text}"`)
}

function groupingSize(size: Text | undefined, frame: Frame): number {
  const text = size?.of(frame) ?? '0'
  const number = Number(text)
  if (Number.isInteger(number) && number >= 0) return number
  throw new XsltError('ERR_XSLT_DYNAMIC', `"${text}" cannot be the size of groups of digits`)
}
