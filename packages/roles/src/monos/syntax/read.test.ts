import { expect, it } from 'vitest'
import { rowsOf } from '../monomial/monomials.ts'
import { detect, readMatrix, readMonomialIdeal, readPolynomialIdeal } from './read.ts'
import { polynomialText } from './write.ts'

const rows = (text: string): bigint[][] => [...rowsOf(readMonomialIdeal(text).generators)]

it.each([
  ['monos', 'vars x, y; [ x^2*y, y^3 ];'],
  ['monos', 'vars x,y;\n[\n x**2*y, y ^ 3]'],
  ['frobby', '(monomial-ideal-with-order (lex-order x y) x^2*y y^3)'],
  ['macaulay2', 'R = QQ[x,y]; I = monomialIdeal(x^2*y, y^3);'],
  [
    'macaulay2',
    '-- a comment\nS := ZZ/32003[x, y, MonomialOrder => Lex, Degrees => {{1}, {2}}]\nideal {y*x**2, 2*y^3}',
  ],
  ['macaulay2', '(ZZ/7)[x,y]; use R; J = ideal matrix {{x^2*y, (y)^3}}'],
  ['singular', 'ring R = 0, (x,y), dp; ideal I = x2y, y3;'],
  ['singular', 'ring r=32003,(x,y),(lp,C);ideal i=ideal(2x2y,y3);'],
  ['singular', '// frobby\nring R = 0, (x, y), lp;\nint noVars = 0;\nideal I =\n x^2*y,\n y^3;'],
  ['4ti2', '2 2\n2 1\n0 3\n'],
  ['4ti2', '2 2 2 1 0 3 x y'],
] as const)('%s: %s', (syntax, text) => {
  expect(detect(text)).toBe(syntax)
  expect(rows(text)).toEqual([
    [2n, 1n],
    [0n, 3n],
  ])
})

it('reads the zero ideal, the unit ideal and rings without variables', () => {
  expect(rows('vars x; [];')).toEqual([])
  expect(rows('R = QQ[x]; I = monomialIdeal(0_R);')).toEqual([])
  expect(rows('R = QQ[x]; I = monomialIdeal()')).toEqual([])
  expect(rows('ring R = 0, x, lp; ideal I = 0;')).toEqual([])
  expect(rows('(monomial-ideal-with-order (lex-order))')).toEqual([])
  expect(rows('vars ; [1];')).toEqual([[]])
  expect(rows('R = QQ[x]; I = monomialIdeal(1_R);')).toEqual([[0n]])
  expect(rows('R = QQ[x]; I = monomialIdeal 1')).toEqual([[0n]])
  expect(rows('ring R = 0, (dummy), lp; int noVars = 1; ideal I = 1;')).toEqual([[]])
  expect(rows('0 3')).toEqual([])
})

it('keeps exponents of any size, and adds those of a variable that comes again', () => {
  const large = 10n ** 60n
  expect(rows(`vars x, y; [x^9007199254740993*y, x^9007199254740991*x*x, x^${large}, y^007*y^0];`)).toEqual([
    [9007199254740993n, 1n],
    [9007199254740993n, 0n],
    [large, 0n],
    [0n, 7n],
  ])
})

it('reads indexed variables and ranges', () => {
  expect(readMonomialIdeal('R = QQ[x_0..x_2, a..c, y_(1,1)..y_(2,2)]; I = ideal(x_1*y_(2,1)^2)')).toMatchObject({
    names: ['x_0', 'x_1', 'x_2', 'a', 'b', 'c', 'y_1_1', 'y_1_2', 'y_2_1', 'y_2_2'],
  })
  const { names, generators } = readMonomialIdeal('ring R = 0, (x(1..2)(1..2), z), dp; ideal I = x(1)(2)^3*z;')
  expect(names).toEqual(['x_1_1', 'x_1_2', 'x_2_1', 'x_2_2', 'z'])
  expect([...rowsOf(generators)]).toEqual([[0n, 3n, 0n, 0n, 1n]])
})

it('reads short monomials as Singular does', () => {
  expect(rows('ring R = 0, (x,y), dp; ideal I = x2^3, xy^2, 2x3y, 2/3xy2;')).toEqual([
    [6n, 0n],
    [2n, 2n],
    [3n, 1n],
    [1n, 2n],
  ])
})

it.each([
  ['x^2 - 2/3*x*y + 1', 'x^2 - 2/3*x*y + 1'],
  ['-(x - y)*(x + y)', '-x^2 + y^2'],
  ['(x + 1)**3', 'x^3 + 3*x^2 + 3*x + 1'],
  ['4/6*x + x/3 - - x', '2*x'],
  ['2^3*x^0 - -(((y)))', '8 + y'],
  ['x - x + y', 'y'],
  ['(x/2)^2/2', '1/8*x^2'],
  ['0^0*x', 'x'],
])('multiplies out %s', (text, written) => {
  const { generators } = readPolynomialIdeal(`R = QQ[x,y]; ideal(${text})`)
  expect(generators.map((polynomial) => polynomialText(polynomial, ['x', 'y']))).toEqual([written])
})

it.each([
  ['{1, 2}', { kind: 'elimination', eliminate: 1 }],
  ['{3}', { kind: 'grevlex', eliminate: 0 }],
  ['{Lex}', { kind: 'lex', eliminate: 0 }],
  ['Eliminate 2', { kind: 'grevlex', eliminate: 0, weight: [1n, 1n, 0n] }],
])('Macaulay2’s order %s is told from its like', (order, meant) => {
  expect(readPolynomialIdeal(`R = QQ[x,y,z, MonomialOrder => ${order}]; ideal(x-y)`).order).toEqual(meant)
})

it('computes modulo the characteristic', () => {
  const { generators, characteristic, order } = readPolynomialIdeal(
    'ring R = 7, (x,y), (dp(1), dp(1)); ideal I = 8x - y/2, 7x;',
  )
  expect(characteristic).toBe(7n)
  expect(order).toEqual({ kind: 'elimination', eliminate: 1 })
  expect(generators.map((polynomial) => polynomialText(polynomial, ['x', 'y']))).toEqual(['x + 3*y'])
})

it.each([
  ['vars x, y; [ x^2*z ];', 'the variable z is not declared; the variables are x, y (line 1, column 18)'],
  ['vars x, y, x; [];', 'the variable x is declared twice (line 1, column 12)'],
  ['vars x;\n[\n x^-2 ];', 'the exponent -2 of x is negative (line 3, column 4)'],
  ['vars x;\n[ x y ];', 'expected "]" or "," after a generator, not "y" (line 2, column 5)'],
  ['vars x; [ x + 1 ];', 'generator 1 is no monomial: it has 2 terms (line 1, column 11)'],
  ['vars x; [ x, ];', 'expected a variable, a number or "(", not "]" (line 1, column 14)'],
  ['vars x; [ x ]; vars', 'expected the end, since there is one ideal only, not "vars" (line 1, column 16)'],
  ['vars x; [ x^2^3 ];', 'expected "*", since an exponent has no exponent, not "^" (line 1, column 14)'],
  ['(monomial-ideal-with-order (lex-order x) x', 'expected a monomial or ")", not the end (line 1, column 43)'],
  ['R = ZZ[x]; ideal(x)', 'coefficients are of a field: QQ or ZZ/p with a prime p (line 1, column 5)'],
  ['R = ZZ/6[x]; ideal(x)', 'the characteristic 6 is not a prime (line 1, column 8)'],
  ['R = QQ[x]; S = QQ[y]', 'a second ring; one is expected (line 1, column 16)'],
  ['R = QQ[x]; ideal(x/0)', 'this divides by 0 (line 1, column 19)'],
  ['R = QQ[x]; ideal(1/x)', 'only numbers can be divided by (line 1, column 19)'],
  ['R = QQ[x_3..x_1]; ideal(1)', 'x_3..x_1 is no range of variables (line 1, column 8)'],
  ['R = QQ[x, Foo => 3]; ideal(1)', 'the option Foo is not known here (line 1, column 11)'],
  ['ring R = 0, (x), ls; ideal I = x;', 'the order ls is not known; lp and dp are (line 1, column 18)'],
  ['ring R = 7, (x), lp; ideal I = x/7;', 'this divides by 0 (line 1, column 33)'],
  ['2 2\n1 2\n3', 'expected entry 2 of row 2, not the end (line 3, column 2)'],
  ['1 2\n1 -2', 'exponent 2 of this row, -2, is negative (line 2, column 3)'],
  ['1 2\n1 2.5', 'expected a blank between integers, not "." (line 2, column 4)'],
  ['1 2\n1 2 a', '1 names for 2 columns (line 2, column 6)'],
  ['hello', 'a text that begins with "hello" is in none of the languages'],
])('says what is wrong with %s', (text, message) => {
  expect(() => readMonomialIdeal(text)).toThrow(message)
})

it.each([
  ['vars x; [x^1234];', { digits: 3 }, 'an integer has 4 digits; at most 3 are read (line 1, column 12)'],
  ['vars x, y, z; [];', { variables: 2 }, 'there are more than 2 variables (line 1, column 12)'],
  ['R = QQ[x_1..x_999999999]; ideal(1)', {}, 'there are more than 10000 variables (line 1, column 8)'],
  ['vars x; [x, x, x];', { rows: 2 }, 'there are more than 2 rows'],
  ['99999999999 99999999999', {}, '99999999999 rows; at most 10000000 are read (line 1, column 1)'],
  ['9999999 0', {}, '9999999 rows without columns; at most 1000 are read (line 1, column 1)'],
  ['9999999 9999', {}, '9999999 rows of 9999 are more than 200000000 entries'],
  ['vars x; [((((x))))];', { nesting: 3 }, 'parentheses are nested more than 3 deep (line 1, column 13)'],
  ['vars x; [(x+1)^(999999999999)];', {}, 'only a variable can have the exponent 999999999999'],
  ['vars x; [((x^9999)^9999)^9999];', { digits: 5 }, 'an exponent gets more than 5 digits (line 1, column 11)'],
  ['vars x, y; [(x+y+1)^900];', { steps: 1000 }, 'multiplying this out takes more than 1000 steps'],
  ['vars x; [9^99999*x];', {}, 'multiplying this out takes coefficients of more than 1000 digits'],
  [`vars ${'x'.repeat(101)}; [];`, {}, 'a name is longer than 100 characters'],
  ['vars x; [x];', { text: 5 }, 'the text has 12 characters; at most 5 are read'],
])('bounds %s', (text, limits, message) => {
  expect(() => readMonomialIdeal(text, { limits })).toThrow(message)
})

it('is not slow on a text of nothing but comments', () => {
  expect(detect('/**/ '.repeat(2000))).toBeUndefined()
  expect(detect('-* *- '.repeat(2000))).toBeUndefined()
})

it('reads a matrix, and names places in the document around it', () => {
  expect(readMatrix('2 3\n1 -1 0\n0 2 12345678901234567890')).toEqual({
    columns: 3,
    rows: [
      [1n, -1n, 0n],
      [0n, 2n, 12345678901234567890n],
    ],
  })
  expect(() => readMatrix('1 2\n1', { from: () => ({ line: 7, column: 20 }) })).toThrow('line 8, column 2')
  expect(() => readMatrix('1 x', { from: () => ({ line: 7, column: 20 }) })).toThrow('line 7, column 22')
})
