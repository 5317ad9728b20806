import { AsyncLocalStorage } from 'node:async_hooks'
import { timedOut } from './errors.ts'

/** Until when a request may work on the database. */
export class Deadline {
  readonly #ends: number
  constructor(seconds: number) {
    this.#ends = performance.now() + seconds * 1000
  }
  /** Milliseconds that are left; 0 when it is over. */
  get left(): number {
    return Math.max(0, this.#ends - performance.now())
  }
}

const current = new AsyncLocalStorage<Deadline>()

/** Does the work of a request; the database gives up on what is not done by the deadline. */
export const within = <T>(deadline: Deadline, work: () => T): T => current.run(deadline, work)

/** Milliseconds that the request has left; undefined where no request is served, such as at the start. */
export const timeLeft = (): number | undefined => current.getStore()?.left

export const isOver = () => timeLeft() === 0

/** The result of the work, or at the deadline of the request that it took too long. */
export async function inTime<T>(work: Promise<T>): Promise<T> {
  const left = timeLeft()
  if (left === undefined) return work
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(timedOut()), left)
  })
  return Promise.race([work, over]).finally(() => clearTimeout(timer))
}
