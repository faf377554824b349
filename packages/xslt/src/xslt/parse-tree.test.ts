import { expect, test } from 'vitest'
import { parseTree } from './parse-tree.ts'

test('elements know where they began', () => {
  const document = parseTree('<a>\n  <b/><c>x</c></a>', 'memory:/a.xml')
  const [a] = document.children
  expect(document.uri).toBe('memory:/a.xml')
  expect(a?.position).toEqual({ line: 1, column: 1 })
  expect(a?.children.map(({ position }) => position)).toEqual([
    undefined,
    { line: 2, column: 3 },
    { line: 2, column: 7 },
  ])
})

test('a long document is read whole, wherever it is cut', () => {
  const text = `<a>${'𝄞\r\né'.repeat(3000)}<b/></a>`
  const [a] = parseTree(text).children
  expect(a?.children[0]?.value).toBe('𝄞\né'.repeat(3000))
  expect(a?.children[1]?.position).toEqual({ line: 3001, column: 2 })
})

test('limits are kept', () => {
  expect(() => parseTree('<a b="1" c="2"/>', '', { nodes: 3 })).not.toThrow()
  expect(() => parseTree('<a b="1" c="2"><d/></a>', '', { nodes: 3 })).toThrow('limit "nodes"')
  expect(() => parseTree('<a><b/></a>', '', { depth: 1 })).toThrow(expect.objectContaining({ code: 'ERR_XML_LIMIT' }))
})
