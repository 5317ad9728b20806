import { isIPv6 } from 'node:net'
import { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { isOfficer } from './access.ts'
import { begunOf } from './begun.ts'
import { type Caller, callerOf } from './caller.ts'
import type { Context, Product } from './context.ts'
import type { Database } from './db.ts'
import type { Env } from './env.ts'
import { refusal, tooMany } from './errors.ts'
import type { CallerClass } from './limits.ts'
import { type Meter, takingAhead } from './reserve.ts'

const WINDOW_SECONDS = 60
/** A request uses one point for each beginning 100 of its cost. */
const COST_OF_POINT = 100
/** A key that does not work is no slip of the finger. */
const POINTS_OF_BAD_KEY = 10

/** What callers use of what they have in a minute. */
export interface Rates {
  /** How long the caller must wait before it is asked again, in milliseconds; 0 when it need not. */
  waits(caller: Caller): number
  /** Uses the points; undefined for a request that is not counted. Throws when the caller has not so many left. */
  use(caller: Caller, points: number): Promise<RateLimiterRes | undefined>
  headers(caller: Caller, state: RateLimiterRes): Record<string, string>
}

export const pointsOf = (cost: number) => Math.ceil(cost / COST_OF_POINT)

/**
 * Counts what callers use in a minute: partners by key, signed-in people by account, others by address. On PostgreSQL
 * all processes count together; in a process a caller that has used everything is refused without asking the database,
 * and one that has not is not counted there one by one.
 * A request that comes over no network is not counted.
 */
export function createRates({ env, db }: Pick<Product, 'env' | 'db'>): Rates {
  const meters = {
    anonymous: meter('anonymous', env, db),
    partner: meter('partner', env, db),
    signedIn: meter('signedIn', env, db),
  }
  const blocked = new Map<string, number>()
  return {
    waits: (caller) => Math.max(0, (blocked.get(nameOf(caller)) ?? 0) - Date.now()),
    async use(caller, points) {
      const limiter = meters[caller.class]
      if (!limiter || !caller.address) return undefined
      const name = nameOf(caller)
      const state = await limiter.consume(name, points)
      if (state.consumedPoints <= limiter.points) return state
      block(blocked, name, Date.now() + state.msBeforeNext)
      throw new UsedUp(state)
    },
    headers: (caller, state) => ({
      'ratelimit-limit': String(meters[caller.class]?.points),
      'ratelimit-remaining': String(state.remainingPoints),
      'ratelimit-reset': String(secondsOf(state.msBeforeNext)),
    }),
  }
}

class UsedUp extends Error {
  readonly state: RateLimiterRes
  constructor(state: RateLimiterRes) {
    super('used up')
    this.state = state
  }
}

export function rateLimit(rates: Rates): Plugin<Context> {
  const states = new WeakMap<Request, RateLimiterRes>()

  const use = async (request: Request, points: number) => {
    const caller = callerOf(request)
    if (!caller || states.has(request)) return
    try {
      const state = begunOf(request)?.rate ?? (await rates.use(caller, points))
      if (state) states.set(request, state)
    } catch (error) {
      if (!(error instanceof UsedUp)) throw error
      states.set(request, error.state)
      throw tooMany(secondsOf(error.state.msBeforeNext))
    }
  }

  return {
    onRequest({ request, endResponse }) {
      const caller = callerOf(request)
      const left = caller ? rates.waits(caller) : 0
      if (!left || begunOf(request)?.rate) return
      states.set(request, new RateLimiterRes(0, left, 0, false))
      endResponse(refusal(tooMany(secondsOf(left))))
    },
    async onExecute({ args }) {
      const { request, cost } = args.contextValue as Context & { request: Request }
      await use(request, pointsOf(cost))
    },
    async onResponse({ request, response, setResponse }) {
      // What did not come to be executed has used something too.
      const refused = await use(request, response.status === 401 ? POINTS_OF_BAD_KEY : 1).catch((error) => error)
      if (refused && !(refused instanceof GraphQLError)) throw refused
      const answer = refused ? refusal(refused) : response
      const [caller, state] = [callerOf(request), states.get(request)]
      if (caller && state) {
        for (const [name, value] of Object.entries(rates.headers(caller, state))) answer.headers.set(name, value)
      }
      setResponse(answer)
    },
  }
}

/** The meter of a class of callers; undefined when its limit is off. */
function meter(of: CallerClass, { RATE_LIMIT }: Env, { engine, query }: Database): Meter | undefined {
  const points = RATE_LIMIT[of]
  if (!points) return undefined
  const options = { points, duration: WINDOW_SECONDS, keyPrefix: '' }
  const alone = new RateLimiterMemory(options)
  if (engine === 'pglite') return counting(alone)
  const common = new RateLimiterPostgres({
    ...options,
    storeClient: { query: async ({ text, values }: Statement) => ({ rows: await query(text, values) }) },
    storeType: 'client',
    tableName: 'rate_limit',
    tableCreated: true,
    clearExpiredByTimeout: true,
    insuranceLimiter: alone,
  })
  return takingAhead(counting(common))
}

/** What it throws for too much is an answer too. */
const counting = (limiter: RateLimiterMemory | RateLimiterPostgres): Meter => ({
  points: limiter.points,
  consume: (name, points) =>
    limiter.consume(name, points).catch((refused) => {
      if (refused instanceof RateLimiterRes) return refused
      throw refused
    }),
})

interface Statement {
  text: string
  values: unknown[]
}

/** Partners by key, signed-in people by account, others by address; of IPv6 by the network that one subscriber has. */
function nameOf({ viewer, address = '' }: Caller): string {
  if (viewer.role === 'PARTNER') return `key:${viewer.keyId}`
  if (isOfficer(viewer)) return `user:${viewer.id}`
  return `address:${isIPv6(address) ? networkOf(address) : address}`
}

function networkOf(address: string): string {
  const [head = '', tail] = address.split('::')
  const groups = head.split(':').filter(Boolean)
  const after = tail?.split(':').filter(Boolean) ?? []
  const zeros = tail === undefined ? [] : Array(Math.max(0, 8 - groups.length - after.length)).fill('0')
  return [...groups, ...zeros, ...after].slice(0, 4).join(':')
}

const secondsOf = (ms: number) => Math.max(1, Math.ceil(ms / 1000))

const MAX_BLOCKED = 10_000

function block(blocked: Map<string, number>, name: string, until: number) {
  if (blocked.size >= MAX_BLOCKED) {
    for (const [other, end] of blocked) if (end <= Date.now()) blocked.delete(other)
  }
  if (blocked.size < MAX_BLOCKED) blocked.set(name, until)
}
