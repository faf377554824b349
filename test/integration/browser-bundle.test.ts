import { fileURLToPath } from 'node:url'
import { createContext, runInContext } from 'node:vm'
import { type OutputChunk, rolldown } from 'rolldown'
import { beforeAll, expect, it } from 'vitest'

/** What a page would import. */
const ENTRY = `
  export { loadPipeline } from '@xeerkat/pipeline'
  export { pingWorker } from '@xeerkat/roles'
  export { fromText } from '@xeerkat/xml'
  export { compileXPath } from '@xeerkat/xslt'
`

/** What a tab, a worker and Node all have besides ECMAScript; no process, no Buffer, no require. */
const web = {
  AbortController,
  AbortSignal,
  clearTimeout,
  crypto,
  DOMException,
  performance,
  queueMicrotask,
  setTimeout,
  structuredClone,
  TextDecoder,
  TextEncoder,
  URL,
}

const P = 'http://www.smallx.com/Vocabulary/Pipeline/2005/1/0'
const TEMPLATE = `<p:pipe xmlns:p="${P}" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" name="template">
  <p:template><sum of="{count(/numbers/n)}"><xsl:value-of select="sum(/numbers/n)"/></sum></p:template>
</p:pipe>`

let chunk: OutputChunk

beforeAll(async () => {
  const file = fileURLToPath(new URL('./page.ts', import.meta.url))
  const bundle = await rolldown({
    input: file,
    platform: 'browser',
    // A binary that a page would fetch from beside itself, when it first validates something.
    external: [/^libxml2-wasm/],
    plugins: [
      { name: 'page', resolveId: (id) => (id === file ? id : null), load: (id) => (id === file ? ENTRY : null) },
    ],
  })
  // Without its comments, which may speak of Node.
  const minify = { mangle: false, compress: false, codegen: { removeWhitespace: true } } as const
  const { output } = await bundle.generate({ format: 'iife', name: 'page', minify })
  await bundle.close()
  expect(output).toHaveLength(1)
  chunk = output[0]
}, 60_000)

it('the engine, its steps and the ping worker bundle for a browser: no Node, no libp2p, no library but libxml2 when it is needed', () => {
  expect(chunk.imports).toEqual([])
  expect(chunk.dynamicImports.filter((name) => !/^libxml2-wasm(?:\/|$)/.test(name))).toEqual([])
  const folders = chunk.moduleIds.map((id) => /\/packages\/([^/]+)\/src\//.exec(id)?.[1] ?? id)
  expect(new Set(folders.slice(0, -1))).toEqual(new Set(['agent-vm', 'pipeline', 'roles', 'xml', 'xslt']))
  expect(chunk.code.match(/.{20}(?:["'`]node:|\brequire\(|\bprocess\.|\bBuffer\b|libp2p\/).{20}/g)).toBeNull()
})

it.for([
  ['echo', `<p:pipe xmlns:p="${P}" name="echo"> <p:identity/> </p:pipe>`, '<a b="1">ü</a>', '<a b="1">ü</a>'],
  ['a template', TEMPLATE, '<numbers><n>1</n><n>41</n></numbers>', '<sum of="2">42</sum>'],
] as const)('with nothing but what the web has, %s gives the right answer', async ([, pipeline, input, output]) => {
  const run = `${chunk.code}
    page.loadPipeline(pipeline).then((loaded) => loaded.run(page.fromText(input))).then(({ text }) => text)`
  const text: unknown = await runInContext(run, createContext({ ...web, pipeline, input }))
  expect(text).toBe(output)
})
