import { listen } from '../api'
import type { ChangedSubscription } from '../gql/graphql'

export type Change = ChangedSubscription['changed']

const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 60_000
/** The server sends a sign of life every 12 seconds. */
const SILENCE_MS = 40_000

interface Listening {
  /** Whether something may have been missed before. */
  missed: boolean
  change(change: Change): void
  /** It listens again, and was not told what happened in between. */
  back(): void
}

/** Listens until it is stopped or the session has ended; after a break it comes back, later each time. */
export function listenForChanges({ missed, change, back }: Listening): () => void {
  const stop = new AbortController()
  let wait = FIRST_WAIT_MS
  let started = missed
  const run = async () => {
    while (!stop.signal.aborted) {
      try {
        await listenOnce(stop.signal, change, () => {
          if (started) back()
          started = true
          wait = FIRST_WAIT_MS
        })
      } catch (error) {
        if ((error as { status?: number }).status === 401) return
      }
      await pause(wait * (0.5 + Math.random()), stop.signal)
      wait = Math.min(wait * 2, LONGEST_WAIT_MS)
    }
  }
  void run()
  return () => stop.abort()
}

async function listenOnce(signal: AbortSignal, tell: (change: Change) => void, begun: () => void) {
  const broken = new AbortController()
  const silence = () => setTimeout(() => broken.abort(), SILENCE_MS)
  let timer = silence()
  try {
    const body = await listen(AbortSignal.any([signal, broken.signal]))
    begun()
    const reader = body.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      clearTimeout(timer)
      timer = silence()
      const events = (text + value).split('\n\n')
      text = events.pop() ?? ''
      for (const event of events) {
        const data = /^event: next\ndata: (.*)$/s.exec(event)?.[1]
        const change = data && (JSON.parse(data).data as ChangedSubscription | null)?.changed
        if (change) tell(change)
      }
    }
  } finally {
    clearTimeout(timer)
  }
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
