import { createHash } from 'node:crypto'
import type { Product } from './context.ts'
import { together } from './together.ts'

export interface PublicAnswer {
  text: string
  /** What the text is known again by. */
  etag: string
}

/** What depends on the time of day is no older. */
const KEPT_MS = 1000
/** Characters that are kept before all is forgotten, and of one answer. */
const MOST_KEPT = 8_000_000
const LONGEST_KEPT = 400_000

interface Look {
  /** How many statements have written. */
  written: string | null
  /** Whether whoever reads from now on sees what they have written. */
  allSeen: boolean
}

/**
 * Answers to what nobody in particular asks, kept until anything is written by any process or by hand: the database
 * counts every statement that writes (migration `written`), and each question asks it for that count first.
 */
export class PublicAnswers {
  readonly #product: Product
  readonly #kept = new Map<string, PublicAnswer & { at: number }>()
  #characters = 0
  /** The count at which all that is kept was true. */
  #written: string | null | undefined

  constructor(product: Product) {
    this.#product = product
  }

  /** The answer that is kept, or the one that is made now; undefined where none could be made. */
  async find(question: string, make: () => Promise<string | undefined>): Promise<PublicAnswer | undefined> {
    const { written, allSeen } = (await this.#look('')) as Look
    if (written !== this.#written) this.#forget(written)
    const now = this.#product.now().getTime()
    const kept = this.#kept.get(question)
    if (kept && kept.at <= now && now < kept.at + KEPT_MS) return kept
    const text = await make()
    if (text === undefined) return undefined
    const answer = { text, etag: `"${createHash('sha256').update(text).digest('base64url')}"`, at: now }
    if (allSeen && written === this.#written) this.#keep(question, answer)
    return answer
  }

  /** The lock is tried after the count is read, and free only when everything that was counted has ended. */
  readonly #look = together(async () => {
    const [row] = await this.#product.db.query(
      `SELECT pg_sequence_last_value('written')::text AS written, pg_try_advisory_xact_lock(7204620) AS "allSeen"`,
    )
    return new Map([['', row as unknown as Look]])
  })

  #keep(question: string, answer: PublicAnswer & { at: number }) {
    const size = question.length + answer.text.length
    if (size > LONGEST_KEPT) return
    if (this.#characters + size > MOST_KEPT) this.#forget(this.#written)
    this.#kept.set(question, answer)
    this.#characters += size
  }

  #forget(written: string | null | undefined) {
    this.#kept.clear()
    this.#characters = 0
    this.#written = written
  }
}
