import { openSqliteStore } from '../store/sqlite.ts'

/** A process to be killed: puts documents into the file it is given, and says each ref once it was acknowledged. */
const [file = ''] = process.argv.slice(2)
const store = await openSqliteStore(file)
await Promise.all(Array.from({ length: 16 }, (_, writer) => write(writer)))

async function write(writer: number): Promise<void> {
  for (let i = 0; ; i++) {
    const ref = `${writer}-${i}`
    const { outcome } = await store.put({ ref, role: 'urn:role', document: new Uint8Array(500) })
    if (outcome !== 'queued') return
    process.send?.(ref)
  }
}
