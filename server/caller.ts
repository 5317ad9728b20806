import type { IncomingMessage } from 'node:http'
import { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { isOfficer, type Viewer } from './access.ts'
import { partnerOf } from './apiKey.ts'
import { addressOf, type Product } from './context.ts'
import { broken, otherPerson, refusal } from './errors.ts'
import type { CallerClass } from './limits.ts'
import { viewerOf } from './session.ts'

/** Who sends a request, from where, and by which limits. */
export interface Caller {
  viewer: Viewer
  class: CallerClass
  /** Network address; undefined for a request that came over no network. */
  address: string | undefined
}

/** The Node request behind a request that came in over HTTP. */
export interface Connection {
  req?: IncomingMessage
}

const callers = new WeakMap<Request, Caller>()

/** The caller of a GraphQL, evidence or sign-in request; undefined for any other. */
export const callerOf = (request: Request): Caller | undefined => callers.get(request)

/**
 * Looks up who sends a GraphQL, evidence or sign-in request, once. A key that is not good is refused and never taken for nobody;
 * one that is good counts for more than a cookie.
 */
export const identify = (product: Product): Plugin<Connection> => ({
  async onRequest({ request, url, serverContext, endResponse }) {
    if (!/^\/(graphql$|evidence\/|auth\/oidc)/.test(url.pathname)) return
    const { headers } = request
    const socket = (serverContext as Connection).req?.socket.remoteAddress
    const proxies = product.env.TRUSTED_PROXIES
    const address = socket === undefined && !proxies ? undefined : addressOf(headers, socket, proxies)
    callers.set(request, { viewer: { role: 'ANONYMOUS' }, class: 'anonymous', address })
    try {
      const viewer = (await partnerOf(product, headers)) ?? (await viewerOf(product, headers))
      callers.set(request, { viewer, class: classOf(viewer), address })
      const person = headers.get('sangsaeng-person')
      if (person && !(isOfficer(viewer) && person === globalId(viewer.id))) throw otherPerson()
    } catch (error) {
      if (!(error instanceof GraphQLError)) product.log.error({ err: error }, 'unexpected error')
      endResponse(refusal(error instanceof GraphQLError ? error : broken()))
    }
  },
})

/** As a page names the person whom it was opened by, so that it does nothing in the name of the next one. */
const globalId = (userId: number) => Buffer.from(`User:${userId}`).toString('base64url')

function classOf(viewer: Viewer): CallerClass {
  if (viewer.role === 'PARTNER') return 'partner'
  return isOfficer(viewer) ? 'signedIn' : 'anonymous'
}
