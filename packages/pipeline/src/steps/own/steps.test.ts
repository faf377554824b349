import { expect, test } from 'vitest'
import { failure, faults, load, run } from '../../fixtures/pipelines.ts'
import { fromText } from '@xeerkat/xml'

const list = '<list a="1"><item n="1">x<b/></item><!--c--><?go on?><s:item xmlns:s="urn:s"/><item n="2"/></list>'
const files = { 'a.xml': '<?xml version="1.0"?>\n<loaded>{1}</loaded>\n', 'bad.xml': '<a>', 'in/b.xml': '<b/>' }

test.each([
  [
    '<s:rename match="item" new-name="thing"/>',
    '<list><thing n="1">x</thing></list>',
    '<list><item n="1">x</item></list>',
  ],
  [
    '<s:rename match="item" new-name="c:thing"/>',
    '<list><c:thing xmlns:c="http://www.smallx.com/Vocabulary/Pipeline/Component/2005/1/0"/></list>',
    '<list><item/></list>',
  ],
  [
    '<s:rename match="o:*" new-name="a" xmlns:o="urn:o"/>',
    '<a><b xmlns="urn:o2"/></a>',
    '<list xmlns="urn:o"><b xmlns="urn:o2"/></list>',
  ],
  [
    '<s:rename match="/a" new-name="b"/>',
    '<b><a xmlns="urn:a" xmlns:p="urn:p" p:x="1"/></b>',
    '<a><a xmlns="urn:a" xmlns:p="urn:p" p:x="1"/></a>',
  ],
  ['<s:rename match="a/@x" new-name="y"/>', '<a z="3" y="1"><b x="1"/></a>', '<a y="2" z="3" x="1"><b x="1"/></a>'],
  ['<s:rename match="processing-instruction()" new-name="stop"/>', '<a><?stop here?></a>', '<a><?go here?></a>'],
  [
    '<s:rename match="item[@n = 2]" new-name="thing"/>',
    '<l><item n="1"/><thing n="2"/></l>',
    '<l><item n="1"/><item n="2"/></l>',
  ],
  [
    '<s:delete match="item/b | comment() | list/@a"/>',
    '<list><item n="1">x</item><?go on?><s:item xmlns:s="urn:s"/><item n="2"/></list>',
    list,
  ],
  ['<s:delete match="text()"/>', '<a><b/></a>', '<a>1<![CDATA[2]]><b>3</b></a>'],
  ['<s:delete match="item[not(@n)] | node()[. = 3]"/>', '<a><b>2</b></a>', '<a><item/><b>2</b><b>3</b></a>'],
  ['<s:wrap match="b" wrapper="w"/>', '<a><w><b><w><b/></w></b></w></a>', '<a><b><b/></b></a>'],
  ['<s:wrap match="comment()" wrapper="w"/>', '<a>1<w><!--c--></w></a>', '<a>1<!--c--></a>'],
  ['<s:wrap match="b/text()" wrapper="w"/>', '<a><b><w>12</w></b></a>', '<a><b>1<![CDATA[2]]></b></a>'],
  ['<s:wrap match=" / " wrapper="w"/>', '<w><a/></w>', '<a/>'],
  [
    '<s:wrap match="b" wrapper="w"/>',
    '<a xmlns="urn:a"><w xmlns=""><b xmlns=""/></w><c/></a>',
    '<a xmlns="urn:a"><b xmlns=""/><c/></a>',
  ],
  [
    '<s:wrap-document wrapper="s:w"/>',
    '<s:w xmlns:s="http://www.xeerkat.org/Vocabulary/Pipeline/2026/1/0"><!--1--><a/><?b?></s:w>',
    '<!--1--><a/><?b?>',
  ],
  ['<s:unwrap match="b"/>', '<a>1<c/>2</a>', '<a><b>1<b><c/></b></b>2</a>'],
  [
    '<s:unwrap match="b"/>',
    '<a><c xmlns:p="urn:p" xmlns:q="urn:r" t="p:x"/></a>',
    '<a><b xmlns:p="urn:p" xmlns:q="urn:q"><c xmlns:q="urn:r" t="p:x"/></b></a>',
  ],
  ['<s:unwrap match="/*"/>', '<b/>', '<a>\n<b/>\n</a>'],
  ['<s:insert match="b"><new/></s:insert>', '<a><b>1</b><new/></a>', '<a><b>1</b></a>'],
  ['<s:insert match="b" position="before"><new/>and</s:insert>', '<a><new/>and<b>1</b></a>', '<a><b>1</b></a>'],
  ['<s:insert match="a" position="first-child"> <new> </new> </s:insert>', '<a><new> </new><b/></a>', '<a><b/></a>'],
  ['<s:insert match="a" position="last-child">{{2*3}} is {2*3}</s:insert>', '<a><b/>{2*3} is 6</a>', '<a><b/></a>'],
  ['<s:insert match="a" position="last-child" href="a.xml"/>', '<a><loaded>{1}</loaded></a>', '<a/>'],
  ['<s:insert match="comment()" position="before"><new/></s:insert>', '<a><new/><!--c--></a>', '<a><!--c--></a>'],
  [
    '<s:insert match="c:a" position="first-child"><c:b x="{string-length(\'}\')}"><!--{--></c:b></s:insert>',
    '<c:a xmlns:c="http://www.smallx.com/Vocabulary/Pipeline/Component/2005/1/0"><c:b x="1"><!--{--></c:b></c:a>',
    '<c:a xmlns:c="http://www.smallx.com/Vocabulary/Pipeline/Component/2005/1/0"/>',
  ],
  ['<s:replace match="b"><new/></s:replace>', '<a><new/><new/></a>', '<a><b><b/></b><b/></a>'],
  ['<s:replace match="b" href="in/b.xml"/>', '<a><b/></a>', '<a><b><c/></b></a>'],
  ['<s:replace match="text()">-</s:replace>', '<a>-<b>-</b></a>', '<a>1<![CDATA[2]]><b>3</b></a>'],
  [
    '<s:add-attribute match="b" attribute-name="x" attribute-value=""/>',
    '<a><b x="" y="2"/></a>',
    '<a><b x="1" y="2"/></a>',
  ],
  [
    '<s:add-attribute match="*" attribute-name="xml:lang" attribute-value="{concat(\'e\', \'n\')}"/>',
    '<a xml:lang="en"/>',
    '<a/>',
  ],
  [
    '<s:set-attributes match="b"><any xmlns:p="urn:p" x="{1 + 1}" p:y="3"/></s:set-attributes>',
    '<a><b xmlns:p="urn:p" x="2" p:y="3"/></a>',
    '<a><b x="1"/></a>',
  ],
  [
    '<s:for-each select="item"><s:rename match="b" new-name="c"/></s:for-each>',
    '<l><b/><item><c/></item><b/></l>',
    '<l><b/><item><b/></item><b/></l>',
  ],
  [
    '<s:for-each select="item" collect="all"><s:rename match="/*" new-name="i"/></s:for-each>',
    '<all><i>1</i><i><item/></i></all>',
    '<l>0<item>1</item>-<item><item/></item></l>',
  ],
  ['<s:for-each select="item[1]"/>', '<l><item/><item/></l>', '<l><item/><item/></l>'],
  ['<s:for-each select="none" collect="all"/>', '<all/>', '<l/>'],
  ['<s:for-each select="i"><s:unwrap match="/i"/></s:for-each>', '<l>1<b/></l>', '<l>1<i><b/></i></l>'],
  [
    '<s:for-each select="i"><p:template><o q="{namespace-uri(/*)}"/></p:template></s:for-each>',
    '<l xmlns="urn:l" xmlns:p="urn:p"><i/></l>',
    '<l xmlns="urn:l" xmlns:p="urn:p"><i/></l>',
  ],
  [
    '<s:aggregate select="i" wrapper="all" count="n"/>',
    '<all n="2"><i>1</i><i><i/></i></all>',
    '<l>0<i>1</i><j><i><i/></i></j></l>',
  ],
  [
    '<s:aggregate select="i" wrapper="all"/>',
    '<all><i xmlns:p="urn:p" t="p:x"/></all>',
    '<l xmlns:p="urn:p"><i t="p:x"/></l>',
  ],
  ['<s:aggregate select="i[. > 1]" wrapper="all"/>', '<all><i>2</i></all>', '<l><i>1</i><i>2</i></l>'],
  ['<s:load href="in/../a.xml"/>', '<?xml version="1.0"?>\n<loaded>{1}</loaded>\n', '<a/>'],
  ['<s:c14n/>', '<a b="&lt;" c=""><b></b></a>', '<?xml version="1.0"?><a  c="" b="&#60;"><!--c--><b/></a>'],
  ['<s:c14n with-comments="true" exclusive="true"/>', '<a><!--c--></a>', '<a xmlns:p="urn:p"><!--c--></a>'],
])('%s makes %s of %s', async (step, expected, document) => {
  expect(await run(step, document, files)).toBe(expected)
})

test.each([
  ['<s:rename match="text()" new-name="a"/>', 'x:rename cannot be done to a node of the kind text'],
  ['<s:wrap match="@a" wrapper="a"/>', 'x:wrap cannot be done to a node of the kind attribute'],
  ['<s:rename match="a"/>', 's:rename lacks the attribute "new-name"; it should be a name whose prefix is declared'],
  ['<s:rename match="a" new-name="q:b"/>', 's:rename has new-name="q:b"; it should be a name whose prefix is declared'],
  ['<s:rename match="a[" new-name="b"/>', 'match="a["'],
  ['<s:delete match="a"><b/></s:delete>', 's:delete has b in it, where nothing should be'],
  ['<s:insert match="a"/>', 's:insert has nothing in it, and no href: one should say what to put there'],
  ['<s:insert match="a" href="a.xml"><b/></s:insert>', 's:insert has b in it, where nothing should be'],
  ['<s:insert match="a" position="inside">b</s:insert>', 'it should be first-child or last-child or before or after'],
  ['<s:insert match="a">{</s:insert>', 'has a brace without its other half'],
  ['<s:insert match="a" href="bad.xml"/>', '"bad.xml": the document ends before </a>'],
  ['<s:add-attribute match="a" attribute-name="xmlns" attribute-value=""/>', 'cannot give an attribute named xmlns'],
  ['<s:add-attribute match="a" attribute-name="b" attribute-value="{1 +}"/>', 'column 4'],
  ['<s:set-attributes match="a"/>', 'should have one element in it, whose attributes are those to be given'],
  ['<s:for-each select="@a"/>', 'is done for elements, but "@a" matches nodes of the kind attribute'],
  ['<s:aggregate select="text()" wrapper="a"/>', 'matches nodes of the kind text'],
  ['<s:load href="../../etc/passwd"/>', "is not in the pipeline's own folder"],
  ['<s:load href="file:///etc/passwd"/>', "is not in the pipeline's own folder"],
  ['<s:load href="/etc/passwd"/>', "is not in the pipeline's own folder"],
  ['<s:load href="none.xml"/>', "there is no such file in the pipeline's own folder"],
  ['<s:exec command="../sh"/>', 'it should be the name of a program'],
  ['<s:exec command="sh" time="0"/>', 'it should be a whole number from 1 to 2147483647'],
  ['<s:http-request href="file:///etc/passwd"/>', '"file:///etc/passwd" is no address to ask'],
  ['<s:http-request href="../x"/>', '"../x" is no address to ask'],
  ['<s:http-request href="http://a.example"><s:header name="Host" value="b"/></s:http-request>', 'such as Host'],
  [
    '<s:http-request href="http://a.example"><s:head name="a" value="b"/></s:http-request>',
    'has x:header in it, not s:head',
  ],
  ['<s:header name="a" value="b"/>', 's:header may stand only in'],
  ['<p:identity/><s:param name="a"/>', 's:param should stand before all steps'],
  ['<s:param name="a:b"/>', 'it should be a name without a colon'],
  ['<s:param name="a"/><s:param name="a"/>', 'there are two parameters "a"'],
  ['<s:param name="a" default="" required="true"/>', 'has a default, so it cannot be required'],
])('%s is refused when it is loaded: %s', async (step, message) => {
  expect(await faults(step, files)).toContain(message)
})

test.each([
  [
    '<s:rename match="node()[. = 1]" new-name="a"/>',
    '<a><b>1</b></a>',
    'x:rename cannot be done to a node of the kind text',
  ],
  ['<s:rename match="processing-instruction()" new-name="s:a"/>', '<a><?b?></a>', 'it has no namespace'],
  ['<s:unwrap match="/a"/>', '<a><b/><c/></a>', '<c> comes after <b>, and only one may be outermost'],
  ['<s:delete match="/*"/>', '<a/>', 'it has no element'],
  ['<s:insert match="/*"><b/></s:insert>', '<a/>', '<b> comes after <a>'],
  ['<s:c14n/>', '<a xmlns="here"/>', 'the namespace name "here" is relative'],
  ['<s:wrap match="@*[. = 1]" wrapper="b"/>', '<a b="1"/>', 'x:wrap cannot be done to a node of the kind attribute'],
  ['<s:insert match="a | /">b</s:insert>', '<a/>', 'x:insert cannot be done to a node of the kind document'],
  [
    '<s:for-each select="node()[. = 1]"/>',
    '<a><!--1--></a>',
    'is done for elements, but "node()[. = 1]" matches nodes of the kind comment',
  ],
  ['<s:insert match="a"><b x="{$none}"/></s:insert>', '<a/>', 'none'],
])('%s cannot be done to %s: %s', async (step, document, message) => {
  expect((await failure(run(step, document))).message).toContain(message)
})

test('parameters are variables in expressions and in value templates', async () => {
  const steps = `<s:param name="which" required="true" title="Which one"/><s:param name="word" default="new"/><s:param name="none" required="false"/>
    <s:delete match="item[@n = $which]"/>
    <s:insert match="/*" position="first-child"><w v="{$word}/{$none}">{$which}</w></s:insert>`
  using pipeline = await load(steps)
  expect(pipeline.parameters).toEqual([
    { name: 'which', title: 'Which one', value: undefined },
    { name: 'word', title: undefined, value: 'new' },
    { name: 'none', title: undefined, value: '' },
  ])
  const document = fromText('<l><item n="1"/><item n="2"/></l>')
  const output = await pipeline.run(document, { parameters: { which: '2', word: '<"{' } })
  expect(output.text).toBe('<l><w v="&lt;&quot;{/">2</w><item n="1"/></l>')
  expect((await failure(pipeline.run(document))).code).toBe('ERR_PIPELINE_PARAMETER')
})

test.each([
  ['s:rename match="a" new-name="b"', 'nothing'],
  ['s:rename match="a[1]" new-name="b"', 'document'],
  ['s:wrap match="text()" wrapper="b"', 'document'],
  ['s:delete match="text()"', 'nothing'],
  ['s:for-each select="/a//b"', 'match'],
  ['s:for-each select="a[b]"', 'document'],
  ['s:aggregate select="a" wrapper="b"', 'match'],
  ['s:aggregate select="a" wrapper="b" count="n"', 'document'],
])('<%s/> holds %s', async (step, holds) => {
  using pipeline = await load(`<${step}/>`)
  expect(pipeline.stage.stages?.[0]?.holds).toBe(holds)
})

test('a loaded document is loaded anew for each run, however it was changed', async () => {
  using pipeline = await load(
    '<s:load href="a.xml"/><s:add-attribute match="*[1]" attribute-name="n" attribute-value="1"/>',
    files,
  )
  for (let i = 0; i < 2; i++) expect((await pipeline.run(fromText('<x/>'))).text).toBe('<loaded n="1">{1}</loaded>')
})

test('a match that is too large ends the step', async () => {
  using pipeline = await load('<s:for-each select="a"/>')
  const run = (document: string, limits: object) => failure(pipeline.run(fromText(document), { limits }))
  expect(await run(`<l><a>${'<b/>'.repeat(50)}</a></l>`, { nodes: 40 })).toMatchObject({ code: 'ERR_PIPELINE_LIMIT' })
})

test('what grows at every match is stopped at the limit', async () => {
  using pipeline = await load(
    Array.from({ length: 12 }, () => '<s:insert match="a" position="last-child"><a/><a/></s:insert>').join(''),
  )
  const error = await failure(pipeline.run(fromText('<a/>'), { limits: { bytes: 10_000, depth: 50 } }))
  expect(error.code).toBe('ERR_PIPELINE_LIMIT')
})
