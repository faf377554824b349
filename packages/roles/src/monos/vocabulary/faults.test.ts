import { fromText } from '@xeerkat/xml'
import { expect, it } from 'vitest'
import { rowsOf } from '../monomial/monomials.ts'
import { MONOS_NAMESPACE } from './names.ts'
import { readRequest } from './read-request.ts'
import { readResult } from './read-result.ts'
import { readSliceResult, readSliceTask } from './slice-documents.ts'

const M = `xmlns:m="${MONOS_NAMESPACE}"`
/** The namespace is declared on a line of its own, so that columns are those of the text. */
const request = (xml: string): ReturnType<typeof fromText> => fromText(xml.replace(/ |(?=\/?>)/, `\n${M}\n`))

it('reads readable and compact rows as they come, whatever stands between', () => {
  const { ideals } = readRequest(
    request(`<m:radical><!-- a --><m:ideal variables="x y"><m:monomial>x^2<!-- b -->*y</m:monomial>
      <m:exponents>
        1 0

        0 18446744073709551616<![CDATA[
        3 3]]>&#10;4 4</m:exponents><m:monomial> 1 </m:monomial></m:ideal></m:radical>`),
  ) as Extract<ReturnType<typeof readRequest>, { kind: 'monomial' }>
  expect([...rowsOf(ideals[0].generators)]).toEqual([
    [2n, 1n],
    [1n, 0n],
    [0n, 18446744073709551616n],
    [3n, 3n],
    [4n, 4n],
    [0n, 0n],
  ])
})

const one = (content: string, attributes = 'variables="x y"'): string =>
  `<m:radical>\n<m:ideal ${attributes}>${content}</m:ideal></m:radical>`

it.each([
  [one('<m:exponents>1 2\n3 -4</m:exponents>'), 'exponent 2 of this row, -4, is negative (line 5, column 3)'],
  [one('<m:exponents>1 2\n3</m:exponents>'), 'this row has 1 entry, not 2 (line 5, column 1)'],
  [one('<m:exponents>1 2 3</m:exponents>'), 'this row has 3 entries, not 2 (line 4, column 39)'],
  [
    one('<m:exponents>1 2</m:exponents>', 'variables="x y" count="2"'),
    '2 were announced here, and 1 came (line 4, column 1)',
  ],
  [one('', 'count="0"'), '<ideal> needs the attribute variables, or a text in another language (line 4, column 1)'],
  [one('<m:exponents>1 2.5</m:exponents>'), 'expected an exponent, not "2.5" (line 4, column 41)'],
  [one('<m:monomial>x*z</m:monomial>'), 'the variable z is not declared; the variables are x, y (line 4, column 40)'],
  [one('<m:monomial>x^-1</m:monomial>'), 'the exponent -1 of x is negative (line 4, column 40)'],
  [
    one('<m:monomial>x y</m:monomial>'),
    'expected an operator, since there is one here only, not "y" (line 4, column 40)',
  ],
  [one('<m:monomial>x-y</m:monomial>'), 'generator 1 is no monomial: it has 2 terms (line 4, column 38)'],
  [one('x'), 'an element is expected here, not "x" (line 4, column 26)'],
  [one('<m:generator/>'), 'in <ideal> is <monomial> or <exponents> expected, not <generator> (line 4, column 26)'],
  [one('<b/>'), 'is expected, not <b> of "" (line 4, column 26)'],
  [one('', 'variables="x y x"'), 'the variable x is declared twice (line 4, column 1)'],
  [one('', 'variables="x 1"'), '"1" is no name of a variable'],
  [one('', 'variables="x" syntax="maple"'), 'the attribute syntax of <ideal> is "maple", not one of monos, frobby'],
  [one('', 'variables="x" vars="y"'), '<ideal> has no attribute vars (line 4, column 1)'],
  [one('<m:monomial/>', ''), 'not <monomial>, since <ideal> has no attribute variables (line 4, column 11)'],
  [one('vars x;\n[ y ];', ''), 'the variable y is not declared; the variables are x (line 5, column 3)'],
  [one('hello', ''), 'a text that begins with "hello" is in none of the languages'],
  ['<m:radical/>', '<radical> takes 1 ideal, not 0'],
  ['<m:nonsense/>', '<nonsense> is no request of this vocabulary (line 1, column 1)'],
  ['<m:radical degree="3"/>', '<radical> has no attribute degree'],
  ['<m:radical hire-limit="-1"/>', 'the attribute hire-limit of <radical> is "-1", not an integer from 0 to 100000'],
  ['<m:colon><m:ideal variables="x"/></m:colon>', '<colon> takes 2 ideals, not 1'],
  ['<m:sum><m:ideal variables="x"/></m:sum>', '<sum> takes 2 ideals or more, not 1'],
  [
    '<m:colon><m:ideal variables="x"/><m:ideal variables="y"/></m:colon>',
    'ideals must be in the same variables; those of this one are "y", and those of the first "x" (line 3, column 26)',
  ],
  ['<m:radical><m:ideal variables="x"/><m:ideal variables="x"/></m:radical>', 'there are more ideals than 1'],
  ['<m:alexander-dual vector="1"><m:ideal variables="x y"/></m:alexander-dual>', 'the vector is not 2 exponents'],
  ['<m:standard-monomials degree="-3"><m:ideal variables="x"/></m:standard-monomials>', 'the degree is negative'],
  ['<m:toric-ideal><m:lattice columns="1">1</m:lattice></m:toric-ideal>', '<toric-ideal> takes a matrix'],
  [
    '<m:circuits><m:matrix columns="2">1 2\n3 x</m:matrix></m:circuits>',
    'expected an integer, not "x" (line 4, column 3)',
  ],
  ['<m:circuits><m:matrix>1 2</m:matrix></m:circuits>', '<matrix> needs the attribute columns'],
  [
    '<m:circuits><m:matrix columns="2" variables="a">1 2</m:matrix></m:circuits>',
    '1 variables for a matrix of 2 columns',
  ],
  [
    '<m:integer-programming-gap cost="1"><m:matrix columns="2">1 2</m:matrix></m:integer-programming-gap>',
    'the cost has 1 entries for 2 columns',
  ],
  [
    '<m:toric-ideal order="elimination"><m:matrix columns="2">1 2</m:matrix></m:toric-ideal>',
    'needs the attribute eliminate',
  ],
  [
    '<m:toric-ideal weight="1"><m:matrix columns="2">1 2</m:matrix></m:toric-ideal>',
    'the weight has 1 entries for 2 variables',
  ],
  [
    '<m:groebner-basis order="ascending"><m:ideal variables="x"/></m:groebner-basis>',
    'the order ascending is for lattices',
  ],
  [
    '<m:groebner-basis><m:ideal variables="x" characteristic="6"/></m:groebner-basis>',
    'the characteristic 6 is not a prime',
  ],
  ['<m:normal-form><m:ideal variables="x"/></m:normal-form>', 'takes at least one <polynomial>'],
  [
    '<m:groebner-basis><m:ideal variables="x"><m:polynomial>x/0</m:polynomial></m:ideal></m:groebner-basis>',
    'this divides by 0',
  ],
])('says what is wrong with %s', (xml, message) => {
  expect(() => readRequest(request(xml))).toThrow(message)
})

it.each([
  [one('<m:exponents>1 2\n3 4</m:exponents>'), { rows: 1 }, 'there are more than 1 rows'],
  [one('<m:exponents>1 2\n3 4</m:exponents>'), { entries: 3 }, '2 rows of 2 are more than 3 exponents'],
  [
    one('<m:exponents>1 2345</m:exponents>'),
    { digits: 3 },
    'an integer has 4 digits; at most 3 are read (line 4, column 41)',
  ],
  [one(''), { variables: 1 }, 'there are more than 1 variables'],
  [one('<m:exponents>1 2</m:exponents>'), { bytes: 100 }, '100 bytes'],
  [one('<m:exponents>1 2</m:exponents>'), { text: 100 }, 'longer than'],
  ['<m:sum><m:ideal variables=""/><m:ideal variables=""/></m:sum>', { ideals: 1 }, 'there are more ideals than 1'],
  ['<m:circuits><m:matrix columns="1">1\n2\n3</m:matrix></m:circuits>', { rows: 2 }, 'there are more than 2 rows'],
])('bounds %s by %j', (xml, limits, message) => {
  const long = xml.replace('1 2<', `1 2${' '.repeat(100)}<`)
  expect(() => readRequest(request(long), limits)).toThrow(message)
})

it('names the place in a document of many pieces', () => {
  const rows = '1 2\n'.repeat(100_000)
  const xml = one(`<m:exponents>${rows}</m:exponents><m:monomial>x*z</m:monomial>`)
  expect(() => readRequest(request(xml))).toThrow(
    'the variable z is not declared; the variables are x, y (line 100004, ',
  )
})

it('says what is wrong with an answer', () => {
  const result = (xml: string) => () =>
    readResult(request(`<m:result operation="sum"><m:summary count="1"/>${xml}</m:result>`))
  expect(result('<m:components variables="x" count="2"><m:exponents>1</m:exponents></m:components>')).toThrow(
    '2 were announced here, and 1 came (line 3, column 39)',
  )
  expect(result('<m:value name="degree">many</m:value>')).toThrow(
    'a value is an integer, true, false, none or infinite',
  )
  expect(result('<m:fraction name="gap">1/0</m:fraction>')).toThrow('a fraction is two integers')
  expect(result('<m:value name="degree">toString</m:value>')).toThrow('a value is an integer')
  expect(result('<m:solution/>')).toThrow('in <result> is a part of an answer expected, not <solution>')
  expect(result('<m:toString/>')).toThrow('in <result> is a part of an answer expected, not <toString>')
  expect(() => readResult(request('<m:result operation="sum"></m:result>'))).toThrow('<result> begins with a <summary>')
  expect(() => readResult(request('<m:result operation="add"/>'))).toThrow('there is no operation add')
})

it('says what is wrong with a slice', () => {
  const slice = (xml: string) => () => readSliceTask(request(`<m:slice id="1" columns="2">${xml}</m:slice>`))
  expect(slice('<m:shift>1 0</m:shift><m:open>1 2</m:open>')).toThrow('<open> has one row of 2 zeros and ones')
  expect(slice('<m:shift>1 -1</m:shift><m:open>1 1</m:open>')).toThrow('<shift> has one row of 2 exponents')
  expect(slice('<m:open>1 1</m:open>')).toThrow('<slice> needs <shift>, then <open>')
  expect(() => readSliceResult(request('<m:slice-result id="1"/>'))).toThrow('<slice-result> begins with <components>')
})

it('keeps the normal forms that are 0, so that each polynomial has its own', () => {
  const { parts } = readResult(
    fromText(`<m:result ${M} operation="normal-form"><m:summary count="2"/><m:polynomials variables="x y" count="2"
      characteristic="0"><m:polynomial>0</m:polynomial><m:polynomial>y</m:polynomial></m:polynomials></m:result>`),
  )
  expect(parts).toMatchObject([{ count: 2, polynomials: [[], [{ exponents: [0n, 1n] }]] }])
})
