import { isIP } from 'node:net'
import type { Logger } from 'pino'
import type { Viewer } from './access.ts'
import type { Done } from './act.ts'
import type { Caller } from './caller.ts'
import type { Database } from './db.ts'
import { type Env, isHttps } from './env.ts'
import type { Locale } from './errors.ts'
import type { PersonVault } from './person.ts'
import type { Writer } from './sql.ts'

/** What one running product is made of. */
export interface Product {
  env: Env
  db: Database
  vault: PersonVault
  log: Logger
  /** The clock that the product goes by. */
  now(): Date
}

/** The headers of a request, as Node or the web has them. */
export type RequestHeaders = Pick<Headers, 'get' | 'has'>

/** What a resolver knows of the request. */
export interface Context {
  product: Product
  viewer: Viewer
  locale: Locale
  headers: RequestHeaders
  /** Network address that the request comes from. */
  address: string
  /** True when the browser talks to the product over https. */
  secure: boolean
  /** What the operation costs, in fields of records. */
  cost: number
  /** Cookies to send with the answer. */
  cookies: string[]
  /** The act of the operation, where it was begun before the resolvers are asked. */
  acted?: Promise<Done>
  /** Writes as JSON what the act answers of its record, where the columns of the row are enough. */
  writeRow?: (writer: Writer, row: string) => Writer
}

/** The context of a request of this caller. */
export const contextOf = (
  product: Product,
  headers: RequestHeaders,
  { viewer, address = 'unknown' }: Caller,
): Context => ({
  product,
  headers,
  viewer,
  locale: localeOf(headers),
  address,
  secure: isHttps(product.env),
  cost: 1,
  cookies: [],
})

/** Korean for those who ask for it; partners and developers get English. */
export const localeOf = (headers: RequestHeaders): Locale =>
  /^\s*ko\b/i.test(headers.get('accept-language') ?? '') ? 'ko' : 'en'

/**
 * Network address of the caller. Behind `proxies` trusted reverse proxies it is the entry of X-Forwarded-For that the
 * outermost of them wrote; what a caller itself wrote there counts for nothing.
 */
export function addressOf(headers: RequestHeaders, socketAddress: string | undefined, proxies: number): string {
  const socket = socketAddress?.replace(/^::ffff:/, '') ?? 'unknown'
  if (!proxies) return socket
  const forwarded = (headers.get('x-forwarded-for') ?? '').split(',').map((part) => part.trim())
  const address = forwarded.at(-proxies)
  return address && isIP(address) ? address : socket
}
