import type { Rejection } from './rejection.ts'
import type { SignedAd } from './signed-ad.ts'
import type { Offered } from './store.ts'

/**
 * What became of an ad that came in. `foreign-group`: nobody here is in its group; `ours`: this peer signed it itself;
 * `rejected`: it is not to be believed; `forged`: nor is whoever passed it on (see rejection.ts).
 */
export type Accepted =
  | { readonly outcome: Offered | 'foreign-group' | 'ours'; readonly ad: SignedAd }
  | { readonly outcome: 'rejected' | 'forged'; readonly reason: Rejection }
