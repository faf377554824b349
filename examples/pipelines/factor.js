// Reads <factor n="360"/> from stdin and prints its prime factors: any program that does as much can stand here.
import { readFileSync, writeSync } from 'node:fs'

const MOST = 10 ** 12
const [, digits = ''] = /\bn\s*=\s*["'](\d+)["']/.exec(readFileSync(0, 'utf8')) ?? []
const n = Number(digits)
if (n < 1 || n > MOST) {
  console.error(`n should be a whole number from 1 to ${MOST}`)
  process.exit(1)
}

const primes = []
let rest = n
for (let p = 2; p * p <= rest; p++) {
  let power = 0
  for (; rest % p === 0; rest /= p) power++
  if (power > 0) primes.push(`<prime power="${power}">${p}</prime>`)
}
if (rest > 1) primes.push(`<prime power="1">${rest}</prime>`)
writeSync(1, `<factors n="${n}">${primes.join('')}</factors>`)
