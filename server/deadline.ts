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

const current = new AsyncLocalStorage<Deadline | undefined>()

/** Does the work of a request; the database gives up on what is not done by the deadline. */
export const within = <T>(deadline: Deadline, work: () => T): T => current.run(deadline, work)

/** The one of the request; undefined where no request is served, such as at the start. */
export const deadline = (): Deadline | undefined => current.getStore()

/** Does work that several requests wait for: there is time as long as one of them has any. */
export function withinLatest<T>(deadlines: (Deadline | undefined)[], work: () => T): T {
  const latest = deadlines.reduce((one, other) => (one && other && one.left > other.left ? one : other))
  return current.run(deadlines.includes(undefined) ? undefined : latest, work)
}

/** Milliseconds that the request has left; undefined where no request is served. */
export const timeLeft = (): number | undefined => deadline()?.left

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
