import { gcd, magnitude } from '../binomial/integers.ts'
import { compareExponents, type Polynomial, type Term } from './polynomials.ts'

/** A Gröbner basis modulo a prime: one of the parts from which one over the rationals is put together. */
export interface ModularImage {
  readonly prime: bigint
  /** Monic, leading terms first, sorted by leading exponents. */
  readonly polynomials: readonly Polynomial[]
}

export interface Reconstruction {
  /** How many images agree in their leading monomials with most of the others. */
  readonly agreeing: () => number
  readonly add: (image: ModularImage) => void
  /** The smallest rational polynomials with these images; undefined if more primes are needed. */
  readonly result: () => readonly Polynomial[] | undefined
}

/** Images with the same leading monomials, and what is known of their coefficients modulo the product of the primes. */
interface Group {
  readonly leads: readonly (readonly bigint[])[]
  readonly residues: readonly Map<string, bigint>[]
  modulus: bigint
  count: number
}

/** Puts images together by Chinese remainders, those of unlucky primes apart, and finds fractions for the residues. */
export function createReconstruction(): Reconstruction {
  const groups = new Map<string, Group>()
  const largest = () =>
    [...groups.values()].reduce<Group | undefined>((a, b) => (a && a.count >= b.count ? a : b), undefined)
  return {
    agreeing: () => largest()?.count ?? 0,
    add({ prime, polynomials }) {
      const leads = polynomials.map((polynomial) => polynomial[0]?.exponents ?? [])
      const name = leads.join(';')
      const group = groups.get(name) ?? { leads, residues: leads.map(() => new Map()), modulus: 1n, count: 0 }
      groups.set(name, group)
      if (group.modulus % prime === 0n) return
      polynomials.forEach((polynomial, at) =>
        combine(group.residues[at] ?? new Map(), polynomial, group.modulus, prime),
      )
      group.modulus *= prime
      group.count++
    },
    result() {
      const group = largest()
      return group && reconstructed(group)
    },
  }
}

function combine(residues: Map<string, bigint>, polynomial: Polynomial, modulus: bigint, prime: bigint): void {
  const inverse = inverseModulo(modulus % prime, prime)
  const values = new Map(polynomial.map(({ exponents, numerator }) => [exponents.join(), numerator]))
  for (const name of new Set([...residues.keys(), ...values.keys()])) {
    const known = residues.get(name) ?? 0n
    const step = ((((values.get(name) ?? 0n) - known) % prime) * inverse) % prime
    residues.set(name, known + modulus * (step < 0n ? step + prime : step))
  }
}

function reconstructed({ leads, residues, modulus }: Group): readonly Polynomial[] | undefined {
  const bound = squareRoot(modulus / 2n)
  const polynomials: Term[][] = []
  for (const [at, lead] of leads.entries()) {
    const terms: Term[] = []
    for (const [name, residue] of residues[at] ?? []) {
      const value = fractionOf(residue, modulus, bound)
      if (value === undefined) return undefined
      const exponents = name === '' ? [] : name.split(',').map(BigInt)
      if (value.numerator !== 0n) terms.push({ ...value, exponents })
    }
    const isLead = (term: Term) => compareExponents(term.exponents, lead) === 0
    polynomials.push([...terms.filter(isLead), ...terms.filter((term) => !isLead(term))])
  }
  return polynomials
}

/** The fraction with numerator and denominator up to a bound that is congruent to a residue. */
function fractionOf(
  residue: bigint,
  modulus: bigint,
  bound: bigint,
): { readonly numerator: bigint; readonly denominator: bigint } | undefined {
  let [r, next, s, after] = [modulus, residue, 0n, 1n]
  while (next > bound) {
    const q = r / next
    ;[r, next] = [next, r - q * next]
    ;[s, after] = [after, s - q * after]
  }
  if (after === 0n || magnitude(after) > bound || gcd(next, after) !== 1n) return undefined
  return after < 0n ? { numerator: -next, denominator: -after } : { numerator: next, denominator: after }
}

function inverseModulo(value: bigint, prime: bigint): bigint {
  let [r, next, s, after] = [prime, value, 0n, 1n]
  while (next !== 0n) {
    const q = r / next
    ;[r, next] = [next, r - q * next]
    ;[s, after] = [after, s - q * after]
  }
  return s < 0n ? s + prime : s
}

function squareRoot(value: bigint): bigint {
  if (value < 2n) return value
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1)
  for (;;) {
    const better = (root + value / root) >> 1n
    if (better >= root) return root
    root = better
  }
}
