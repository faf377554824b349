import { fromText } from '@xeerkat/xml'
import { describe, expect, test } from 'vitest'
import { treeOf } from '../tree/build.ts'
import type { XmlNode } from '../tree/node.ts'
import { compileXPath } from './compile.ts'
import { type Context, createContext } from './context.ts'
import { numberToText, toBoolean, toText } from './convert.ts'
import type { Value } from './value.ts'

const document = treeOf(
  fromText(
    `<library xmlns:p="urn:p" xml:lang="en-GB"><!--old--><?sort by name?>` +
      `<book id="1" price="10"><title>Emma</title><p:note/></book>` +
      `<book id="2" price="20" xml:id="two"><title xml:lang="de">Faust</title></book>` +
      `<shelf><book id="3" price="x"><title>Ulysses</title></book></shelf>` +
      `<text>  a  b\n</text><wide>a💩b</wide></library>`,
  ).events(),
)

const variables = new Map<string, Value>([
  ['n', 2],
  ['s', 'two'],
  ['{urn:p}q', true],
  ['nodes', document.children],
])

function evaluate(source: string, node: XmlNode = document): Value {
  const functions = new Map([['{urn:p}twice', (_: unknown, value: Value = '') => toText(value).repeat(2)]])
  const namespaceOf = (prefix: string) => (prefix === 'p' ? 'urn:p' : undefined)
  return compileXPath(source, { namespaceOf, functions }).evaluate(createContext(node, { variables }))
}

/** What stands for a node-set in the tables below. */
function show(value: Value): string {
  if (typeof value === 'object') return value.map(showNode).join(' ')
  return typeof value === 'number' ? numberToText(value) + (Object.is(value, -0) ? ' (negative)' : '') : String(value)
}

function showNode({ kind, prefix, localName, value, attributes }: XmlNode): string {
  const name = prefix === '' ? localName : `${prefix}:${localName}`
  if (kind === 'element') return name + (attributes.find((each) => each.localName === 'id')?.value ?? '')
  if (kind === 'attribute') return `@${name}=${value}`
  return kind === 'namespace' ? `xmlns:${name}` : kind === 'document' ? '/' : `${kind}(${value.trim()})`
}

const tables: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'paths and axes (2)': [
    ['/', '/'],
    ['/library/book', 'book1 book2'],
    ['//book', 'book1 book2 book3'],
    ['//book/@id', '@id=1 @id=2 @id=3'],
    ['/*/comment() | /*/processing-instruction("sort")', 'comment(old) processing-instruction(by name)'],
    ['/*/processing-instruction("other")', ''],
    ['//p:*', 'p:note'],
    ['//p:note/ancestor::*', 'library book1'],
    ['//p:note/ancestor::*[1]', 'book1'],
    ['//p:note/ancestor-or-self::node()[last()]', '/'],
    ['//shelf/preceding-sibling::book[1]', 'book2'],
    ['//shelf/preceding-sibling::book', 'book1 book2'],
    ['//shelf/preceding::title[1]', 'title'],
    ['//book[@id=1]/following::book', 'book2 book3'],
    ['//shelf/following-sibling::*', 'text wide'],
    ['//@price/..', 'book1 book2 book3'],
    ['//@price/self::node()', '@price=10 @price=20 @price=x'],
    ['//@price/child::node()', ''],
    // What is in an element comes after its attributes; other attributes are on no such axis (2.2).
    ['//book[1]/@price/following::*[1]', 'title title'],
    ['count(//book[1]/@price/preceding::book)', '2'],
    ['//p:note/namespace::p', 'xmlns:p'],
    ['//p:note/namespace::*', 'xmlns:xml xmlns:p'],
    ['count(//p:note/namespace::* | //p:note/namespace::*)', '2'],
    ['name(//p:note/namespace::p/..)', 'p:note'],
    ['//namespace::p/parent::shelf', 'shelf'],
    ['/..', ''],
    ['.', '/'],
    ['$nodes/book', 'book1 book2'],
    ['(//book | //title)[2]', 'title'],
    ['//title | //book/title | //title', 'title title title'],
  ],
  'predicates (2.4)': [
    ['//book[1]', 'book1 book3'],
    ['(//book)[1]', 'book1'],
    ['//book[last()]', 'book2 book3'],
    ['(//book)[last()]', 'book3'],
    ['//book[position() = 2]', 'book2'],
    ['//book[2 = position()]', 'book2'],
    ['//book[$n]', 'book2'],
    ['//book[$s]', 'book1 book2 book3'],
    ['//book["0"]', 'book1 book2 book3'],
    ['//book[0]', ''],
    ['//book[1.5]', ''],
    ['//book[-1]', ''],
    ['//book[100000000000]', ''],
    ['//book[@price][2]', 'book2'],
    ['//book[2][@price]', 'book2'],
    ['//book[position() > 1]', 'book2'],
    ['//book[position() mod 2 = 1]', 'book1 book3'],
    ['/library/*[position() = last() - 1]', 'text'],
    ['//book[title[@xml:lang]]', 'book2'],
    ['//book[not(@price > 10)]', 'book1 book3'],
    ['//book[count(preceding::book)]', ''],
    ['//book[count(preceding-sibling::book) + 1]', 'book1 book2 book3'],
    ['//title[../@id = 3]', 'title'],
    ['/descendant::book[3]', 'book3'],
    ['//shelf/preceding-sibling::*[2]', 'book1'],
    ['(//shelf/preceding-sibling::*)[2]', 'book2'],
  ],
  'booleans (3.4, 4.3)': [
    ['true() and false()', 'false'],
    ['false() or 1', 'true'],
    ['1 and 2 and //nothing', 'false'],
    ['boolean("")', 'false'],
    ['boolean("false")', 'true'],
    ['boolean(0 div 0)', 'false'],
    ['boolean(-0)', 'false'],
    ['not(//nothing)', 'true'],
    ['1 = 1 = 1', 'true'],
    ['3 > 2 > 1', 'false'],
    ['1 < 2 = true()', 'true'],
    ['//@price = 20', 'true'],
    ['//@price != 20', 'true'],
    ['not(//@price = 30)', 'true'],
    ['//nothing = //nothing', 'false'],
    ['//nothing != //nothing', 'false'],
    ['//nothing = false()', 'true'],
    ['//book = true()', 'true'],
    ['//@id = //@price', 'false'],
    ['//@id != //@price', 'true'],
    ['(//@id)[1] != (//@id)[1]', 'false'],
    ['//@id < //@price', 'true'],
    ['//@price <= 1', 'false'],
    ['9 > //@price', 'false'],
    ['10 >= //@price', 'true'],
    ['//nothing < true()', 'true'],
    ['//@price > //nothing', 'false'],
    ['"a" = "a"', 'true'],
    ['"1.0" = 1', 'true'],
    ['"b" > "a"', 'false'],
    ['"10" > "9"', 'true'],
    ['0 div 0 = 0 div 0', 'false'],
    ['true() = "x"', 'true'],
    ['lang("en")', 'false'],
    ['boolean(//book[lang("EN")])', 'true'],
    ['//title[lang("de")]/..', 'book2'],
    ['//title[lang("e")]', ''],
    ['//title[lang("en-gb")]/..', 'book1 book3'],
    ['//@id[lang("en")]', '@id=1 @id=2 @id=3'],
    ['$p:q', 'true'],
  ],
  'numbers (3.5, 4.4)': [
    ['1 + 2 * 3 - 4', '3'],
    ['2 - 3 - 4', '-5'],
    ['10 div 4 div 5', '0.5'],
    ['1 div 0', 'Infinity'],
    ['-1 div 0', '-Infinity'],
    ['0 div 0', 'NaN'],
    ['5 mod 2', '1'],
    ['5 mod -2', '1'],
    ['-5 mod 2', '-1'],
    ['1.5 mod 0.5', '0'],
    ['-(1) - -1', '0'],
    ['--3', '3'],
    ['- "2"', '-2'],
    ['-0', '0 (negative)'],
    ['- -"x"', 'NaN'],
    ['-//@price', '-10'],
    ['number(" 12 ")', '12'],
    ['number("+1")', 'NaN'],
    ['number("1e3")', 'NaN'],
    ['number("0x10")', 'NaN'],
    ['number("")', 'NaN'],
    ['number("-.5")', '-0.5'],
    ['number("5.")', '5'],
    ['number(".")', 'NaN'],
    ['number("- 1")', 'NaN'],
    ['number("Infinity")', 'NaN'],
    ['number(true())', '1'],
    ['number(//nothing)', 'NaN'],
    ['sum(//@id)', '6'],
    ['sum(//@price)', 'NaN'],
    ['sum(//nothing)', '0'],
    ['count(//book)', '3'],
    ['floor(-1.5)', '-2'],
    ['ceiling(-1.5)', '-1'],
    ['ceiling(-0.5)', '0 (negative)'],
    ['round(2.5)', '3'],
    ['round(-2.5)', '-2'],
    ['round(-0.2)', '0 (negative)'],
    ['round(0.49999999999999994)', '0'],
    ['round(9007199254740993)', '9007199254740992'],
    ['round(1 div 0)', 'Infinity'],
    ['round("x")', 'NaN'],
    ['string(1000000000000000000000000)', '1000000000000000000000000'],
    ['string(0.0000001)', '0.0000001'],
    ['string(-123456789.5)', '-123456789.5'],
    ['string(-0)', '0'],
    ['string(1.0)', '1'],
    ['string(0.1 + 0.2)', '0.30000000000000004'],
  ],
  'strings (4.2)': [
    ['string(//nothing)', ''],
    ['string(//book)', 'Emma'],
    ['string(//shelf)', 'Ulysses'],
    ['string(//comment())', 'old'],
    ['string(true())', 'true'],
    ['concat("a", 1, true())', 'a1true'],
    ['starts-with("abc", "ab")', 'true'],
    ['starts-with("abc", "")', 'true'],
    ['contains("abc", "bc")', 'true'],
    ['contains("", "")', 'true'],
    ['contains("abc", "d")', 'false'],
    ['substring-before("1999/04/01", "/")', '1999'],
    ['substring-before("a", "")', ''],
    ['substring-before("a", "b")', ''],
    ['substring-after("1999/04/01", "/")', '04/01'],
    ['substring-after("a", "")', 'a'],
    ['substring-after("a", "b")', ''],
    ['substring("12345", 2, 3)', '234'],
    ['substring("12345", 2)', '2345'],
    ['substring("12345", 1.5, 2.6)', '234'],
    ['substring("12345", 0, 3)', '12'],
    ['substring("12345", 0 div 0, 3)', ''],
    ['substring("12345", 1, 0 div 0)', ''],
    ['substring("12345", -42, 1 div 0)', '12345'],
    ['substring("12345", -1 div 0, 1 div 0)', ''],
    ['substring("12345", -1 div 0)', '12345'],
    ['substring("12345", 6)', ''],
    ['substring("12345", 2, -1)', ''],
    ['substring(//wide, 2, 1)', '💩'],
    ['substring(//wide, 3)', 'b'],
    ['string-length(//wide)', '3'],
    ['string-length("")', '0'],
    ['normalize-space(//text)', 'a b'],
    ['normalize-space("   ")', ''],
    ['normalize-space("a\u00a0 \u00a0b")', 'a\u00a0 \u00a0b'],
    ['translate("bar", "abc", "AB")', 'BAr'],
    ['translate("--aaa--", "abc-", "ABC")', 'AAA'],
    ['translate("aba", "aa", "xy")', 'xbx'],
    ['translate(//wide, "💩", "x")', 'axb'],
    ['translate("abc", "b", "💩")', 'a💩c'],
    ['p:twice("ab")', 'abab'],
  ],
  'names (4.1)': [
    ['name(//p:note)', 'p:note'],
    ['local-name(//p:note)', 'note'],
    ['namespace-uri(//p:note)', 'urn:p'],
    ['name(/)', ''],
    ['name(//nothing)', ''],
    ['name(//processing-instruction())', 'sort'],
    ['name(//@xml:lang)', 'xml:lang'],
    ['name(//namespace::p)', 'p'],
    ['namespace-uri(//namespace::p)', ''],
    ['id("two")', 'book2'],
    ['id("one two  two ")/title', 'title'],
    ['id(//nothing)', ''],
    ['id($s)', 'book2'],
  ],
  'how it is read (3.7)': [
    ['//*[self::*]/*[1]/*', 'title p:note title'],
    ['2*3', '6'],
    ['count(//*) * 2', '22'],
    ['//book [ @id = 1 ] / title', 'title'],
    ['/ library / shelf', 'shelf'],
    ['child :: library', 'library'],
  ],
}

for (const [title, table] of Object.entries(tables)) {
  describe(title, () => {
    test.each(table)('%s is %s', (source, expected) => {
      expect(show(evaluate(source))).toBe(expected)
    })
  })
}

test('names that are also operators are names where an operand is due', () => {
  const odd = treeOf(fromText('<or><and/><div><mod/></div></or>').events())
  expect(show(evaluate('or/div/mod', odd))).toBe('mod')
  expect(show(evaluate('or[and and div]', odd))).toBe('or')
  expect(show(evaluate('count(or) div count(*)', odd))).toBe('1')
  expect(show(evaluate('*/* [mod or or]', odd))).toBe('div')
})

test('`test` and `text` say the same as the value does', () => {
  const sources = Object.values(tables).flatMap((table) => table.map(([source]) => source))
  for (const source of sources.filter((each) => !each.includes('p:twice'))) {
    const statics = { namespaceOf: (prefix: string) => (prefix === 'p' ? 'urn:p' : undefined) }
    const xpath = compileXPath(source, statics)
    const context = createContext(document, { variables })
    const value = xpath.evaluate(context)
    expect(xpath.text(context), source).toBe(toText(value))
    expect(xpath.test(context), source).toBe(toBoolean(value))
    if (xpath.type !== undefined) expect(typeof value === 'object' ? 'nodes' : typeof value, source).toBe(xpath.type)
  }
})

test('other attributes are IDs if the caller says so', () => {
  const isId = ({ localName }: XmlNode) => localName === 'id'
  const found = compileXPath('id("3 two")', { isId }).evaluate(createContext(document))
  expect(show(found)).toBe('book2 book3')
})

test('an extension function sees the context: its node, position and size, and the current node outside', () => {
  const seen: unknown[] = []
  const functions = new Map([
    [
      '{urn:p}see',
      ({ node, position, size, current }: Context) => {
        seen.push([node.localName, position, size, current === document])
        return true
      },
    ],
  ])
  compileXPath('//book[p:see()]', { namespaceOf: () => 'urn:p', functions }).evaluate(createContext(document))
  expect(seen).toEqual([
    ['book', 1, 2, true],
    ['book', 2, 2, true],
    ['book', 1, 1, true],
  ])
})

test('what is no node-set, and what is not bound, is told when it turns out', () => {
  expect(() => evaluate('$n/a')).toThrow('a path needs a node-set, not a number')
  expect(() => evaluate('$s | //book')).toThrow('a union needs a node-set, not a string')
  expect(() => evaluate('$unbound')).toThrow('there is no variable $unbound')
  const late = compileXPath('x:y() or 1', { namespaceOf: () => 'urn:x', lateFunctions: true })
  expect(() => late.evaluate(createContext(document))).toThrow('there is no function {urn:x}y()')
})
