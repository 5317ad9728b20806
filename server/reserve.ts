import { RateLimiterRes } from 'rate-limiter-flexible'

/** Counts what callers use; refuses by an answer that has more consumed points than there are. */
export interface Meter {
  points: number
  consume(name: string, points: number): Promise<RateLimiterRes>
}

/** Points that were taken from the common count and are not used yet. */
interface Reserve {
  points: number
  /** What was left in the common count. */
  left: number
  ends: number
}

const MOST_AHEAD = 100
const MOST_RESERVES = 10_000

/**
 * A meter that many processes share, asked not with every request: each takes a few points ahead, at most a hundredth
 * of all, and these count as used. So no caller gets more than there is, and one who asks several processes may get
 * less by what the others have taken.
 */
export function takingAhead(common: Meter): Meter {
  const ahead = Math.min(MOST_AHEAD, Math.floor(common.points / 100))
  const reserves = new Map<string, Reserve>()
  const answer = ({ points, left, ends }: Reserve) =>
    new RateLimiterRes(left + points, Math.max(0, ends - Date.now()), common.points - left - points)

  return {
    points: common.points,
    async consume(name, points) {
      const reserve = reserves.get(name)
      if (reserve && reserve.ends > Date.now() && reserve.points >= points) {
        reserve.points -= points
        return answer(reserve)
      }
      const state = await common.consume(name, points + ahead)
      const left = common.points - state.consumedPoints
      const free = left + points + ahead
      if (free < points) return state
      const taken = {
        points: Math.min(ahead, free - points),
        left: Math.max(0, left),
        ends: Date.now() + state.msBeforeNext,
      }
      return answer(kept(name, taken))
    },
  }

  /** With what another request of the same caller has taken meanwhile. */
  function kept(name: string, taken: Reserve): Reserve {
    const now = Date.now()
    const other = reserves.get(name)
    if (other && other.ends > now) taken.points += other.points
    if (!other && reserves.size >= MOST_RESERVES) {
      for (const [old, { ends }] of reserves) if (ends <= now) reserves.delete(old)
    }
    if (other || reserves.size < MOST_RESERVES) reserves.set(name, taken)
    return taken
  }
}
