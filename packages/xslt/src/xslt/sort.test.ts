import { expect, test } from 'vitest'
import { instantiate } from '../fixtures/transform.ts'

const source = `<a>${['b,2', 'a,10', 'B,1', 'ä,x', 'a,9'].map((item) => `<i n="${item.split(',')[1]}">${item.split(',')[0]}</i>`).join('')}</a>`

const sorted = (...sorts: readonly string[]) =>
  `<xsl:for-each select="a/i">${sorts.map((sort) => `<xsl:sort ${sort}/>`).join('')}<xsl:value-of select="concat(., @n, ' ')"/></xsl:for-each>`

test.each([
  [[''], 'a10 a9 äx b2 B1 '],
  [['order="descending"'], 'B1 b2 äx a10 a9 '],
  [['case-order="upper-first"'], 'a10 a9 äx B1 b2 '],
  [['lang="sv"'], 'a10 a9 b2 B1 äx '],
  [['lang="no such language"'], 'a10 a9 äx b2 B1 '],
  [['select="@n"'], 'B1 a10 b2 a9 äx '],
  [['select="@n" data-type="number"'], 'äx B1 b2 a9 a10 '],
  [['select="@n" data-type="{\'number\'}" order="{\'descending\'}"'], 'a10 a9 b2 B1 äx '],
  [['', 'select="@n" data-type="number"'], 'a9 a10 äx b2 B1 '],
  [['select="position()" data-type="number" order="descending"'], 'a9 äx B1 a10 b2 '],
  [['select="1"'], 'b2 a10 B1 äx a9 '],
])('%j', (sorts, expected) => {
  expect(instantiate(sorted(...sorts), { source })).toBe(expected)
})

test.each(['data-type="colour"', 'order="up"', 'case-order="none"', 'data-type="p:x"'])('%s is an error', (sort) => {
  expect(() => instantiate(sorted(sort), { source })).toThrow(expect.objectContaining({ code: 'ERR_XSLT_DYNAMIC' }))
})

test('templates are applied in sorted order', () => {
  const body = '<xsl:apply-templates select="a/i"><xsl:sort select="@n" data-type="number"/></xsl:apply-templates>'
  expect(instantiate(body, { source })).toBe('äBbaa')
})
