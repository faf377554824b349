import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { rejections } from './rejection.ts'

it('every refusal is in docs/gateway.md with its status, and nothing else is', () => {
  const page = readFileSync(new URL('../../../docs/gateway.md', import.meta.url), 'utf8')
  const rows = [...page.matchAll(/^\| (\d{3}) \|.*\| `([a-z-]+)` \|$/gm)]
  const documented = rows.map(([, status, code]) => `${status} ${code}`)
  expect(documented.sort()).toEqual(
    Object.entries(rejections)
      .map(([code, { status }]) => `${status} ${code}`)
      .sort(),
  )
})
