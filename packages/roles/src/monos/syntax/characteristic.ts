import type { Scanner } from './scanner.ts'

/** The largest prime that may be a characteristic: coefficients fit into 32 bits. */
const MOST = 2 ** 31 - 1

/** Reads a prime, or 0, that comes next. */
export function readCharacteristic(scanner: Scanner): bigint {
  const digits = scanner.digits()
  if (digits === '') scanner.fail('the characteristic: 0 or a prime')
  return BigInt(checkCharacteristic(Number(digits), digits, scanner.fault, scanner.at - digits.length))
}

/** @throws what `fault` throws, for what is neither 0 nor a prime below 2^31. */
export function checkCharacteristic(value: number, digits: string, fault: Scanner['fault'], at?: number): number {
  if (value > MOST) fault('ERR_MONOS_LIMIT', `a characteristic is at most ${MOST}, not ${digits.slice(0, 40)}`, at)
  if (value !== 0 && !isPrime(value)) fault('ERR_MONOS_INVALID', `the characteristic ${value} is not a prime`, at)
  return value
}

function isPrime(value: number): boolean {
  if (value < 2) return false
  for (let divisor = 2; divisor * divisor <= value; divisor++) if (value % divisor === 0) return false
  return true
}
