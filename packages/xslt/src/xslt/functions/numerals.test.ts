import { expect, test } from 'vitest'
import { formatNumbers } from './numerals.ts'

const options = { letterValue: '', groupingSeparator: '', groupingSize: 0 }

test.each([
  [[1], '1', '1'],
  [[12], '001', '012'],
  [[1, 26, 27, 52, 53, 703], 'a', 'a.z.aa.az.ba.aaa'],
  [[3, 28], 'A', 'C.AB'],
  [[1, 4, 9, 14, 40, 90, 400, 1999, 3999], 'i', 'i.iv.ix.xiv.xl.xc.cd.mcmxcix.mmmcmxcix'],
  [[4000, 0], 'I', '4000.0'],
  [[0], 'a', '0'],
  [[1, 2, 3], '(1)-a:', '(1)-b)-c:'],
  [[1, 2], '1.a) ', '1.b) '],
  [[5], '', '5'],
  [[5], '*', '*5*'],
  [[1, 25, 26], 'α', 'α.ω.αα'],
  [[10], '١', '١٠'],
  [[5], 'x', '5'],
  [[2 ** 60], '1', '1152921504606846976'],
])('%j as "%s" is "%s"', (numbers, format, expected) => {
  expect(formatNumbers(numbers, { ...options, format })).toBe(expected)
})

test('roman numerals are letters if letters are asked for', () => {
  expect(formatNumbers([5], { ...options, format: 'i', letterValue: 'alphabetic' })).toBe('5')
})

test('digits are grouped from the right', () => {
  expect(formatNumbers([1234567], { ...options, format: '1', groupingSeparator: ' ', groupingSize: 2 })).toBe(
    '1 23 45 67',
  )
})
