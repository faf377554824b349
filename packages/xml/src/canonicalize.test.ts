import { expect, test, vi } from 'vitest'
import { type CanonicalOptions, canonicalize } from './canonicalize.ts'
import { fromText } from './read.ts'

// libxml2 is loaded by the first test.
vi.setConfig({ testTimeout: 30_000 })

async function canonical(text: string, options?: CanonicalOptions): Promise<string> {
  return new TextDecoder().decode(await canonicalize(fromText(text), options))
}

/** Section 3.1 of Canonical XML 1.0, without its DOCTYPE. */
const outside = `<?xml version="1.0"?>

<?xml-stylesheet   href="doc.xsl"
   type="text/xsl"   ?>

<doc>Hello, world!<!-- Comment 1 --></doc>

<?pi-without-data     ?>

<!-- Comment 2 -->

<!-- Comment 3 -->
`

/** Section 3.2. */
const space = `<doc>
   <clean>   </clean>
   <dirty>   A   B   </dirty>
   <mixed>
      A
      <clean>   </clean>
      B
      <dirty>   A   B   </dirty>
      C
   </mixed>
</doc>`

/** Section 3.3, without the attribute that its DOCTYPE adds. */
const tags = `<doc>
   <e1   />
   <e2   ></e2>
   <e3   name = "elem3"   id="elem3"   />
   <e4   name="elem4"   id="elem4"   ></e4>
   <e5 a:attr="out" b:attr="sorted" attr2="all" attr="I'm"
      xmlns:b="http://www.ietf.org"
      xmlns:a="http://www.w3.org"
      xmlns="http://example.org"/>
   <e6 xmlns="" xmlns:a="http://www.w3.org">
      <e7 xmlns="http://www.ietf.org">
         <e8 xmlns="" xmlns:a="http://www.w3.org">
            <e9 xmlns="" xmlns:a="http://www.ietf.org"/>
         </e8>
      </e7>
   </e6>
</doc>`

/** Section 3.4, without what its DOCTYPE says of attributes. */
const characters = `<doc>
   <text>First line&#x0d;&#10;Second line</text>
   <value>&#x32;</value>
   <compute><![CDATA[value>"0" && value<"10" ?"valid":"error"]]></compute>
   <compute expr='value>"0" &amp;&amp; value&lt;"10" ?"valid":"error"'>valid</compute>
   <norm attr=' &apos;   &#x20;&#13;&#xa;&#9;   &apos; '/>
</doc>`

test.each([
  [
    '3.1, without comments',
    outside,
    {},
    `<?xml-stylesheet href="doc.xsl"
   type="text/xsl"   ?>
<doc>Hello, world!</doc>
<?pi-without-data?>`,
  ],
  [
    '3.1, with comments',
    outside,
    { withComments: true },
    `<?xml-stylesheet href="doc.xsl"
   type="text/xsl"   ?>
<doc>Hello, world!<!-- Comment 1 --></doc>
<?pi-without-data?>
<!-- Comment 2 -->
<!-- Comment 3 -->`,
  ],
  ['3.2', space, {}, space],
  [
    '3.3',
    tags,
    {},
    `<doc>
   <e1></e1>
   <e2></e2>
   <e3 id="elem3" name="elem3"></e3>
   <e4 id="elem4" name="elem4"></e4>
   <e5 xmlns="http://example.org" xmlns:a="http://www.w3.org" xmlns:b="http://www.ietf.org" attr="I'm" attr2="all" b:attr="sorted" a:attr="out"></e5>
   <e6 xmlns:a="http://www.w3.org">
      <e7 xmlns="http://www.ietf.org">
         <e8 xmlns="">
            <e9 xmlns:a="http://www.ietf.org"></e9>
         </e8>
      </e7>
   </e6>
</doc>`,
  ],
  [
    '3.4',
    characters,
    {},
    `<doc>
   <text>First line&#xD;
Second line</text>
   <value>2</value>
   <compute>value&gt;"0" &amp;&amp; value&lt;"10" ?"valid":"error"</compute>
   <compute expr="value>&quot;0&quot; &amp;&amp; value&lt;&quot;10&quot; ?&quot;valid&quot;:&quot;error&quot;">valid</compute>
   <norm attr=" '    &#xD;&#xA;&#x9;   ' "></norm>
</doc>`,
  ],
  ['3.6', '<doc>&#169;</doc>', {}, '<doc>©</doc>'],
])('Canonical XML, section %s', async (_, document, options, expected) => {
  expect(await canonical(document, options)).toBe(expected)
})

test('Exclusive XML Canonicalization, section 2.2: only what is used is declared, where it is used', async () => {
  const document = `<n0:local xmlns:n0="foo:bar" xmlns:n3="ftp://example.org">
  <n1:elem2 xmlns:n1="http://example.net" xml:lang="en">
    <n3:stuff xmlns:n3="ftp://example.org"/>
  </n1:elem2>
</n0:local>`
  expect(await canonical(document, { exclusive: true })).toBe(
    document
      .replace(' xmlns:n3="ftp://example.org">', '>')
      .replace(' xmlns:n3="ftp://example.org"/>', ' xmlns:n3="ftp://example.org"></n3:stuff>'),
  )
})

test('a tree, and a part of one, is canonicalized as a document of its own', async () => {
  const tree = fromText('<p:a xmlns:p="urn:p"><p:b z="1" a="2"/></p:a>').tree()
  const text = async (element: typeof tree) => new TextDecoder().decode(await canonicalize(element))
  expect(await text(tree)).toBe('<p:a xmlns:p="urn:p"><p:b a="2" z="1"></p:b></p:a>')
  const [child] = tree.children
  expect(child?.type === 'element' && (await text(child))).toBe('<p:b xmlns:p="urn:p" a="2" z="1"></p:b>')
})

test.each([
  ['ERR_XML_MALFORMED', '<a>', {}, 'ends before </a>'],
  ['ERR_XML_DOCTYPE', '<!DOCTYPE a><a/>', {}, 'DOCTYPE'],
  ['ERR_XML_VALUE', '<a xmlns="here"/>', {}, 'the namespace name "here" is relative'],
  ['ERR_XML_VALUE', '<a xmlns="http://a b"/>', {}, 'no canonical form'],
  ['ERR_XML_LIMIT', '<a>12345</a>', { maxBytes: 10 }, 'more than 10 bytes'],
  ['ERR_XML_LIMIT', '<a><a><a/></a></a>', { maxDepth: 2 }, 'more than 2 deep'],
  ['ERR_XML_LIMIT', '<a xmlns:b="urn:b"><c xmlns:b="urn:c"/></a>', { maxNamespaces: 1 }, 'more than 1 namespace'],
])('%s for %s', async (code, document, options, message) => {
  const attempt = canonical(document, options)
  await expect(attempt).rejects.toMatchObject({ code })
  await expect(attempt).rejects.toThrow(message)
})

test('a document as deep as it may be at most, and one deeper, leave libxml2 usable', async () => {
  const deep = (depth: number) => fromText('<a>'.repeat(depth) + '</a>'.repeat(depth), { limits: { depth: 5000 } })
  expect(await canonicalize(deep(512), { maxDepth: 5000 })).toHaveLength(512 * 7)
  await expect(canonicalize(deep(5000), { maxDepth: 5000 })).rejects.toMatchObject({ code: 'ERR_XML_LIMIT' })
  expect(await canonical('<a/>')).toBe('<a></a>')
})

test('a large document comes whole', async () => {
  const document = `<a>${'<b>😀</b>'.repeat(50_000)}</a>`
  expect((await canonical(document)) === document).toBe(true)
})
