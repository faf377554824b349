import { fromBytes } from '@xeerkat/xml'
import type { Message } from '../message.ts'

/** The message as it would come out of a network: its document is one of its own, made from the bytes. */
export function copyOf(message: Message): Message {
  const { document } = message
  if (document === undefined) return { ...message }
  const { bytes, attachments } = document
  return { ...message, document: fromBytes(bytes, { attachments }) }
}
