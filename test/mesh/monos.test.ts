import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { answerAt, submit } from './grid.ts'
import { createHome, type Home, type Running } from './processes.ts'

const M = 'http://www.xeerkat.org/Vocabulary/Monos/2026/1/0'
const fixtures = new URL('../../packages/roles/src/monos/fixtures/algebra/', import.meta.url)

/** Seconds of work, and an answer that is too large for a page. */
const LARGE = 'X03-rand-v10g400-e10'
/** Long enough for something to happen in the middle: 100 squarefree products of up to 6 of 32 variables. */
const LONG = madeUp(32, 100, 6)
/** Each component that is found is proven to be one, so as many are all. */
const LONG_COUNT = ' count="536631"'

/** Says of every slice what an honest worker says, but for one component. */
const LIAR = `
import { monosWorker } from '@xeerkat/roles/monos'
import { fromText } from '@xeerkat/xml'

export default {
  ...monosWorker,
  engage(context) {
    const honest = monosWorker.engage(context)
    return async (slice) => {
      const answer = (await honest(slice)).text
      const [row] = /(?<=<m:exponents>)[^<\\n]*\\n/.exec(answer) ?? []
      if (row === undefined) return fromText(answer)
      console.log('lied')
      return fromText(answer.replace(row, '').replace(/ count="(\\d+)"/, (_, count) => \` count="\${count - 1}"\`))
    }
  },
}
`

function inputOf(name: string): string {
  return readFileSync(new URL(`inputs/${name}.mon`, fixtures), 'utf8')
}

/** In 4ti2's form; the same every time, by Knuth's linear congruential generator. */
function madeUp(variables: number, generators: number, factors: number): string {
  let state = 1n
  const random = (): number => {
    state = BigInt.asUintN(64, state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n)
    return Number((state >> 33n) % BigInt(variables))
  }
  const rows = Array.from({ length: generators }, () => {
    const row = Array.from({ length: variables }, () => 0)
    for (let i = 0; i < factors; i++) row[random()] = 1
    return row.join(' ')
  })
  return `${generators} ${variables}\n${rows.join('\n')}\n`
}

function requestFor(ideal: string, attributes = ''): string {
  const content = `<m:ideal syntax="4ti2">${ideal}</m:ideal>`
  return `<m:irreducible-decomposition xmlns:m="${M}"${attributes}>${content}</m:irreducible-decomposition>`
}

/** What other programs say, as the digest of its canonical text. */
function expected(name: string): string {
  const { ops } = JSON.parse(readFileSync(new URL(`expected/${name}.json`, fixtures), 'utf8')) as {
    readonly ops: { readonly irreducible: { readonly sha256: string } }
  }
  return ops.irreducible.sha256
}

/** Of the rows of an answer, or of text that is nothing but rows. */
function digestOf(answer: string): string {
  const rows = answer.startsWith('<')
    ? [...answer.matchAll(/<m:exponents>([^<]*)/g)].map(([, text]) => text).join('')
    : answer
  return createHash('sha256').update(rows).digest('hex')
}

function summaryOf(answer: string): string {
  return /^<m:result [^>]*><m:summary [^>]*\/>/.exec(answer)?.[0] ?? `no summary: ${answer.slice(0, 300)}`
}

interface Mesh {
  readonly url: string
  readonly coordinator: Running
  readonly workers: readonly Running[]
}

/** A gateway, a coordinator and workers that play these, each a process of its own. */
async function startMesh(home: Home, roles: readonly string[]): Promise<Mesh> {
  const gateway = home.start(['gateway', '--port', '0', '--no-mdns'])
  const [, url = ''] = await gateway.line(/^ready \S+ (http:\S+)$/)
  const [, address = ''] = await gateway.logged(/address +(\/ip4\/127\S+)/)
  const start = (role: string): Running => home.start(['--roles', role, '--no-mdns', '--bootstrap', address])
  const coordinator = start('monos#Coordinator')
  const workers = roles.map(start)
  for (const host of [coordinator, ...workers]) {
    await host.line(/^ready /)
    await host.logged(/^connected to/)
  }
  return { url, coordinator, workers }
}

it('a grid answers what other programs answer, and what one host alone answers, byte for byte but for the summary', async () => {
  await using home = await createHome()
  const mesh = await startMesh(home, ['monos#Worker', 'monos#Worker'])
  const receipt = await submit(mesh.url, requestFor(inputOf(LARGE)))
  const answer = await answerAt(receipt)
  expect(summaryOf(answer)).toMatch(/ count="87053" variables="10" seconds="[\d.]+" peers="\d+"/)
  expect(digestOf(answer)).toBe(expected(LARGE))

  await using elsewhere = await createHome()
  const host = elsewhere.start(['--roles', 'ping,monos', '--gateway', '0', '--no-mdns'])
  const [, alone = ''] = await host.line(/^ready \S+ (http:\S+)$/)
  const same = await answerAt(await submit(alone, requestFor(inputOf(LARGE))))
  expect(summaryOf(same)).toContain(' peers="0"')
  expect(same.replace(/<m:summary [^>]*>/, '') === answer.replace(/<m:summary [^>]*>/, '')).toBe(true)

  // It is too large for a page: that shows how it begins, and the rest is to be had in parts.
  const described = (await (await fetch(receipt, { headers: { accept: 'application/json' } })).json()) as object
  expect(described).toMatchObject({ state: 'done', failed: false, size: answer.length })
  const part = await fetch(receipt, { headers: { range: 'bytes=0-499' } })
  expect(part.status).toBe(206)
  expect(await part.text()).toBe(answer.slice(0, 500))
})

it('a worker that is killed in the middle costs nothing', async () => {
  await using home = await createHome()
  const mesh = await startMesh(home, ['monos#Worker', 'monos#Worker'])
  const receipt = await submit(mesh.url, requestFor(LONG, ' count-only="true"'))
  const victim = await Promise.any(mesh.workers.map((host) => host.logged(/^hired as Monos\/Worker/).then(() => host)))
  victim.kill('SIGKILL')
  const answer = await answerAt(receipt)
  expect(summaryOf(answer)).toContain(LONG_COUNT)
})

it('a worker that lies changes nothing', async () => {
  await using home = await createHome()
  await writeFile(join(home.folder, 'liar.js'), LIAR)
  const mesh = await startMesh(home, ['./liar.js', './liar.js'])
  const receipt = await submit(mesh.url, requestFor(LONG, ' count-only="true"'))
  await Promise.any(mesh.workers.map((host) => host.logged(/^role: lied/)))
  const answer = await answerAt(receipt)
  expect(summaryOf(answer)).toContain(LONG_COUNT)
})

it('what is wrong with a request is said with its place, and a host that computes leaves at once', async () => {
  await using home = await createHome()
  const host = home.start(['--roles', 'monos', '--gateway', '0', '--no-mdns'])
  const [, url = ''] = await host.line(/^ready \S+ (http:\S+)$/)
  const say = async (text: string): Promise<readonly [number, string]> => {
    const response = await fetch(url, { method: 'POST', body: text, headers: { Prefer: 'wait=20' } })
    return [response.status, await response.text()]
  }
  const ideal = (content: string): string =>
    `<m:radical xmlns:m="${M}">\n<m:ideal variables="x y">${content}</m:ideal></m:radical>`
  expect(await say(ideal('<m:nomial/>'))).toEqual([422, expect.stringMatching(/nomial.* \(line 2, column \d+\)/)])
  const wrong: readonly (readonly [string, RegExp])[] = [
    ['<m:monomial>x*q</m:monomial>', /variable q is not declared.*\(line 2, column \d+\)/],
    ['<m:monomial>x^-1</m:monomial>', /<error .*negative.*\(line 2, column \d+\)/],
    ['<m:exponents>1 2\n3</m:exponents>', /<error .*\(line 3, column \d+\)/],
    [`<m:monomial>x^${'9'.repeat(5000)}</m:monomial>`, /<error .*digits.*\(line 2, column \d+\)/],
  ]
  for (const [content, message] of wrong)
    expect(await say(ideal(content))).toEqual([200, expect.stringMatching(message)])

  const services = await (await fetch(`${url}/services`)).text()
  expect(services.match(/<service [^>]*Monos\/2026/g)?.length).toBeGreaterThan(25)
  expect((await (await fetch(url, { headers: { accept: 'text/html' } })).text()).length).toBeLessThan(100_000)

  await submit(url, requestFor(LONG, ' count-only="true"'))
  await expect.poll(() => host.stderr.filter((line) => line.startsWith('hired as')).length).toBe(wrong.length + 1)
  const told = performance.now()
  host.kill('SIGTERM')
  await host.finished
  // Under a second where nobody else computes.
  expect(performance.now() - told).toBeLessThan(4000)
})

it('the command computes by itself, by whoever is in the mesh, and by a gateway', async () => {
  await using home = await createHome()
  const file = join(home.folder, 'ideal.mon')
  await writeFile(file, inputOf('s03-generic-v4g40'))
  const args = ['monos', file, '--op', 'irreducible-decomposition', '--output', 'rows']
  const alone = await home.run([...args, '--no-mdns'])
  expect(alone.stderr).toContain('no peers met: computing here')
  const host = home.start(['--roles', 'monos', '--gateway', '0', '--no-mdns'])
  const [, peer = '', url = ''] = await host.line(/^ready (\S+) (http:\S+)$/)
  const together = await home.run(args)
  expect(together.stderr).toContain(`coordinated by ${peer}`)
  const posted = await home.run([...args, '--gateway', url])
  for (const { code, stdout, stderr } of [alone, together, posted]) {
    expect([code, digestOf(`${stdout}\n`)]).toEqual([0, expected('s03-generic-v4g40')])
    expect(stderr).toMatch(/irreducible-decomposition: count \d+, variables 4, seconds [\d.]+, peers 0, /)
  }
})
