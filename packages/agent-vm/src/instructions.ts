import { attribute, type Document, element } from '@xeerkat/xml'
import { VmError } from './errors.ts'
import { isIri, type PeerIri } from './iris.ts'

/** The namespace of the paper's five instructions (Examples 1 and 2). */
export const AGENT = 'http://www.xeerkat.org/Vocabulary/Agent/2005/1/0'

/** Our own instructions beside the paper's five; schema/agent-2026.xsd. */
export const AGENT_2026 = 'http://www.xeerkat.org/Vocabulary/Agent/2026/1/0'

/** The VM's instruction set: each verb and the attributes it must carry. Every other document is for a role. */
const instructions = {
  hire: ['from', 'group', 'role'],
  accept: ['from', 'role'],
  refuse: ['from', 'role'],
  dismiss: ['from', 'role'],
  resign: ['from', 'group', 'role'],
} as const

export type Verb = keyof typeof instructions

/** A VM message in the paper's vocabulary. `group` is there on `hire` and `resign`. */
export interface Instruction {
  readonly verb: Verb
  readonly from: string
  readonly role: string
  readonly group?: string
}

export function isVerb(name: string): name is Verb {
  return Object.hasOwn(instructions, name)
}

/** The instruction as the XML of the paper. */
export function writeInstruction(
  verb: Verb,
  fields: { readonly from: PeerIri; readonly role: string; readonly group: string },
): Document {
  return element(
    { namespace: AGENT, localName: verb },
    Object.fromEntries(instructions[verb].map((name) => [name, fields[name]])),
  )
}

/** Reads what `writeInstruction` wrote, by the start tag alone; `undefined` if an attribute is missing or is no IRI. */
export function readInstruction(verb: Verb, document: Document): Instruction | undefined {
  const fields: Partial<Record<'from' | 'group' | 'role', string>> = {}
  for (const name of instructions[verb]) {
    const value = attribute(document, name)
    if (value === undefined || !isIri(value)) return undefined
    fields[name] = value
  }
  const { from, role, group } = fields
  if (from === undefined || role === undefined) return undefined
  return { verb, from, role, ...(group === undefined ? {} : { group }) }
}

/** Is a document for the VM rather than for a role? Decided by the namespace of the document element (paper, 4.2). */
function isReserved(namespace: string): boolean {
  return namespace === AGENT || namespace === AGENT_2026
}

/** @throws VmError `ERR_RESERVED` for a document that no role would ever see. */
export function refuseReserved({ root }: Document): void {
  if (isReserved(root.namespace))
    throw new VmError(
      'ERR_RESERVED',
      `<${root.localName}> is in the VM's namespace ${root.namespace}, so no role would see it: choose another namespace`,
    )
}
