import type { Plugin } from 'graphql-yoga'
import type { Env } from './env.ts'

/** What browsers are told with every answer, whatever it is. */
export function securityHeaders({ PUBLIC_URL }: Env): Record<string, string> {
  return {
    ...NOT_SHOWN,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    ...(PUBLIC_URL?.startsWith('https:') && { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }),
  }
}

/** An answer that is no page: nothing in it is shown or run, and nobody keeps it. */
const NOT_SHOWN = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox",
  'cache-control': 'no-store',
}

/** Policy of the panel and of GraphiQL. Their components style themselves inline; no script does. */
export const PAGE_POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"

/** The same for answers of the API. */
export function apiHeaders(env: Env): Plugin {
  const headers = Object.entries(securityHeaders(env))
  return {
    onResponse({ response }) {
      for (const [name, value] of headers) response.headers.set(name, value)
    },
  }
}

/**
 * The pages of these origins may ask, with an API key or as nobody: a browser sends them no session. Without the
 * setting no page of another site may.
 */
export function cors({ CORS_ORIGINS }: Env) {
  if (!CORS_ORIGINS.length) return false as const
  return (request: Request) => {
    const origin = request.headers.get('origin') ?? ''
    if (!CORS_ORIGINS.includes('*') && !CORS_ORIGINS.includes(origin)) return false as const
    return {
      origin: [origin],
      credentials: false,
      methods: ['GET', 'POST'],
      allowedHeaders: ['content-type', 'authorization', 'accept-language'],
      exposedHeaders: ['retry-after', 'ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'],
      maxAge: 600,
    }
  }
}
