import { createHash, randomBytes } from 'node:crypto'
import { needsSecondFactor, type Viewer } from './access.ts'
import type { Transaction } from './act.ts'
import { announceSessions } from './announce.ts'
import type { Context, Product, RequestHeaders } from './context.ts'
import { isHttps } from './env.ts'
import type { User } from './generated/prisma/client.ts'
import { together } from './together.ts'

const COOKIE = 'sangsaeng_session'
const CODE_MINUTES = 5
const MINUTE_MS = 60_000

/** 32 random bytes for a link or a cookie; only `sha256` of them is stored. */
export const newToken = () => randomBytes(32).toString('base64url')
export const sha256 = (text: string) => new Uint8Array(createHash('sha256').update(text).digest())

/**
 * Starts a session of the person who asks from now on, and sends its cookie. With a second factor it is worth nothing
 * until the code is entered, unless `codeGiven`.
 */
export async function startSession(tx: Transaction, context: Context, user: User, codeGiven = false): Promise<void> {
  const { env, now } = context.product
  const codeDue = Boolean(user.totpSince) && !codeGiven
  const at = now()
  const lifetime = codeDue ? CODE_MINUTES * MINUTE_MS : env.SESSION_HOURS * 60 * MINUTE_MS
  const token = newToken()
  const before = tokenOf(context.headers, context.secure)
  await tx.session.deleteMany({ where: { userId: user.id, expiresAt: { lte: at } } })
  if (before) await tx.session.deleteMany({ where: { tokenHash: sha256(before) } })
  const session = {
    userId: user.id,
    tokenHash: sha256(token),
    createdAt: at,
    lastUsedAt: at,
    expiresAt: new Date(at.getTime() + lifetime),
    address: context.address,
    userAgent: userAgentOf(context.headers),
    codeDue,
  }
  const { id } = await tx.session.create({ data: session })
  context.cookies.push(cookie(token, lifetime / 1000, context.secure))
  if (codeDue) return
  const districts = await tx.userDistrict.findMany({ where: { userId: user.id } })
  context.viewer = viewerFor({ ...user, districts }, id, env)
}

/** Ends the session of the request and sends the cookie that forgets it. */
export async function endSession({ product, headers, secure, cookies }: Context): Promise<void> {
  const token = tokenOf(headers, secure)
  if (token) {
    await product.db.prisma.session.deleteMany({ where: { tokenHash: sha256(token) } })
    announceSessions(product)
  }
  cookies.push(cookie('', 0, secure))
}

/** Who sends the request. */
export async function viewerOf(product: Product, headers: RequestHeaders): Promise<Viewer> {
  const { db, env, now } = product
  const token = tokenOf(headers, isHttps(env))
  if (!token) return { role: 'ANONYMOUS' }
  const find = finders.get(product) ?? together((hashes) => findSessions(product, hashes))
  finders.set(product, find)
  const row = await find(Buffer.from(sha256(token)).toString('hex'))
  if (!row) return { role: 'ANONYMOUS' }
  const { id, lastUsedAt, userId, districtIds, ...user } = row
  const at = now()
  if (at.getTime() - lastUsedAt.getTime() >= MINUTE_MS) {
    await db.prisma.session.updateMany({ where: { id, lastUsedAt }, data: { lastUsedAt: at } })
  }
  return viewerFor({ id: userId, districts: districtIds.map((districtId) => ({ districtId })), ...user }, id, env)
}

const finders = new WeakMap<Product, (hash: string) => Promise<Found | undefined>>()

/** Asked with each request, so in one statement of its own instead of by Prisma. */
async function findSessions({ db, env, now }: Product, hashes: string[]): Promise<Map<string, Found>> {
  const { at, usedSince } = moments({ env, now })
  const rows = (await db.query(
    `SELECT h.hash, s.id, s.last_used_at AS "lastUsedAt", u.id AS "userId", u.role, u.totp_since AS "totpSince",
      ARRAY(SELECT d.district_id FROM user_district d WHERE d.user_id = u.id ORDER BY 1) AS "districtIds"
    FROM unnest($1::text[]) h (hash) JOIN session s ON s.token_hash = decode(h.hash, 'hex')
      JOIN app_user u ON u.id = s.user_id
    WHERE NOT s.code_due AND s.expires_at > $2 AND s.last_used_at > $3 AND u.active`,
    [hashes, at, usedSince],
  )) as unknown as (Found & { hash: string })[]
  return new Map(rows.map(({ hash, ...found }) => [hash, found]))
}

interface Found extends Pick<User, 'role' | 'totpSince'> {
  id: number
  lastUsedAt: Date
  userId: number
  districtIds: number[]
}

/** Whose these sessions are now; one that has ended is left out. */
export async function viewersOf(product: Product, ids: number[]): Promise<Map<number, Viewer>> {
  const sessions = await product.db.prisma.session.findMany({
    where: { ...alive(product), id: { in: ids }, codeDue: false },
    include: { user: { include: { districts: true } } },
  })
  return new Map(sessions.map(({ id, user }) => [id, viewerFor(user, id, product.env)]))
}

/** The person of the request who gave the password, or came from the provider, and must still enter a code. */
export function waitingForCode(product: Product, headers: RequestHeaders) {
  const token = tokenOf(headers, isHttps(product.env))
  if (!token) return null
  return product.db.prisma.session.findUnique({
    where: { ...alive(product), tokenHash: sha256(token), codeDue: true },
    include: { user: { include: { districts: true } } },
  })
}

function alive(product: Product) {
  const { at, usedSince } = moments(product)
  return { expiresAt: { gt: at }, lastUsedAt: { gt: usedSince }, user: { active: true } }
}

function moments({ env, now }: Pick<Product, 'env' | 'now'>) {
  const at = now()
  return { at, usedSince: new Date(at.getTime() - env.SESSION_IDLE_MINUTES * MINUTE_MS) }
}

type Person = Pick<User, 'id' | 'role' | 'totpSince'> & { districts: { districtId: number }[] }

function viewerFor(user: Person, sessionId: number, env: Product['env']): Viewer {
  const { id, role, districts } = user
  if (env.REQUIRE_2FA && needsSecondFactor(user)) return { role: 'SETTING_UP', id, districtIds: [], sessionId }
  return { id, role, districtIds: districts.map(({ districtId }) => districtId), sessionId }
}

/** What the browser says of itself, without what no terminal or page should get. */
const userAgentOf = (headers: RequestHeaders) =>
  headers
    .get('user-agent')
    ?.replace(/[^\x20-\x7e]/g, '')
    .slice(0, 200) || null

/** By https the name tells browsers to take the cookie from this host alone, and not from one below or beside it. */
const nameOf = (secure: boolean) => (secure ? `__Host-${COOKIE}` : COOKIE)

function cookie(token: string, seconds: number, secure: boolean): string {
  return `${nameOf(secure)}=${token}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`
}

function tokenOf(headers: RequestHeaders, secure: boolean): string | undefined {
  return headers.get('cookie')?.match(new RegExp(`(?:^|;\\s*)${nameOf(secure)}=([\\w-]{43})(?:;|$)`))?.[1]
}
