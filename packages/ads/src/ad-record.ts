import { asBytes, asNumber, asText, decodeMessage, encodeMessage, type Field } from './protobuf.ts'

/** What a signature covers: the document, and what the paper's XML has no room for. */
export interface AdRecord {
  /** An IRI, stable through all versions of the ad. */
  readonly id: string
  readonly group: string
  /** Of two versions the higher wins. Milliseconds since 1970 when it was made, or more. */
  readonly sequence: number
  /** Milliseconds since 1970. */
  readonly expires: number
  /** UTF-8 XML. */
  readonly document: Uint8Array
  /** Where the peer can be dialled: multiaddrs in binary form, best first. */
  readonly addresses: readonly Uint8Array[]
  /** A goodbye: the ad holds no longer, and no older version is to be believed either. */
  readonly withdrawn: boolean
}

/*
 * message AdRecord {
 *   string id = 1;
 *   string group = 2;
 *   uint64 sequence = 3;
 *   uint64 expires = 4;
 *   bytes document = 5;
 *   repeated bytes addresses = 6;
 *   bool withdrawn = 7;
 * }
 */
export function encodeRecord(record: AdRecord): Uint8Array {
  return encodeMessage([
    [1, record.id],
    [2, record.group],
    [3, record.sequence],
    [4, record.expires],
    [5, record.document],
    ...record.addresses.map((address): Field => [6, address]),
    ...(record.withdrawn ? [[7, true] as const] : []),
  ])
}

/** @throws RangeError or TypeError where the bytes are no record. */
export function decodeRecord(bytes: Uint8Array): AdRecord {
  const record = { id: '', group: '', sequence: 0, expires: 0, document: new Uint8Array(), withdrawn: false }
  const addresses: Uint8Array[] = []
  for (const [field, value] of decodeMessage(bytes)) {
    if (field === 1) record.id = asText(value)
    else if (field === 2) record.group = asText(value)
    else if (field === 3) record.sequence = asNumber(value)
    else if (field === 4) record.expires = asNumber(value)
    else if (field === 5) record.document = new Uint8Array(asBytes(value))
    else if (field === 6) addresses.push(asBytes(value))
    else if (field === 7) record.withdrawn = asNumber(value) !== 0
  }
  return { ...record, addresses }
}
