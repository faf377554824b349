import fc from 'fast-check'
import { expect, it } from 'vitest'
import { suggest } from './suggest.ts'

const word = fc.stringMatching(/^[a-z]{4,12}$/)

it('a word is suggested for itself, and for itself with two neighbours swapped', () => {
  fc.assert(
    fc.property(word, fc.nat(), (meant, seed) => {
      const at = seed % (meant.length - 1)
      const swapped = meant.slice(0, at) + (meant[at + 1] ?? '') + (meant[at] ?? '') + meant.slice(at + 2)
      expect(suggest(meant, [meant])).toBe(meant)
      expect(suggest(swapped, [meant])).toBe(meant)
    }),
  )
})

it('nothing is suggested for a word that shares no letter', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-m]{4,12}$/), (given) => {
      expect(suggest(given, ['wxyz', 'zzzz'])).toBeUndefined()
    }),
  )
})
