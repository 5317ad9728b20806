import path from 'node:path'
import { Duplex } from 'node:stream'
import { Worker } from 'node:worker_threads'
import type { PGlite } from '@electric-sql/pglite'

/** A PGlite that is spoken to in PostgreSQL's wire protocol. */
export interface Engine {
  /** Takes one or more whole messages, up to one that is answered with "ready". */
  send(messages: Uint8Array): void
  /** Who hears the answers, in pieces and in order. */
  socket?: Duplex
  /** Resolves when everything is on disk. */
  close(): Promise<void>
}

export function inThisThread(pglite: PGlite): Engine {
  const engine: Engine = {
    send: exchanging(pglite, (piece) => engine.socket?.push(piece)),
    close: () => pglite.close(),
  }
  return engine
}

/** Opens the database in a thread of its own, so that a long statement holds up nobody who does not need the database. */
export async function inWorker(folder: string): Promise<Engine> {
  const file = `embeddedWorker${path.extname(import.meta.filename)}`
  const worker = new Worker(path.join(import.meta.dirname, file), { workerData: folder })
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))
  let closing = false
  const engine: Engine = {
    send: (messages) => worker.postMessage(messages),
    async close() {
      closing = true
      worker.postMessage('close')
      await ended
    },
  }
  worker.on(
    'message',
    inTurns((piece: Uint8Array) => engine.socket?.push(piece)),
  )
  worker.once('error', (cause) => {
    throw new Error('the embedded database failed', { cause })
  })
  worker.once('exit', () => {
    const error = new Error('the embedded database ended')
    engine.socket?.destroy(error)
    if (!closing) throw error
  })
  return engine
}

/**
 * A port gives all that is there before anybody else is heard, also what the first of it led to: so each is taken in a
 * turn of its own of the event loop.
 */
export function inTurns<T>(take: (one: T) => void): (one: T) => void {
  const waiting: T[] = []
  const next = () => {
    take(waiting.shift() as T)
    if (waiting.length) setImmediate(next)
  }
  return (one) => {
    if (waiting.push(one) === 1) setImmediate(next)
  }
}

/** Asks PGlite for the answers to messages, one after the other, each of which is given in pieces of some 64 kB. */
export function exchanging(pglite: PGlite, give: (piece: Uint8Array) => void): (messages: Uint8Array) => void {
  let last = Promise.resolve()
  return (messages) => {
    last = last.then(() => exchange(pglite, messages, give))
  }
}

async function exchange(pglite: PGlite, messages: Uint8Array, give: (piece: Uint8Array) => void) {
  let parts: Uint8Array[] = []
  let size = 0
  const flush = () => {
    if (size) give(Buffer.concat(parts))
    parts = []
    size = 0
  }
  await pglite.execProtocolRawStream(messages, {
    syncToFs: false,
    onRawData(bytes) {
      parts.push(bytes.slice())
      size += bytes.length
      if (size > PIECE) flush()
    },
  })
  flush()
}
const PIECE = 65_536

/** What pg takes for the socket to a server. */
export class EngineSocket extends Duplex {
  readonly #engine: Engine
  constructor(engine: Engine) {
    super()
    this.#engine = engine
  }
  connect() {
    this.#engine.socket = this
    process.nextTick(() => this.emit('connect'))
  }
  setNoDelay() {}
  ref() {}
  override _write(messages: Buffer, _encoding: string, done: () => void) {
    if (messages[0] !== TERMINATE) this.#engine.send(messages)
    done()
  }
  override _writev(parts: { chunk: Buffer }[], done: () => void) {
    this._write(Buffer.concat(parts.map(({ chunk }) => chunk)), '', done)
  }
  override _read() {}
  override _final(done: () => void) {
    this.push(null)
    done()
  }
}
const TERMINATE = 'X'.charCodeAt(0)
