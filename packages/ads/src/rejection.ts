/**
 * Why an ad was not believed, in the order in which it is looked at, and whether passing it on is the passer's fault.
 * A peer checks signatures before it passes an ad on, so a broken one was broken by the last hand; everything else is
 * the author's own doing, or a matter of clocks and versions.
 */
export const rejections = {
  'too-large': { blame: false, meaning: 'it is larger than this peer keeps' },
  'not-an-envelope': { blame: true, meaning: 'it cannot be read as a signed envelope' },
  'bad-signature': { blame: true, meaning: 'the signature does not fit: a byte was altered' },
  'unknown-payload': { blame: false, meaning: 'the envelope holds something else, or a later version of it' },
  'bad-record': { blame: false, meaning: 'the signed record cannot be read, or a value in it is out of bounds' },
  expired: { blame: false, meaning: 'its time is over' },
  'from-the-future': { blame: false, meaning: 'it was made later than now: look at both clocks' },
  'lives-too-long': { blame: false, meaning: 'it wants to be kept longer than this peer keeps ads' },
  'bad-document': { blame: false, meaning: 'the document is not well-formed, or an agent ad that is none' },
  'wrong-peer': { blame: false, meaning: 'the agent ad names a peer or an id that its signer is not' },
  'too-many': { blame: false, meaning: 'its peer has as many ads here as a peer may have' },
} as const

export type Rejection = keyof typeof rejections
