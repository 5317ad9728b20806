import type { IncomingMessage } from 'node:http'
import type { ExecutionResult } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { RateLimiterRes } from 'rate-limiter-flexible'
import type { Caller, Connection } from './caller.ts'

/** What was done of a request before yoga takes it over, so that it is not done twice. */
export interface Begun {
  /** The body, which can be read only once. */
  body: Promise<Uint8Array>
  caller?: Caller
  /** What the caller has left after this request. */
  rate?: RateLimiterRes
  /** The result, which is only to be told. */
  result?: ExecutionResult
  cookies?: string[]
}

const begun = new WeakMap<Request | IncomingMessage, Begun>()

/** Leaves the request to yoga, with what was done of it. */
export const leave = (request: Request | IncomingMessage, what: Begun) => void begun.set(request, what)

export const begunOf = (request: Request): Begun | undefined => begun.get(request)

/** Knows the request again, and tells the result if there is one. */
export const takeOver: Plugin<Connection> = {
  onRequest({ request, serverContext }) {
    const what = begun.get((serverContext as Connection).req ?? request)
    if (what) begun.set(request, what)
  },
  onParams({ request, setResult }) {
    const result = begunOf(request)?.result
    if (result) setResult(result)
  },
}
