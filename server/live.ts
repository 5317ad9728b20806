import { allowed, type NodeName, type Officer, type Viewer } from './access.ts'
import { columnsOf, type News } from './announce.ts'
import type { Product } from './context.ts'
import { Deadline, within } from './deadline.ts'
import { delegate } from './delegate.ts'
import { tooManyStreams } from './errors.ts'
import { viewersOf } from './session.ts'
import { type Change, Stream } from './stream.ts'

const STREAMS_OF_SESSION = 4
const STREAMS_OF_ACCOUNT = 8
const STREAMS = 500
/** Changes that come together are checked together. */
const GATHER_MS = 50
/** How often somebody who is told nothing is still looked at: sessions also end by themselves. */
const CHECK_MS = 20_000
const CHECK_SECONDS = 10

const hubs = new WeakMap<Product, Live>()

/** What tells signed-in people of one process what is changed by others. */
export function liveOf(product: Product): Live {
  const hub = hubs.get(product) ?? new Live(product)
  hubs.set(product, hub)
  return hub
}

class Live {
  readonly #product: Product
  readonly #streams = new Set<Stream>()
  #news: News[] = []
  #gathering: NodeJS.Timeout | undefined
  #watch: NodeJS.Timeout | undefined

  constructor(product: Product) {
    this.#product = product
  }

  /** Everything that is changed from now on and that the one who asks may read. */
  async stream(viewer: Officer & { sessionId: number }, tab: string | undefined): Promise<Stream> {
    const all = [...this.#streams]
    const ofAccount = all.filter((other) => other.viewer.id === viewer.id)
    const ofSession = ofAccount.filter((other) => other.viewer.sessionId === viewer.sessionId)
    if (ofSession.length >= STREAMS_OF_SESSION || ofAccount.length >= STREAMS_OF_ACCOUNT || all.length >= STREAMS) {
      throw tooManyStreams()
    }
    const stream = new Stream(viewer, tab, () => this.#forget(stream))
    this.#streams.add(stream)
    this.#watch ??= setInterval(() => void this.#check(), CHECK_MS).unref()
    try {
      await this.#product.db.channel.hear(this.#hear)
    } catch (error) {
      stream.end()
      throw error
    }
    return stream
  }

  readonly #hear = (message: string | undefined) => {
    if (message === undefined) return this.#endAll()
    if (!this.#streams.size) return
    if (message) this.#news.push(JSON.parse(message))
    this.#gathering ??= setTimeout(() => void this.#deliver(), GATHER_MS)
  }

  /** Whoever cannot be told for certain starts anew, and then reads everything again. */
  async #deliver() {
    this.#gathering = undefined
    const news = this.#news.splice(0)
    try {
      await within(new Deadline(CHECK_SECONDS), async () => {
        await this.#endOld()
        for (const one of news) await this.#tell(one)
      })
    } catch (err) {
      this.#product.log.warn({ err }, 'changes could not be told')
      this.#endAll()
    }
  }

  async #check() {
    await this.#product.db.channel.check()
    await this.#deliver()
  }

  /** Ends what belongs to nobody any more, or to somebody whose rights have changed. */
  async #endOld() {
    const streams = [...this.#streams]
    if (!streams.length) return
    const now = await viewersOf(this.#product, [...new Set(streams.map(({ viewer }) => viewer.sessionId))])
    for (const stream of streams) {
      if (rights(now.get(stream.viewer.sessionId)) !== rights(stream.viewer)) stream.end()
    }
  }

  /** Tells those who may read the record, and of what it belongs to those who may read both. */
  async #tell({ noun, under, rows, tab }: News) {
    const groups = new Map<string, Stream[]>()
    for (const stream of this.#streams) {
      if (tab && stream.tab === tab) continue
      const { sessionId: _, ...same } = stream.viewer
      const key = JSON.stringify([noun, ...under].map((one) => allowed(same, `read${one}`)))
      groups.set(key, [...(groups.get(key) ?? []), stream])
    }
    for (const streams of groups.values()) {
      const [{ viewer }] = streams as [Stream]
      const changes = await this.#readable(viewer, noun, idsIn(rows, 0))
      const readable = new Set(changes.map(({ id }) => id))
      const own = rows.filter(([id]) => readable.has(id as number))
      for (const [at, parent] of under.entries()) {
        changes.push(...(await this.#readable(viewer, parent, idsIn(own, at + 1))))
      }
      for (const stream of streams) stream.add(changes)
    }
  }

  async #readable(viewer: Officer, noun: NodeName, ids: number[]): Promise<Change[]> {
    const may = allowed(viewer, `read${noun}`)
    if (!ids.length) return []
    const table = delegate(this.#product.db.prisma, noun)
    const versioned = columnsOf(noun).includes('version')
    const select = { id: true, ...(versioned && { version: true }) }
    const rows = await table.findMany({ where: { AND: [{ id: { in: ids } }, may] }, select } as never)
    return rows.map(({ id, version = null }: { id: number; version?: number | null }) => ({ type: noun, id, version }))
  }

  #forget(stream: Stream) {
    this.#streams.delete(stream)
    if (this.#streams.size) return
    clearInterval(this.#watch)
    this.#watch = undefined
  }

  #endAll() {
    for (const stream of [...this.#streams]) stream.end()
  }
}

const rights = (viewer: Viewer | undefined) => JSON.stringify(viewer, Object.keys(viewer ?? {}).sort())
const idsIn = (rows: News['rows'], column: number) => [
  ...new Set(rows.flatMap((row) => (row[column] == null ? [] : [row[column] as number]))),
]
