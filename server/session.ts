import { createHash, randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import type { Viewer } from './access.ts'
import type { PrismaClient } from './generated/prisma/client.ts'

const COOKIE = 'sangsaeng_session'
const LIFETIME_MS = 12 * 60 * 60 * 1000
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } // OWASP's minimum for argon2id

export const hashPassword = (password: string) => hash(password.normalize('NFKC'), cost)

// Checked when the account does not exist, so that the time of the answer does not tell.
const nobody = hashPassword(randomBytes(16).toString('hex'))

/** The account that the e-mail address and the password belong to; null when they do not fit or the account is closed. */
export async function authenticate(prisma: PrismaClient, email: string, password: string) {
  const user = await prisma.user.findUnique({ where: { email: email.toLowerCase() } })
  const right = await verify(user?.passwordHash ?? (await nobody), password.normalize('NFKC'))
  return right && user?.active ? user : null
}

/** Starts a session and returns its cookie. */
export async function startSession(prisma: PrismaClient, userId: number, secure: boolean): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const now = Date.now()
  await prisma.session.deleteMany({ where: { userId, expiresAt: { lt: new Date(now) } } })
  await prisma.session.create({ data: { tokenHash: sha256(token), userId, expiresAt: new Date(now + LIFETIME_MS) } })
  return cookie(token, LIFETIME_MS / 1000, secure)
}

/** Ends the session of the request and returns the cookie that forgets it. */
export async function endSession(prisma: PrismaClient, headers: Headers, secure: boolean): Promise<string> {
  const token = tokenOf(headers)
  if (token) await prisma.session.deleteMany({ where: { tokenHash: sha256(token) } })
  return cookie('', 0, secure)
}

/** Who sends the request. */
export async function viewerOf(prisma: PrismaClient, headers: Headers): Promise<Viewer> {
  const token = tokenOf(headers)
  if (!token) return { role: 'ANONYMOUS' }
  const session = await prisma.session.findUnique({
    where: { tokenHash: sha256(token), expiresAt: { gt: new Date() }, user: { active: true } },
    select: { user: { select: { id: true, role: true, districts: { select: { districtId: true } } } } },
  })
  if (!session) return { role: 'ANONYMOUS' }
  const { id, role, districts } = session.user
  return { id, role, districtIds: districts.map(({ districtId }) => districtId) }
}

const sha256 = (text: string) => new Uint8Array(createHash('sha256').update(text).digest())

function cookie(token: string, seconds: number, secure: boolean): string {
  return `${COOKIE}=${token}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`
}

function tokenOf(headers: Headers): string | undefined {
  return headers.get('cookie')?.match(new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w-]{43})(?:;|$)`))?.[1]
}
