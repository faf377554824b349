import { expect, test } from 'vitest'
import { parameterValues } from './parameters.ts'

const parameters = [{ name: 'base', value: '10' }, { name: 'title' }]

test('a parameter has the value that is given, else its default', () => {
  expect(parameterValues(parameters, { title: 'x' })).toEqual(
    new Map([
      ['title', 'x'],
      ['base', '10'],
    ]),
  )
  expect(
    parameterValues(
      parameters,
      new Map([
        ['title', ''],
        ['base', '2'],
      ]),
    ).get('base'),
  ).toBe('2')
})

test.each([
  [{}, 'the parameter "title" must be given'],
  [{ title: 'x', bse: '2' }, 'there is no parameter "bse"; this pipeline has "base", "title"'],
])('%o: %s', (given, message) => {
  expect(() => parameterValues(parameters, given)).toThrow(message)
})

test('a pipeline without parameters says so', () => {
  expect(() => parameterValues([], { a: '' })).toThrow('this pipeline has none')
})
