import { join } from 'node:path'
import { expect, it } from 'vitest'
import { answerAt, submit } from './grid.ts'
import { createHome } from './processes.ts'

const REQUESTS = 100

it('two gateways on one queue, one of them killed under load: no receipt is lost, no answer changes', async () => {
  await using home = await createHome()
  const queue = ['--queue', `sqlite:${join(home.folder, 'queue.db')}`, '--no-mdns']
  const first = home.start(['gateway', '--port', '0', '--listen', '/ip4/127.0.0.1/tcp/0', ...queue])
  const [, , firstUrl = ''] = await first.line(/^ready (\S+) (http:\S+)$/)
  const [, address = ''] = await first.logged(/(\/ip4\/127\.0\.0\.1\/tcp\/\d+\/p2p\/\S+)/)
  const second = home.start(['gateway', '--port', '0', '--bootstrap', address, ...queue])
  const workers = Array.from({ length: 2 }, () => home.start(['--roles', 'ping', '--bootstrap', address, '--no-mdns']))
  const [, , secondUrl = ''] = await second.line(/^ready (\S+) (http:\S+)$/)
  await Promise.all([second, ...workers].map((host) => host.logged(/^connected to/)))

  const receipts: string[] = []
  for (let i = 0; i < REQUESTS; i++) {
    const url = i % 2 === 0 && i < REQUESTS / 2 ? firstUrl : secondUrl
    receipts.push(await submit(url, `<ping-request count="${10 + i}" hire-limit="2"/>`))
    if (i === REQUESTS / 2) first.kill('SIGKILL')
  }
  const atSurvivor = receipts.map((receipt) => new URL(new URL(receipt).pathname, secondUrl).href)
  const answers = await Promise.all(atSurvivor.map((receipt) => answerAt(receipt)))
  answers.forEach((answer, i) => expect(answer).toMatch(new RegExp(`^<ping-stats count="${10 + i}" failures="0" `)))
  expect(await Promise.all(atSurvivor.map((receipt) => answerAt(receipt)))).toEqual(answers)
})
