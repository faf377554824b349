import { expect, test } from 'vitest'
import { formatNumber, plainFormat } from './format-number.ts'

test.each([
  [1234.5, '#,##0.00', '1,234.50'],
  [1234567, '#,###', '1,234,567'],
  [0, '#', '0'],
  [0.5, '#.##', '.5'],
  [0.5, '0.##', '0.5'],
  [5, '000', '005'],
  [0.14, '0%', '14%'],
  [0.145, '0.0%', '14.5%'],
  [0.0123, '0.0‰', '12.3‰'],
  [-3, '0', '-3'],
  [-3, '0;(0)', '(3)'],
  [-3, '0;0', '-3'],
  [-3, '$0;$0-', '$3-'],
  [0.5, '0', '0'],
  [1.5, '0', '2'],
  [2.5, '0', '2'],
  [2.51, '0', '3'],
  [0.05, '0.0', '0.0'],
  [0.15, '0.0', '0.2'],
  [9.99, '0.0', '10.0'],
  [1e21, '#,##0', '1,000,000,000,000,000,000,000'],
  [1e-7, '0.0000000', '0.0000001'],
  [Number.NaN, '0', 'NaN'],
  [Infinity, 'x0y', 'xInfinityy'],
  [-Infinity, '0', '-Infinity'],
  [12, 'nr #', 'nr 12'],
])('%d as "%s" is "%s"', (number, pattern, expected) => {
  expect(formatNumber(number, pattern, plainFormat)).toBe(expected)
})

test('symbols are as a decimal format says', () => {
  const european = { ...plainFormat, 'decimal-separator': ',', 'grouping-separator': '.' }
  expect(formatNumber(1234.5, '#.##0,00', european)).toBe('1.234,50')
  const arabic = { ...plainFormat, 'zero-digit': '٠', digit: 'd' }
  expect(formatNumber(12, 'd٠', arabic)).toBe('١٢')
})

test.each(['0#', '#,.0', '#,%', '0;0;0', '0.#0', '0.0.0', '#a#'])('"%s" is not a pattern', (pattern) => {
  expect(() => formatNumber(1, pattern, plainFormat)).toThrow(expect.objectContaining({ code: 'ERR_XSLT_DYNAMIC' }))
})
