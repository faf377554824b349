import { expect, test } from 'vitest'
import { XsltError } from '../errors.ts'
import { compileXPath } from './compile.ts'
import { compilePattern } from './pattern.ts'

function complaint(compile: () => unknown): string {
  try {
    compile()
  } catch (error) {
    if (error instanceof XsltError) return `${error.code}: ${error.message}`
    throw error
  }
  return 'none'
}

test.each([
  ['', 'expected an expression, found the end, at column 1 of ""'],
  ['//book[', 'expected an expression, found the end, at column 8 of "//book["'],
  ['//book[1', 'expected ], found the end, at column 9'],
  ['1 +', 'expected an expression, found the end, at column 4'],
  ['a b', 'expected an operator or the end, found b, at column 3'],
  ['count(a b)', 'expected ), found b, at column 9'],
  ['a/', 'expected the name or type of a node, found the end, at column 3'],
  ['a/1', 'expected the name or type of a node, found 1, at column 3'],
  ['parents::a', 'there is no axis "parents"; there are ancestor, ancestor-or-self, '],
  ['q:a', 'no namespace is declared for the prefix "q", at column 1'],
  ['$q:a', 'no namespace is declared for the prefix "q", at column 1'],
  ['$ a', 'the name of a variable is expected after $, at column 1'],
  ['"abc', 'the text that begins with " does not end, at column 1'],
  ['a # b', 'the character # has no meaning here, at column 3'],
  ['.[1]', 'write self::node()[…]'],
  ['a/string()', 'in XPath 1.0 a function call only begins a path'],
  ['upper-case(a)', 'there is no function upper-case(), at column 1'],
  ['a[ concat("x") ]', 'concat() takes 2 or more arguments, not 1, at column 4'],
  ['not()', 'not() takes 1 arguments, not 0'],
  ['substring(a)', 'substring() takes 2 to 3 arguments, not 1'],
  ['text(1)', 'expected ), found 1'],
])('%s: %s', (source, expected) => {
  const message = complaint(() => compileXPath(source))
  expect(message).toContain('ERR_XPATH_SYNTAX')
  expect(message).toContain(expected)
})

test.each([
  ['count("a")', 'count() needs a node-set, not a string, at column 1'],
  ['1 + sum(2)', 'sum() needs a node-set, not a number, at column 5'],
  ['a | true()', 'a union needs a node-set, not a boolean'],
  ['"a"/b', 'a path needs a node-set, not a string'],
  ['(1)[1]', 'a predicate needs a node-set, not a number'],
  ['name(1)', 'name() needs a node-set, not a number'],
])('%s: %s', (source, expected) => {
  const message = complaint(() => compileXPath(source))
  expect(message).toContain('ERR_XPATH_TYPE')
  expect(message).toContain(expected)
})

test.each([
  ['', 'expected a step of a pattern, found the end'],
  ['a|', 'expected a step of a pattern, found the end'],
  ['..', 'expected a step of a pattern, found ..'],
  ['ancestor::a', 'a pattern may use the axes child and attribute, not ancestor'],
  ['a/descendant-or-self::b', 'not descendant-or-self, at column 3'],
  ['count(a)', "if it is id('…') or key('…', '…') of literals"],
  ['id($x)', "if it is id('…') or key('…', '…') of literals"],
  ['a + b', 'expected /, //, |, a predicate or the end of the pattern, found +'],
  ['$a', 'expected a step of a pattern, found $a'],
  ['(a)', 'expected a step of a pattern, found ('],
  ['//', 'expected a step of a pattern, found the end'],
])('pattern %s: %s', (source, expected) => {
  const message = complaint(() => compilePattern(source))
  expect(message).toContain('ERR_XPATH_SYNTAX')
  expect(message).toContain(expected)
})

test('a long expression is quoted around what is wrong', () => {
  const long = `${'a/'.repeat(200)}]${'/b'.repeat(200)}`
  const message = complaint(() => compileXPath(long))
  expect(message).toContain('at column 401 of "…a/a/')
  expect(message).toContain(']/b/b')
  expect(message.length).toBeLessThan(250)
})
