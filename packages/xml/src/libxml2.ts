import type * as Libxml2 from 'libxml2-wasm'
import type { ErrorDetail } from 'libxml2-wasm/lib/libxml2.mjs'
import { XmlError } from './errors.ts'

export type { ErrorDetail }

/** Texts by the location that a schema names them by. */
export type Sources = ReadonlyMap<string, Uint8Array>

/** What libxml2 found, and which locations it asked for that were not given. */
export interface Outcome<T> {
  readonly result: T | undefined
  readonly findings: readonly ErrorDetail[]
  readonly missing: readonly string[]
}

/** libxml2, compiled to WebAssembly, with what it may reach and what it may spend kept within bounds. */
export interface Bounded {
  readonly library: typeof Libxml2
  /** Parses what has passed the strict gate: well-formed, without DOCTYPE, within our limits. Dispose of it. */
  readonly parse: (bytes: Uint8Array) => Libxml2.XmlDocument
  /**
   * Runs a parse or a validation. Of its findings at most `most` are kept.
   * @throws XmlError `ERR_XML_SCHEMA` when libxml2 gives up, as it does on a pattern with too many ways to match.
   */
  readonly run: <T>(use: () => T, most: number, sources?: Sources) => Outcome<T>
}

let loaded: Promise<Bounded> | undefined

/** Loads it when it is first wanted: it is a megabyte. */
export function loadLibxml2(): Promise<Bounded> {
  return (loaded ??= load())
}

async function load(): Promise<Bounded> {
  const library = await import('libxml2-wasm')
  const { XmlErrorStruct } = await import('libxml2-wasm/lib/libxml2.mjs')
  const nothing: Sources = new Map()
  let given = nothing
  let missing: string[] = []
  let running = false

  // While we run, every location is ours to answer: nothing is read from a file or a network, whoever else uses
  // libxml2 in this process. What is not given reads as empty, so that libxml2 looks no further.
  library.xmlRegisterInputProvider({
    match: () => running,
    open(location) {
      const source = given.get(location)
      if (source === undefined) missing.push(location.slice(0, 200))
      return library.openBuffer(source ?? new Uint8Array())
    },
    read: library.readBuffer,
    close(descriptor) {
      library.closeBuffer(descriptor)
      return true
    },
  })

  const { XML_PARSE_HUGE, XML_PARSE_NONET, XML_PARSE_NO_XXE } = library.ParseOption
  // Its own limits are set aside: the document has passed ours.
  const option: Libxml2.ParseOption = XML_PARSE_HUGE | XML_PARSE_NONET | XML_PARSE_NO_XXE

  return {
    library,
    parse: (bytes) => library.XmlDocument.fromBuffer(bytes, { option }),
    run(use, most, sources = nothing) {
      const { message } = XmlErrorStruct
      const node = XmlErrorStruct.node.bind(XmlErrorStruct)
      let budget = most
      // libxml2 goes on to the last fault, and for each its wrapper has the path to the node spelt out, counting all
      // siblings before it: 20,000 faults took 1.4 s, ten times as many a hundred times as long. So after the faults
      // that are wanted, it is told that there is no node.
      XmlErrorStruct.node = (error) => (budget-- > 0 ? node(error) : 0)
      XmlErrorStruct.message = (error) => (budget > 0 ? message(error) : '')
      given = sources
      missing = []
      running = true
      try {
        return { result: use(), findings: [], missing }
      } catch (error) {
        if (error instanceof library.XmlLibError) {
          return { result: undefined, findings: error.details.slice(0, most), missing }
        }
        if (!(error instanceof library.XmlError)) throw error
        throw new XmlError('ERR_XML_SCHEMA', `libxml2 gave up on this schema: ${error.message}`, { cause: error })
      } finally {
        running = false
        given = nothing
        XmlErrorStruct.node = node
        XmlErrorStruct.message = message
      }
    },
  }
}
