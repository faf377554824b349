import { canonicalize, type CanonicalOptions, fromBytes } from '@xeerkat/xml'
import { boolean, optional } from '../../attributes.ts'
import { fromDocument } from '../../from-document.ts'
import type { Stage } from '../../step.ts'
import { ownStep } from './own-step.ts'

/** Makes of a document the one form that all documents of its meaning have: Canonical XML 1.0, or exclusive. */
export function c14n({
  exclusive = false,
  withComments = false,
}: Omit<CanonicalOptions, 'maxBytes' | 'maxDepth'> = {}): Stage {
  const words = [exclusive ? 'exclusive' : '', withComments ? 'with comments' : '']
  return {
    name: 'x:c14n',
    detail: words.filter(Boolean).join(', '),
    holds: 'document',
    async run(input, { limits }) {
      const { bytes: maxBytes, depth: maxDepth } = limits
      const options = { exclusive, withComments, maxBytes, maxDepth }
      return fromDocument(fromBytes(await canonicalize(await input.document(), options), { limits }), limits)
    },
  }
}

export const c14nType = ownStep('c14n', (element, { attributes, empty }) => {
  const { exclusive, 'with-comments': withComments } = attributes(element, {
    exclusive: optional(boolean, false),
    'with-comments': optional(boolean, false),
  })
  empty(element)
  return c14n({ exclusive, withComments })
})
