import type { IncomingMessage } from 'node:http'
import { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { isOfficer, type Viewer } from './access.ts'
import { partnerOf } from './apiKey.ts'
import { begunOf } from './begun.ts'
import { addressOf, type Product, type RequestHeaders } from './context.ts'
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
    const known = begunOf(request)?.caller
    if (known) return void callers.set(request, known)
    const { headers } = request
    const address = networkAddress(product, headers, (serverContext as Connection).req)
    callers.set(request, { viewer: { role: 'ANONYMOUS' }, class: 'anonymous', address })
    try {
      const viewer = await findViewer(product, headers)
      callers.set(request, { viewer, class: classOf(viewer), address })
      checkPerson(viewer, headers)
    } catch (error) {
      if (!(error instanceof GraphQLError)) product.log.error({ err: error }, 'unexpected error')
      endResponse(refusal(error instanceof GraphQLError ? error : broken()))
    }
  },
})

/** The caller of a request; throws what the request is refused with. */
export async function findCaller(product: Product, headers: RequestHeaders, req?: IncomingMessage): Promise<Caller> {
  const viewer = await findViewer(product, headers)
  checkPerson(viewer, headers)
  return { viewer, class: classOf(viewer), address: networkAddress(product, headers, req) }
}

const findViewer = async (product: Product, headers: RequestHeaders): Promise<Viewer> =>
  (await partnerOf(product, headers)) ?? (await viewerOf(product, headers))

function checkPerson(viewer: Viewer, headers: RequestHeaders) {
  const person = headers.get('sangsaeng-person')
  if (person && !(isOfficer(viewer) && person === globalId(viewer.id))) throw otherPerson()
}

function networkAddress({ env }: Product, headers: RequestHeaders, req: IncomingMessage | undefined) {
  const socket = req?.socket.remoteAddress
  const proxies = env.TRUSTED_PROXIES
  return socket === undefined && !proxies ? undefined : addressOf(headers, socket, proxies)
}

/** As a page names the person whom it was opened by, so that it does nothing in the name of the next one. */
const globalId = (userId: number) => Buffer.from(`User:${userId}`).toString('base64url')

function classOf(viewer: Viewer): CallerClass {
  if (viewer.role === 'PARTNER') return 'partner'
  return isOfficer(viewer) ? 'signedIn' : 'anonymous'
}
