import { expect, it } from 'vitest'
import { fromText } from '@xeerkat/xml'
import { MONOS_NAMESPACE } from '../vocabulary/names.ts'
import { readRequest } from '../vocabulary/read-request.ts'
import { compute } from './compute.ts'

/** All products of four of twelve variables, and the cube of each. */
const variables = Array.from({ length: 12 }, (_, i) => `x${i}`)
const squarefree = Array.from({ length: 2 ** 12 }, (_, set) => variables.map((_, i) => (set >> i) & 1)).filter(
  (row) => row.reduce((sum, entry) => sum + entry, 0) === 4,
)
const cubes = variables.map((_, i) => variables.map((_, j) => (i === j ? 3 : 0)))
const ideal = `<m:ideal variables="${variables.join(' ')}"><m:exponents>${[...squarefree, ...cubes]
  .map((row) => row.join(' '))
  .join('\n')}</m:exponents></m:ideal>`

it.each([
  ['dimension', '', ideal],
  ['hilbert-series', '', ideal],
  ['hilbert-series', 'grading="multigraded"', ideal],
  ['standard-monomials', 'count-only="true"', ideal],
  ['standard-monomials', 'count-only="true" degree="30"', ideal],
  ['sum', '', ideal + ideal],
  ['product', '', ideal + ideal],
  ['intersection', '', ideal + ideal],
  ['colon', '', ideal + ideal],
  ['saturation', '', ideal + ideal],
])('%s %s ends in the midst of it when it is to', async (operation, attributes, content) => {
  const text = `<m:${operation} xmlns:m="${MONOS_NAMESPACE}" ${attributes}>${content}</m:${operation}>`
  const controller = new AbortController()
  let pauses = 0
  const pause = () => {
    if (++pauses === 2) controller.abort(new Error('enough'))
    return undefined
  }
  const decompose = () => Promise.reject(new Error('nothing is decomposed here'))
  const tools = { decompose, pause, signal: controller.signal, rows: 1_000_000 }
  await expect(compute(readRequest(fromText(text)), tools)).rejects.toThrow('enough')
  expect(pauses).toBe(2)
})
