import { type FileHandle, open } from 'node:fs/promises'
import { HostError, sentence } from '../errors.ts'
import { type KnownConsumer, readConsumerLine } from './line.ts'

const OWNER_ONLY = 0o600
const OTHERS = 0o077
const MAX_FILE = 4 * 2 ** 20
const MAX_CONSUMERS = 10_000

/**
 * The consumers that a file names, a line each: `NAME sha256:DIGEST [rate=N] [burst=N]`. Nobody but its owner may read it,
 * or write it: who can, lets in whom he likes.
 * @throws HostError `ERR_CONSUMERS` with the line that is wrong.
 */
export async function readConsumers(file: string): Promise<readonly KnownConsumer[]> {
  return parse(await opened(file, 'r', read), file)
}

/**
 * Adds a line to such a file, which is made if it is not there.
 * @throws HostError `ERR_CONSUMERS` also for what the file holds already.
 */
export async function addConsumer(file: string, line: string): Promise<void> {
  await opened(file, 'a+', async (handle) => {
    const before = await read(handle, file)
    const apart = before === '' || before.endsWith('\n') ? '' : '\n'
    parse(`${before}${apart}${line}\n`, file)
    await handle.appendFile(`${apart}${line}\n`)
    await handle.sync()
  })
}

async function opened<T>(
  file: string,
  flags: string,
  act: (handle: FileHandle, file: string) => Promise<T>,
): Promise<T> {
  try {
    await using handle = await open(file, flags, OWNER_ONLY)
    return await act(handle, file)
  } catch (cause) {
    if (cause instanceof HostError) throw cause
    throw new HostError('ERR_CONSUMERS', `The file of consumers ${file} cannot be used: ${sentence(cause)}`, { cause })
  }
}

async function read(handle: FileHandle, file: string): Promise<string> {
  const { mode, size } = await handle.stat()
  if ((mode & OTHERS) !== 0 && process.platform !== 'win32')
    throw new HostError('ERR_CONSUMERS', `Others can read the file of consumers ${file}; run: chmod 600 ${file}`)
  if (size > MAX_FILE)
    throw new HostError('ERR_CONSUMERS', `The file of consumers ${file} has more than ${MAX_FILE} bytes.`)
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(size), { position: 0 })
  return buffer.toString('utf8', 0, bytesRead)
}

function parse(text: string, file: string): readonly KnownConsumer[] {
  const consumers = new Map<string, KnownConsumer>()
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    const consumer = readConsumerLine(line)
    if (consumer === undefined) continue
    const problem = 'problem' in consumer ? consumer.problem : misplaced(consumer)
    if (problem !== undefined || 'problem' in consumer)
      throw new HostError('ERR_CONSUMERS', `${file}:${at + 1}: ${problem}.`)
    consumers.set(consumer.digest, consumer)
  }
  return [...consumers.values()]

  function misplaced({ digest }: KnownConsumer): string | undefined {
    if (consumers.has(digest)) return `this key is that of "${consumers.get(digest)?.name}" already`
    return consumers.size < MAX_CONSUMERS ? undefined : `these are more than ${MAX_CONSUMERS} consumers`
  }
}
