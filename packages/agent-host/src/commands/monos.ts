import { defineCommand, type Io } from '../cli/command.ts'
import { monosFlags } from './monos-flags.ts'

export const monosCommand = defineCommand({
  name: 'monos',
  summary: 'Compute with monomial and binomial ideals, here or by all who are in the mesh.',
  arguments: '[FILE|- …]',
  flags: monosFlags,
  examples: [
    ['agent-host monos ideal.m2 --op irreducible-decomposition', 'an ideal as Macaulay2 writes it, the answer too'],
    ['agent-host monos - --op alexander-dual --output rows < ideal.mon', 'from stdin, as rows of exponents'],
    ['agent-host monos i.mon j.mon --op colon', 'I : J'],
    ['agent-host monos curve.mat --op toric-ideal --variables "a b c d" --output singular', 'a matrix of 4ti2'],
    ['agent-host monos ideal.m2 --op dimension --alone', 'here, without looking for a mesh'],
    ['agent-host monos request.xml --gateway http://127.0.0.1:8080', 'a request document, to a gateway'],
    ['agent-host monos --list', 'what can be computed'],
  ],
  async run(values, files, io: Io) {
    // Loaded when it is used: the mathematics is large, and no other command needs it.
    const { runMonos } = await import('./monos-run.ts')
    return runMonos(values, files, io)
  },
})
