import { newToken, sha256 } from '../server/session.ts'
import type { Caller, Row } from './matrixExpectations.ts'
import { type Running, sessionCookie } from './support.ts'

type Asks = (path: string, body?: object) => Promise<{ status: number; text: string }>
export interface Asking extends Caller {
  name: string
  fetch: Asks
}

/** The names of everyone who can ask. */
export const callerNames = [
  'city admin',
  'city officer',
  'privacy officer',
  'officer of A',
  'officer of A and C',
  'reviewer',
  'partner with a public key',
  'partner with a key of A',
  'anonymous',
]

/** Everyone who can ask: by the front door, signed in or not. */
export async function callersOf(product: Running, staff: Record<string, Row>, own: Row): Promise<Asking[]> {
  const caller = async (name: string, key?: keyof typeof staff): Promise<Asking> => {
    const account = key === undefined ? undefined : (staff[key] as Row)
    const cookie = account && (await sessionCookie(product.product, account.id))
    const of = account ? await product.db.prisma.userDistrict.findMany({ where: { userId: account.id } }) : []
    return {
      name,
      role: account?.role ?? 'ANONYMOUS',
      ...(account && { id: account.id }),
      districtIds: of.map(({ districtId }) => districtId),
      fetch: frontDoor(product, cookie ? { cookie } : {}),
    }
  }
  return [
    await caller('city admin', 'admin'),
    await caller('city officer', 'city'),
    await caller('privacy officer', 'privacy'),
    await caller('officer of A', 'a'),
    await caller('officer of A and C', 'ac'),
    await caller('reviewer', 'reviewer'),
    await partner(product, 'partner with a public key', staff.admin?.id, []),
    await partner(product, 'partner with a key of A', staff.admin?.id, [own]),
    await caller('anonymous'),
  ]
}

function frontDoor(product: Running, headers: Record<string, string>): Asks {
  return async (path, body) => {
    const init = body && { method: 'POST', body: JSON.stringify(body) }
    const json = { 'content-type': 'application/json', ...headers }
    const response = await product.app.fetch(new Request(`http://localhost${path}`, { ...init, headers: json }))
    return { status: response.status, text: await response.text() }
  }
}

/** A partner app, by a key of its own. */
async function partner(product: Running, name: string, createdById: number, own: Row[]): Promise<Asking> {
  const [prefix, secret] = [`sang_${name.slice(-8).replace(/\W/g, '-')}`, newToken()]
  const districtIds = own.map(({ id }) => id)
  await product.db.prisma.apiKey.create({
    data: {
      ...{ prefix, secretHash: sha256(secret), name, createdById, expiresOn: new Date('2021-01-01') },
      ...{ scope: own.length ? 'OWN_DISTRICT' : 'PUBLIC', lastUsedAt: product.product.now() },
      districts: { create: districtIds.map((districtId) => ({ districtId })) },
    },
  })
  return {
    name,
    role: 'PARTNER',
    districtIds,
    fetch: frontDoor(product, { authorization: `Bearer ${prefix}.${secret}` }),
  }
}
