import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { AGENT_2026, fault, type InstructionHandler, type PeerIri, unsupportedDocument } from '@xeerkat/agent-vm'
import { attribute, clark, type Document, element, type QName } from '@xeerkat/xml'
import { sentence } from '../errors.ts'
import type { HostObserver } from './events.ts'
import type { RoleBook } from './role-book.ts'

const UPGRADE: QName = { namespace: AGENT_2026, localName: 'upgrade' }

/** The instruction's qualified name. */
export const UPGRADE_NAME = clark(UPGRADE)

/** Which module an operator wants read again, by its name in `--roles`, and what its file must be. */
export interface Upgrade {
  readonly module: string
  /** Of the bytes of the file, in hexadecimal digits. */
  readonly sha256: string
}

export function writeUpgrade({ module, sha256 }: Upgrade): Document {
  return element(UPGRADE, { module, sha256 })
}

export interface UpgradeDependencies {
  readonly operators: readonly PeerIri[]
  readonly book: Pick<RoleBook, 'files'>
  /** All or nothing. */
  readonly reload: () => Promise<void>
  readonly observe: HostObserver
}

/** Has a role module read again at an operator's word, if its file is the one that was meant; else nothing changes. */
export function createUpgrade({ operators, book, reload, observe }: UpgradeDependencies): InstructionHandler {
  return async (document, sender) => {
    if (!operators.includes(sender)) return unsupportedDocument(UPGRADE.localName)
    const upgrade = readUpgrade(document)
    if (upgrade === undefined) return fault('An upgrade needs "module" and, in 64 hexadecimal digits, "sha256".')
    const problem = await perform(upgrade)
    observe({ type: 'upgrade', operator: sender, module: upgrade.module, ...(problem !== undefined && { problem }) })
    return problem === undefined
      ? element({ namespace: AGENT_2026, localName: 'upgraded' }, { ...upgrade })
      : fault(`${problem} Nothing has changed.`)
  }

  async function perform({ module, sha256 }: Upgrade): Promise<string | undefined> {
    const file = book.files().get(module)
    if (file === undefined) return unknown(module)
    try {
      const found = await digestOf(file)
      if (found !== sha256) return `The file of ${module} has the SHA-256 ${found}, not ${sha256}.`
      await reload()
      return undefined
    } catch (error) {
      return `${module} cannot be read again: ${sentence(error)}.`
    }
  }

  function unknown(module: string): string {
    const names = Array.from(book.files().keys()).join(', ')
    return `No module "${module}" can be read again here; ${names === '' ? 'none' : `only ${names}`} can.`
  }
}

/** The SHA-256 of a file, in hexadecimal digits. */
export async function digestOf(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex')
}

function readUpgrade(document: Document): Upgrade | undefined {
  const module = attribute(document, 'module')
  const sha256 = attribute(document, 'sha256')?.toLowerCase()
  return module !== undefined && sha256 !== undefined && /^[0-9a-f]{64}$/.test(sha256) ? { module, sha256 } : undefined
}
