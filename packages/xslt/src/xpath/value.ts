import type { XmlNode } from '../tree/node.ts'

/**
 * A node-set is in document order and names no node twice. A result tree fragment is the array of its one document
 * node (XSLT 1.0, 11.1).
 */
export type Value = readonly XmlNode[] | string | number | boolean

export type ValueType = 'nodes' | 'string' | 'number' | 'boolean'
