import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createRoom } from './room.ts'

it('never gives away more than there is, and always gives what fits', () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 100 })
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 200 }), sizes, (documents, bytes, sizes) => {
      const room = createRoom({ documents, bytes })
      const used = { documents: 0, bytes: 0 }
      for (const size of sizes) {
        const fits = used.documents < documents && used.bytes + size <= bytes
        if (!room.take(size)) {
          room.measured(used, size)
          expect(room.take(size)).toBe(fits)
          if (!fits) continue
        }
        used.documents++
        used.bytes += size
        expect(used.documents).toBeLessThanOrEqual(documents)
        expect(used.bytes).toBeLessThanOrEqual(bytes)
      }
    }),
  )
})

it('is measured again after answers took it', () => {
  const room = createRoom({ documents: 100, bytes: 1000 })
  room.measured({ documents: 0, bytes: 0 }, 1)
  room.spend(250)
  expect(room.take(1)).toBe(false)
})
