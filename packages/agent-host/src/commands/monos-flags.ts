import { list, text, toggle, type Values, whole } from '../cli/flags.ts'
import { visitFlags } from './host-flags.ts'

/** Values with commas in them: one for each time the flag is given. */
const texts = (value: string, help: string) => ({ ...list(value, help), read: (given: readonly string[]) => given })

export const monosFlags = {
  op: text('NAME', 'what to compute; "agent-host monos --list" names all. A request document says it itself'),
  syntax: text('NAME', 'how FILE is written: monos, frobby, macaulay2, singular or 4ti2; default: as it looks'),
  output: text('NAME', 'xml, one of the above, or rows of integers; default: as FILE is written'),
  list: toggle('show the operations'),
  variables: text('NAMES', 'what the variables of a 4ti2 file are called, such as "x y z"'),
  lattice: toggle('the rows of FILE generate the lattice; default: it is the kernel of the matrix'),
  order: text('NAME', 'of a Gröbner basis: lex, grevlex, elimination, or ascending as 4ti2 does'),
  eliminate: whole('N', 'for --order elimination: how many variables'),
  weight: text('INTEGERS', 'what monomials are compared by before the order, such as "1 2 3"'),
  cost: text('INTEGERS', 'integer-programming-gap: what is minimized'),
  vector: text('INTEGERS', 'alexander-dual: the exponents to which; default: those of the lcm of the generators'),
  degree: text('N', 'standard-monomials: up to which degree'),
  multigraded: toggle('hilbert-series: by exponents of every variable; default: by degree'),
  polynomial: texts('POLYNOMIAL', 'normal-form: what is to be reduced'),
  'count-only': toggle('say how many there are and do not list them'),
  alone: toggle('compute in this process; default: whoever coordinates in the mesh, and here if nobody does'),
  gateway: text('URL', 'give the request to this gateway over HTTP'),
  workers: whole('N', 'workers that the coordinator may hire at once; default: as it thinks right', { max: 100_000 }),
  memory: whole('MIB', 'what computing here may hold', { min: 16, fallback: 4096 }),
  ...visitFlags,
}

export type MonosValues = Values<typeof monosFlags> & { readonly json: boolean }
