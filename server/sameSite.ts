import type { Plugin } from 'graphql-yoga'
import type { RequestHeaders } from './context.ts'
import type { Env } from './env.ts'
import { crossSite, refusal } from './errors.ts'

/**
 * A request that brings cookies must come from a page of this site or from no page at all. The cookie of a session is
 * SameSite=Strict and operations are JSON; this holds where a browser keeps to neither. The way back from the city's
 * OpenID provider comes from another site and is held to its own state.
 */
export const sameSite = ({ PUBLIC_URL }: Env): Plugin => ({
  onRequest({ request: { headers }, url, endResponse }) {
    if (url.pathname === '/auth/oidc/callback') return
    if (headers.has('cookie') && !isOfThisSite(PUBLIC_URL, headers, url.host)) endResponse(refusal(crossSite()))
  },
})

export function isOfThisSite(publicUrl: string | undefined, headers: RequestHeaders, host: string): boolean {
  const from = headers.get('sec-fetch-site')
  if (from) return from === 'same-origin' || from === 'none'
  const origin = headers.get('origin')
  if (!origin) return true
  const own = publicUrl ? [new URL(publicUrl).origin] : [`http://${host}`, `https://${host}`]
  return own.includes(origin)
}
