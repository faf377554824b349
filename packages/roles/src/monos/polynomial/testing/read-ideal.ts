import type { Polynomial, PolynomialIdeal } from '../polynomials.ts'

/** Reads `char p`, `vars …`, `order …` and one polynomial a line: sums of products of numbers and powers, no brackets. */
export function readIdeal(text: string): PolynomialIdeal {
  const [characteristic = '', names = '', , ...lines] = text.trim().split('\n')
  const variables = names.split(' ').slice(1)
  return {
    variables: variables.length,
    characteristic: BigInt(characteristic.split(' ')[1] ?? '0'),
    polynomials: lines.map((line) => readPolynomialText(line, variables)),
  }
}

/** Reads a polynomial like `x^2*y-2/3*x+1`. */
export function readPolynomialText(text: string, variables: readonly string[]): Polynomial {
  return [...text.replaceAll(' ', '').matchAll(/([+-]?)([^+-]+)/g)].map(([, sign, product = '']) => {
    let [numerator, denominator] = [sign === '-' ? -1n : 1n, 1n]
    const exponents = variables.map(() => 0n)
    for (const factor of product.split('*')) {
      const number = /^(\d+)(?:\/(\d+))?$/.exec(factor)
      if (number) {
        numerator *= BigInt(number[1] ?? '1')
        denominator *= BigInt(number[2] ?? '1')
        continue
      }
      const [name = '', power = '1'] = factor.split('^')
      const at = variables.indexOf(name)
      if (at < 0) throw new Error(`The variable ${name} is not declared.`)
      exponents[at] = (exponents[at] ?? 0n) + BigInt(power)
    }
    return { numerator, denominator, exponents }
  })
}
