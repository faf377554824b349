import { expect, test } from 'vitest'
import { instantiate, transform } from '../../fixtures/transform.ts'

test.each([
  ['an element', '<xsl:element name="b">x</xsl:element>', '<b>x</b>'],
  ['an element with a computed name', '<xsl:element name="{name(*)}-b"/>', '<a-b/>'],
  ['an element in a namespace', '<xsl:element name="p:b" namespace="u"/>', '<p:b xmlns:p="u"/>'],
  [
    'an element whose prefix the stylesheet declares',
    '<xsl:element name="xsl:b"/>',
    '<xsl:b xmlns:xsl="http://www.w3.org/1999/XSL/Transform"/>',
  ],
  [
    'an element taken out of the default namespace',
    '<b xmlns="u"><xsl:element name="c" namespace=""/></b>',
    '<b xmlns="u"><c xmlns=""/></b>',
  ],
  ['an attribute', '<b><xsl:attribute name="c">x<xsl:value-of select="1+1"/></xsl:attribute></b>', '<b c="x2"/>'],
  ['the later of two attributes of one name', '<b c="1"><xsl:attribute name="c">2</xsl:attribute></b>', '<b c="2"/>'],
  [
    'an attribute in a namespace',
    '<b><xsl:attribute name="p:c" namespace="u">1</xsl:attribute></b>',
    '<b xmlns:p="u" p:c="1"/>',
  ],
  [
    'an attribute in a namespace, without a prefix',
    '<b><xsl:attribute name="c" namespace="u">1</xsl:attribute></b>',
    '<b xmlns:ns0="u" ns0:c="1"/>',
  ],
  [
    'an attribute of XML',
    '<b><xsl:attribute name="p:lang" namespace="http://www.w3.org/XML/1998/namespace">de</xsl:attribute></b>',
    '<b xml:lang="de"/>',
  ],
  [
    "names whose prefix is XML's own",
    '<xsl:element name="xml:b" namespace="u"><xsl:attribute name="xml:c" namespace="v">1</xsl:attribute></xsl:element>',
    '<b xmlns="u" xmlns:ns0="v" ns0:c="1"/>',
  ],
  [
    'attributes whose prefixes clash',
    '<b><xsl:attribute name="p:c" namespace="u">1</xsl:attribute><xsl:attribute name="p:d" namespace="v">2</xsl:attribute></b>',
    '<b xmlns:p="u" xmlns:ns0="v" p:c="1" ns0:d="2"/>',
  ],
  ['no attribute after a child', '<b>x<xsl:attribute name="c">1</xsl:attribute></b>', '<b>x</b>'],
  ['only the text of an attribute', '<b><xsl:attribute name="c">x<i>no</i>y</xsl:attribute></b>', '<b c="xy"/>'],
  ['a comment', '<xsl:comment>x</xsl:comment><b/>', '<!--x--><b/>'],
  ['a comment with hyphens kept apart', '<b><xsl:comment>a---b-</xsl:comment></b>', '<b><!--a- - -b- --></b>'],
  [
    'a processing instruction',
    '<b><xsl:processing-instruction name="p"> x?>y</xsl:processing-instruction></b>',
    '<b><?p x? >y?></b>',
  ],
])('%s', (_, body, expected) => {
  expect(instantiate(body)).toBe(expected)
})

test.each([
  [
    'an element',
    '<b><xsl:element name="{1}"><xsl:attribute name="no"/>in <i/></xsl:element><c/></b>',
    '<b>in <i/><c/></b>',
    '"1" cannot be',
  ],
  ['an attribute', '<b><xsl:attribute name="xmlns">u</xsl:attribute></b>', '<b/>', '"xmlns" cannot be'],
  ['a prefix', '<b><xsl:element name="p:b">x</xsl:element></b>', '<b>x</b>', 'the prefix of "p:b" is not declared'],
  ['an instruction', '<b><xsl:processing-instruction name="xml"/></b>', '<b/>', '"xml" cannot be'],
])('%s with a name that is none is left out, and told of', (_, body, expected, message) => {
  const errors: string[] = []
  expect(instantiate(body, { recovered: (error) => errors.push(error.message) })).toBe(expected)
  expect(errors).toEqual([expect.stringContaining(message)])
})

test('attribute sets give attributes, which others overwrite', () => {
  const sets = `
    <xsl:attribute-set name="base"><xsl:attribute name="x">base</xsl:attribute><xsl:attribute name="y">base</xsl:attribute></xsl:attribute-set>
    <xsl:attribute-set name="more" use-attribute-sets="base"><xsl:attribute name="y"><xsl:value-of select="$v"/></xsl:attribute></xsl:attribute-set>
    <xsl:variable name="v" select="'global'"/>
    <xsl:template match="/">
      <xsl:variable name="v" select="'local'"/>
      <r><a xsl:use-attribute-sets="more" x="own"/><xsl:element name="b" use-attribute-sets="more"/></r>
    </xsl:template>`
  expect(transform(sets)).toBe('<r><a x="own" y="global"/><b x="base" y="global"/></r>')
})

test('an attribute set that uses itself is an error', () => {
  const sets = `<xsl:attribute-set name="a" use-attribute-sets="b"/><xsl:attribute-set name="b" use-attribute-sets="a"/>`
  expect(() => transform(sets)).toThrow('uses itself')
})
