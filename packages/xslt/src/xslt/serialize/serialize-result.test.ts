import { expect, test } from 'vitest'
import { compileText, stylesheet } from '../../fixtures/transform.ts'
import { createDocument } from '../../tree/node.ts'
import { addText } from '../../tree/build.ts'
import { parseTree } from '../parse-tree.ts'
import { serializeResult } from './serialize-result.ts'

/** What a stylesheet with this `xsl:output` makes of a body. */
function write(output: string, body: string): string {
  const sheet = compileText(stylesheet(`<xsl:output ${output}/><xsl:template match="/">${body}</xsl:template>`))
  return serializeResult(sheet.transform(parseTree('<a/>')), sheet.output)
}

test.each([
  ['', '<a/>', '<?xml version="1.0" encoding="UTF-8"?>\n<a/>'],
  [
    'omit-xml-declaration="yes"',
    '<a b="&lt;&quot;&gt;&#10;">&lt;&amp;&gt;"&#13;</a>',
    '<a b="&lt;&quot;&gt;&#10;">&lt;&amp;&gt;"&#13;</a>',
  ],
  [
    'standalone="yes" version="1.1" encoding="US-ASCII"',
    '<a>é𝄞</a>',
    '<?xml version="1.1" encoding="US-ASCII" standalone="yes"?>\n<a>&#233;&#119070;</a>',
  ],
  ['encoding="iso-8859-1" omit-xml-declaration="yes"', '<a b="é€"/>', '<a b="é&#8364;"/>'],
  [
    'doctype-system="a.dtd" omit-xml-declaration="yes"',
    '<xsl:comment>c</xsl:comment><a/>',
    '<!--c--><!DOCTYPE a SYSTEM "a.dtd">\n<a/>',
  ],
  [
    'doctype-system="a.dtd" doctype-public="p" omit-xml-declaration="yes"',
    '<a/>',
    '<!DOCTYPE a PUBLIC "p" "a.dtd">\n<a/>',
  ],
  ['doctype-public="p" omit-xml-declaration="yes"', '<a/>', '<a/>'],
  [
    'cdata-section-elements="a p:b" xmlns:p="u" omit-xml-declaration="yes"',
    '<a>&lt;]]&gt;<p:b xmlns:p="u">x</p:b><b>&lt;</b></a>',
    '<a><![CDATA[<]]]]><![CDATA[>]]><p:b xmlns:p="u"><![CDATA[x]]></p:b><b>&lt;</b></a>',
  ],
  [
    'cdata-section-elements="a" encoding="US-ASCII" omit-xml-declaration="yes"',
    '<a>xéy</a>',
    '<a><![CDATA[x]]>&#233;<![CDATA[y]]></a>',
  ],
  [
    'omit-xml-declaration="yes"',
    '<a><xsl:text disable-output-escaping="yes">&lt;b></xsl:text><xsl:value-of select="\'&lt;\'" disable-output-escaping="yes"/>&lt;</a>',
    '<a><b><&lt;</a>',
  ],
  [
    'indent="yes" omit-xml-declaration="yes"',
    '<a><b><c/></b><d>x<e/></d><xsl:comment>c</xsl:comment></a>',
    '<a>\n  <b>\n    <c/>\n  </b>\n  <d>x<e/></d>\n  <!--c-->\n</a>',
  ],
  [
    'indent="yes" omit-xml-declaration="yes"',
    '<a xml:space="preserve"><b><c/></b></a>',
    '<a xml:space="preserve"><b><c/></b></a>',
  ],
  ['indent="yes" omit-xml-declaration="yes"', '<a/><b/>', '<a/>\n<b/>'],
])('xml: %s', (output, body, expected) => {
  expect(write(output, body)).toBe(expected)
})

test.each([
  ['', '<html><br/><p/></html>', '<html><br><p></p></html>'],
  [
    '',
    '<HTML><HEAD><title>x</title></HEAD></HTML>',
    '<HTML><HEAD><META http-equiv="Content-Type" content="text/html; charset=UTF-8"><title>x</title></HEAD></HTML>',
  ],
  [
    '',
    '<html><head><meta http-equiv="Content-Type" content="x"/></head></html>',
    '<html><head><meta http-equiv="Content-Type" content="x"></head></html>',
  ],
  [
    'method="html"',
    '<script>a &lt; b &amp;&amp; c</script><p>a &lt; b</p>',
    '<script>a < b && c</script><p>a &lt; b</p>',
  ],
  [
    'method="html"',
    '<option selected="selected" value="&lt;&amp;{{x}}&quot;"/>',
    '<option selected value="<&{x}&quot;"></option>',
  ],
  ['method="html"', '<a href="é&amp;b"/>', '<a href="%C3%A9&amp;b"></a>'],
  ['method="html"', '<p><xsl:processing-instruction name="x">y</xsl:processing-instruction></p>', '<p><?x y></p>'],
  ['method="html"', '<p:br xmlns:p="u" b="&lt;"/>', '<p:br xmlns:p="u" b="&lt;"/>'],
  ['method="html" doctype-public="p"', '<html/>', '<!DOCTYPE html PUBLIC "p">\n<html></html>'],
  ['method="html" doctype-system="s"', '<p/>', '<!DOCTYPE HTML SYSTEM "s">\n<p></p>'],
  ['method="html" encoding="US-ASCII"', '<p>é</p>', '<p>&#233;</p>'],
  [
    'method="html" indent="yes"',
    '<html><body><p>a <b>b</b></p><ul><li>c</li></ul></body></html>',
    '<html>\n  <body>\n    <p>a <b>b</b></p>\n    <ul>\n      <li>c</li>\n    </ul>\n  </body>\n</html>',
  ],
  ['', 'text<html/>', '<?xml version="1.0" encoding="UTF-8"?>\ntext<html/>'],
  ['', '<html xmlns="u"/>', '<?xml version="1.0" encoding="UTF-8"?>\n<html xmlns="u"/>'],
])('html: %s %s', (output, body, expected) => {
  expect(write(output, body)).toBe(expected)
})

test('text: nothing but the text', () => {
  expect(write('method="text"', '<a>&lt;<b>é</b></a><xsl:comment>no</xsl:comment>')).toBe('<é')
})

test('text cannot be written in an encoding that has it not', () => {
  expect(() => write('method="text" encoding="US-ASCII"', 'é')).toThrow('"é", which US-ASCII has not')
})

test('an identifier with quotes of both kinds cannot be written', () => {
  expect(() => write(`doctype-system="'&quot;"`, '<a/>')).toThrow('quotes of both kinds')
})

test('what XML cannot carry is an error', () => {
  const document = createDocument()
  addText(document, 'a\u0001')
  expect(() => serializeResult(document)).toThrow(
    expect.objectContaining({ code: 'ERR_XSLT_DYNAMIC', message: expect.stringContaining('U+0001') }),
  )
})
