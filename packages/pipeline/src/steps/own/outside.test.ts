import { fromText } from '@xeerkat/xml'
import { expect, test } from 'vitest'
import type { Capabilities, HttpRequest, RunCommand } from '../../capabilities.ts'
import { failure, load } from '../../fixtures/pipelines.ts'
import type { RunOptions } from '../../pipeline.ts'

async function run(step: string, capabilities: Capabilities, options: RunOptions = {}): Promise<string> {
  using pipeline = await load(step)
  return (await pipeline.run(fromText('<a>1 &amp; <b>2</b></a>'), { capabilities, ...options })).text
}

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (piece: Uint8Array | undefined) => new TextDecoder().decode(piece)

async function read(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  let all = ''
  for await (const piece of pieces) all += text(piece)
  return all
}

/** Tells what it was asked. */
const echo: RunCommand = async ({ name, args, input, maxBytes }) => ({
  exitCode: 0,
  output: bytes(`<ran name="${name}" args="${args.join('|')}" max="${maxBytes}">${await read(input)}</ran>`),
  complaint: 'a warning',
})

const C = 'xmlns:c="http://www.smallx.com/Vocabulary/Pipeline/Component/2005/1/0"'
const printing =
  (output: string, exitCode = 0, complaint = ''): RunCommand =>
  async () => ({ exitCode, output: bytes(output), complaint })

test.each([
  ['<s:exec command="gp"/>', echo, '<ran name="gp" args="" max="268435456"><a>1 &amp; <b>2</b></a></ran>'],
  [
    '<s:exec command="gp" args="-q  -f x" source="none" max-bytes="300"/>',
    echo,
    '<ran name="gp" args="-q|-f|x" max="300"></ran>',
  ],
  [
    '<s:exec command="gp" args="-e,a {1 + 1},{\'x y\'}," arg-separator="," source="none"/>',
    echo,
    '<ran name="gp" args="-e|a 2|x y|" max="268435456"></ran>',
  ],
  [
    '<s:exec command="gp" source="text" result="text"/>',
    echo,
    `<c:result ${C}>&lt;ran name="gp" args="" max="268435456"&gt;1 &amp; 2&lt;/ran&gt;</c:result>`,
  ],
  ['<s:exec command="gp" result="text"/>', printing(''), `<c:result ${C}/>`],
  ['<s:exec command="gp" result="text"/>', printing('a\u0007b'), `<c:result ${C}>a\uFFFDb</c:result>`],
])('%s', async (step, command, expected) => {
  expect(await run(step, { command })).toBe(expected)
})

test.each([
  ['no program at all', {}, 'ERR_PIPELINE_FORBIDDEN', 'allows it with --allow-command gp=PATH'],
  [
    'an exit code',
    { command: printing('<a/>', 2, 'line 1\nsyntax error') },
    'ERR_PIPELINE_STEP',
    'ended with exit code 2 and said: line 1\nsyntax error',
  ],
  ['an exit code without a word', { command: printing('', 1) }, 'ERR_PIPELINE_STEP', 'exit code 1 and said nothing'],
  ['what is no XML', { command: printing('x^2+1') }, 'ERR_PIPELINE_STEP', 'gave no XML document'],
  [
    'what is no XML only at its end',
    { command: printing('<a><b></a>') },
    'ERR_PIPELINE_STEP',
    'the program "gp" gave no XML document: </a> closes <b> (line 1, column 7); result="text" takes any text',
  ],
  [
    'what is nested too deep',
    { command: printing('<a>'.repeat(300)) },
    'ERR_PIPELINE_LIMIT',
    'the program "gp" gave too much of a document: elements are nested more than 256 deep',
  ],
  [
    'more than it may print',
    { command: printing('x'.repeat(2000)) },
    'ERR_PIPELINE_LIMIT',
    'printed more than 1000 bytes',
  ],
])('a program fails the step with %s', async (_, capabilities: Capabilities, code, message) => {
  const error = await failure(run('<s:exec command="gp" max-bytes="1000"/>', capabilities))
  expect(error.code).toBe(code)
  expect(error.message).toContain(message)
  expect(error.step).toBe('s:exec')
})

test('XSLT 3.0 is a program that gets the stylesheet, the parameters and the document', async () => {
  const step = '<s:param name="v" default="a b"/><s:xslt3 src="in/a.xsl"/>'
  using pipeline = await load(step, { 'in/a.xsl': '<xsl:stylesheet/>' })
  const document = fromText('<a/>')
  const output = await pipeline.run(document, { capabilities: { command: echo } })
  expect(output.text).toBe('<ran name="xslt3" args="./in/a.xsl|v=a b" max="268435456"><a/></ran>')
  const error = await failure(pipeline.run(document))
  expect(error.code).toBe('ERR_PIPELINE_FORBIDDEN')
  expect(error.message).toContain(
    'there is no XSLT 3.0 here; whoever runs the pipeline installs an engine, such as SaxonJS',
  )
})

test('text that is no UTF-8 is refused', async () => {
  const command: RunCommand = async () => ({ exitCode: 0, output: Uint8Array.of(0xff), complaint: '' })
  expect((await failure(run('<s:exec command="gp" result="text"/>', { command }))).message).toContain('not UTF-8')
})

/** Ends when it is told to, and says so as aborted work does. */
const endless = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))

test.each([
  ['<s:exec command="gp" time="20"/>', {}, 'the program "gp" took longer than 20 ms (attribute "time")'],
  ['<s:exec command="gp"/>', { limits: { time: 20 } }, 'this step took longer than 20 ms (limit "time")'],
  ['<s:http-request href="https://a.example/" time="20"/>', {}, 'https://a.example/ took longer than 20 ms'],
])('%s ends what does not end by itself', async (step, options: RunOptions, message) => {
  const capabilities: Capabilities = {
    command: ({ signal }) => endless(signal),
    request: ({ signal }) => endless(signal),
  }
  const error = await failure(run(step, capabilities, options))
  expect(error.code).toBe('ERR_PIPELINE_LIMIT')
  expect(error.message).toContain(message)
})

/** Tells what it was asked. */
const site: HttpRequest = async ({ method, href, headers, body, maxBytes }) => ({
  status: 200,
  headers: {},
  body: bytes(`<asked m="${method}" h="${href}" max="${maxBytes}">${JSON.stringify(headers)} ${text(body)}</asked>`),
})

const answering =
  (status: number, body: string): HttpRequest =>
  async () => ({ status, headers: {}, body: bytes(body) })

test.each([
  [
    '<s:http-request href="https://a.example/x?y=1"/>',
    site,
    '<asked m="GET" h="https://a.example/x?y=1" max="268435456">{"accept":"application/xml, */*;q=0.5"} </asked>',
  ],
  [
    '<s:http-request href="https://a.example/{1 + 1}" method="POST" max-bytes="999"><s:header name="Accept" value="x/{1}"/></s:http-request>',
    site,
    '<asked m="POST" h="https://a.example/2" max="999">{"accept":"x/1","content-type":"application/xml"} <a>1 &amp; <b>2</b></a></asked>',
  ],
  ['<s:http-request href="http://a.example" result="text"/>', answering(200, 'hi'), `<c:result ${C}>hi</c:result>`],
  ['<s:http-request href="http://a.example" method="DELETE"/>', answering(204, ''), `<c:result ${C}/>`],
  ['<s:http-request href="http://a.example" assert="false"/>', answering(404, '<no/>'), '<no/>'],
])('%s', async (step, request, expected) => {
  expect(await run(step, { request })).toBe(expected)
})

test.each([
  ['no site at all', {}, 'ERR_PIPELINE_FORBIDDEN', 'allows it with --allow-http https://a.example:8443'],
  [
    'a refusal',
    { request: answering(503, 'come back later') },
    'ERR_PIPELINE_STEP',
    'GET https://a.example:8443/x was answered with 503: come back later',
  ],
  ['what is no XML', { request: answering(200, 'hi') }, 'ERR_PIPELINE_STEP', 'gave no XML document'],
  [
    'more than it may send',
    { request: answering(200, 'x'.repeat(2000)) },
    'ERR_PIPELINE_LIMIT',
    'sent more than 1000 bytes',
  ],
])('a request fails the step with %s', async (_, capabilities: Capabilities, code, message) => {
  const step = '<s:http-request href="https://a.example:8443/x" max-bytes="1000"/>'
  const error = await failure(run(step, capabilities))
  expect(error.code).toBe(code)
  expect(error.message).toContain(message)
})

test.each([
  ['file:///etc/passwd', 'is no address to ask'],
  ['//a.example', 'is no address to ask'],
  ['javascript:1', 'is no address to ask'],
])('a parameter cannot make an address of %s', async (to, message) => {
  const step = '<s:param name="to"/><s:http-request href="{$to}"/>'
  expect((await failure(run(step, { request: site }, { parameters: { to } }))).message).toContain(message)
})

test('a parameter cannot add a header', async () => {
  const step =
    '<s:param name="v"/><s:http-request href="https://a.example"><s:header name="x" value="{$v}"/></s:http-request>'
  const error = await failure(run(step, { request: site }, { parameters: { v: 'a\r\nHost: b' } }))
  expect(error.message).toContain('the header x would have a character in it that headers cannot have')
})
