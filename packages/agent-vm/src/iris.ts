declare const brand: unique symbol
type Iri<Kind extends string> = string & { readonly [brand]: Kind }

/** A peer: `urn:libp2p:<peer id>`. */
export type PeerIri = Iri<'peer'>
/** A pipe: the peer and the protocol to open on it, `urn:libp2p:<peer id>/xeerkat/pipe/1.0.0`. */
export type PipeIri = Iri<'pipe'>
/** A role, the only identity a computation has. */
export type RoleIri = Iri<'role'>
/** A group of peers that find each other. */
export type GroupIri = Iri<'group'>

/** 32 lower-case hexadecimal digits: 16 random bytes. */
export type MessageId = Iri<'message'>
/** The id of the hire that began an engagement. */
export type EngagementId = MessageId

/** The group of everyone who named no other. */
export const WORLD = 'urn:xeerkat:group:world' as GroupIri

/** The protocol that carries VM and role messages between two peers. */
export const PIPE_PROTOCOL = '/xeerkat/pipe/1.0.0'

const PEER = 'urn:libp2p:'

export function peerIri(peerId: string): PeerIri {
  return (PEER + peerId) as PeerIri
}

/** The libp2p peer id within a peer IRI, or `undefined` if it is no peer IRI. */
export function peerIdOf(iri: string): string | undefined {
  return iri.startsWith(PEER) && !iri.includes('/') && iri.length > PEER.length ? iri.slice(PEER.length) : undefined
}

export function pipeIri(peer: PeerIri): PipeIri {
  return (peer + PIPE_PROTOCOL) as PipeIri
}

/** Takes any absolute IRI (RFC 3987) as a role; compared character by character. */
export function roleIri(iri: string): RoleIri {
  return iri as RoleIri
}

export function groupIri(iri: string): GroupIri {
  return iri as GroupIri
}

const IRI = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s\p{Cc}<>"{}|\\^`]+$/u
const MAX_IRI_LENGTH = 2048

/** Is this an absolute IRI of a bearable length? Non-ASCII letters are welcome. */
export function isIri(text: string): boolean {
  return text.length <= MAX_IRI_LENGTH && IRI.test(text)
}
