import type { XmlNode } from '../tree/node.ts'

/** A result tree fragment is the array of its one document node (XSLT 1.0, 11.1). */
export type Value = readonly XmlNode[] | string | number | boolean
