import { AdError } from './errors.ts'
import type { SignedAd } from './signed-ad.ts'

const SCHEME = 'xeerkat-ad:'

/** An ad as one line of text: for a file, a mail, a QR code. Whoever gets it can check it without asking anybody. */
export function exportAd({ bytes }: Pick<SignedAd, 'bytes'>): string {
  return SCHEME + Buffer.from(bytes).toString('base64url')
}

/**
 * The signed bytes of an exported ad, not yet checked: give them to `verify`, or the text to `AdDiscovery.importAd`.
 *
 * @throws AdError `ERR_AD_INVALID` when the text is no exported ad.
 */
export function parseExportedAd(text: string): Uint8Array {
  const line = text.trim()
  if (!/^xeerkat-ad:[A-Za-z0-9_-]+$/.test(line))
    throw new AdError('ERR_AD_INVALID', `An exported ad is one line that begins with ${SCHEME}; this is not.`)
  return Buffer.from(line.slice(SCHEME.length), 'base64url')
}
