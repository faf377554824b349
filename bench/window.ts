/** What one run of a windowed echo showed. */
export interface EchoResult {
  /** Answers per second. */
  readonly rate: number
  /** Milliseconds from a question to its answer. */
  readonly p50: number
  readonly p99: number
}

export interface EchoOptions {
  /** Bytes of each document. */
  readonly size: number
  /** Questions that are under way at any moment. */
  readonly inFlight: number
  /** How long to measure. Default 3. */
  readonly seconds?: number
}

/** Something that sends a question and calls `answered` when the answer to the oldest one has come. */
export interface Line extends AsyncDisposable {
  readonly ask: () => void
}

/** Keeps a window of questions open for a while; the first tenth of the time is for warming up and does not count. */
export async function runWindow(
  connect: (answered: () => void) => Promise<Line>,
  { inFlight, seconds = 3 }: EchoOptions,
): Promise<EchoResult> {
  const asked: number[] = []
  const waits: number[] = []
  let oldest = 0
  let first = Infinity
  let last = Infinity
  const finished = Promise.withResolvers<void>()

  function ask(): void {
    asked.push(performance.now())
    line.ask()
  }

  function answered(): void {
    const now = performance.now()
    if (now >= first && now < last) waits.push(now - (asked[oldest] ?? now))
    oldest++
    if (now < last) ask()
    else if (oldest === asked.length) finished.resolve()
  }

  await using line = await connect(answered)
  const start = performance.now()
  first = start + seconds * 100
  last = start + seconds * 1100
  for (let i = 0; i < inFlight; i++) ask()
  await finished.promise
  waits.sort((a, b) => a - b)
  const at = (share: number) => waits[Math.floor(waits.length * share)] ?? NaN
  return { rate: Math.round(waits.length / seconds), p50: at(0.5), p99: at(0.99) }
}
