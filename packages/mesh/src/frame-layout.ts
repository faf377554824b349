// frame.proto in numbers. The codec is written by hand: a message goes into a buffer that many frames share, and back, with
// nothing in between, and ids are hexadecimal digits at once. Generated code makes a buffer for each frame and each id,
// and took five times as long.

/** The wire types of protobuf: the lower three bits of a tag. */
export const VARINT = 0
export const FIXED64 = 1
export const BYTES = 2
export const FIXED32 = 5

export const fields = {
  id: 1,
  replyTo: 2,
  engagement: 3,
  role: 4,
  reason: 5,
  traceparent: 6,
  document: 7,
  attachments: 8,
  contentId: 1,
  mediaType: 2,
  content: 3,
} as const

export const ID_BYTES = 16

/** How long texts may be. */
export const maxBytes = { role: 2048, reason: 64, traceparent: 256, contentId: 1024, mediaType: 256 } as const
