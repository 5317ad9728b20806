import type { Plugin } from 'graphql-yoga'
import type { Env } from './env.ts'
import { crossSite, refusal } from './errors.ts'

/**
 * A request that brings cookies must come from a page of this site or from no page at all. The cookie of a session is
 * SameSite=Strict and operations are JSON; this holds where a browser keeps to neither. The way back from the city's
 * OpenID provider comes from another site and is held to its own state.
 */
export const sameSite = ({ PUBLIC_URL }: Env): Plugin => ({
  onRequest({ request: { headers }, url, endResponse }) {
    if (!headers.has('cookie') || url.pathname === '/auth/oidc/callback') return
    const from = headers.get('sec-fetch-site')
    const origin = headers.get('origin')
    const own = PUBLIC_URL ? [new URL(PUBLIC_URL).origin] : ['http', 'https'].map((scheme) => `${scheme}://${url.host}`)
    const isOwn = from ? from === 'same-origin' || from === 'none' : !origin || own.includes(origin)
    if (!isOwn) endResponse(refusal(crossSite()))
  },
})
