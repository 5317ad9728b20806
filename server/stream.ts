import type { NodeName, Officer } from './access.ts'

export interface Change {
  type: NodeName
  id: number
  /** The version that the record has now; null where records have none. */
  version: number | null
}

const MAX_WAITING = 1000

/** What one page is told. A page that does not keep up is ended: it reads everything again when it comes back. */
export class Stream implements AsyncIterableIterator<Change> {
  readonly viewer: Officer & { sessionId: number }
  readonly tab: string | undefined
  readonly #waiting = new Map<string, Change>()
  readonly #whenEnded: () => void
  #ended = false
  #wake: (() => void) | undefined

  constructor(viewer: Stream['viewer'], tab: string | undefined, whenEnded: () => void) {
    this.viewer = viewer
    this.tab = tab
    this.#whenEnded = whenEnded
  }

  /** A record that waits to be told already is told once, as it is then. */
  add(changes: Change[]) {
    for (const change of changes) this.#waiting.set(`${change.type} ${change.id}`, change)
    if (this.#waiting.size > MAX_WAITING) this.end()
    this.#wake?.()
  }

  end() {
    this.#ended = true
    this.#waiting.clear()
    this.#whenEnded()
    this.#wake?.()
  }

  async next(): Promise<IteratorResult<Change>> {
    while (!this.#ended) {
      const [first] = this.#waiting
      if (first) {
        this.#waiting.delete(first[0])
        return { done: false, value: first[1] }
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    return { done: true, value: undefined }
  }

  async return(): Promise<IteratorResult<Change>> {
    this.end()
    return { done: true, value: undefined }
  }

  [Symbol.asyncIterator]() {
    return this
  }
}
