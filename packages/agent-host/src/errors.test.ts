import { expect, it } from 'vitest'
import { sentence } from './errors.ts'

const because = (message: string, cause: unknown): Error => new Error(message, { cause })

it.for([
  ['its message', new Error('No disk.'), 'No disk.'],
  ['its message and its cause', because('No disk.', new Error('ENOSPC')), 'No disk. (ENOSPC)'],
  ['no cause that it has told', because('No disk: ENOSPC.', new Error('ENOSPC')), 'No disk: ENOSPC.'],
  ['no cause of many lines', because('No port.', new Error('Error\n    at here:1')), 'No port.'],
  ['nothing twice', because('No end', because('No end', new Error('No end (line 1)'))), 'No end (line 1)'],
  ['more of the same', because('No end (line 1 of x)', new Error('No end (line 1)')), 'No end (line 1 of x)'],
  ['a place once', because('f.xml:1:2: No end', new Error('No end (line 1, column 2)')), 'f.xml:1:2: No end'],
  ['whatever was thrown', 'no error at all', 'no error at all'],
] as const)('of an error a person is shown %s', ([, error, shown]) => {
  expect(sentence(error)).toBe(shown)
})
