import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Partner } from './access.ts'
import type { Doing } from './act.ts'
import type { Product, RequestHeaders } from './context.ts'
import { mayChange } from './edit.ts'
import { badKey, refuse } from './errors.ts'
import type { ApiKeyScope } from './generated/prisma/enums.ts'
import { recordRightsChange } from './rights.ts'
import { koreanDay } from './statistics/clock.ts'

const HOUR_MS = 60 * 60 * 1000
const MINUTE_MS = 60 * 1000

/**
 * The partner whose key is in `Authorization: Bearer prefix.secret`; undefined without that header. Throws when the key
 * is not good: a wrong key never reads as nobody. What is wrong is told only to those who know the secret.
 */
export async function partnerOf({ db, now }: Product, headers: RequestHeaders): Promise<Partner | undefined> {
  const sent = headers.get('authorization')
  if (sent === null) return undefined
  const [, prefix, secret] = /^Bearer +(sang_[\w-]{8})\.([\w-]{43})$/i.exec(sent.trim()) ?? []
  if (!prefix || !secret) throw badKey('API_KEY_UNKNOWN')
  const key = await db.prisma.apiKey.findUnique({ where: { prefix }, include: { districts: true } })
  if (!timingSafeEqual(sha256(secret), key?.secretHash ?? NO_HASH) || !key) throw badKey('API_KEY_UNKNOWN')
  const moment = now()
  if (key.revokedAt) throw badKey('API_KEY_REVOKED')
  if (koreanDay(moment) > key.expiresOn) throw badKey('API_KEY_EXPIRED')
  if (key.overlapEndsAt && moment >= key.overlapEndsAt) throw badKey('API_KEY_EXPIRED')
  const origin = headers.get('origin')
  if (key.allowedOrigins.length && !key.allowedOrigins.includes(origin ?? '')) throw badKey('API_KEY_ORIGIN')
  if (moment.getTime() - (key.lastUsedAt?.getTime() ?? 0) >= MINUTE_MS) {
    // Not by Prisma, which would count it as a change of the record.
    await db.query('UPDATE api_key SET last_used_at = $1 WHERE id = $2', [moment.toISOString(), key.id])
  }
  return { role: 'PARTNER', keyId: key.id, districtIds: key.districts.map(({ districtId }) => districtId) }
}

const sha256 = (text: string) => new Uint8Array(createHash('sha256').update(text).digest())
const NO_HASH = new Uint8Array(32)

export type KeyChange =
  | {
      act: 'create'
      name: string
      scope: ApiKeyScope
      districtIds: number[]
      allowedOrigins: string[]
      expiresOn: Date
    }
  | { act: 'rotate'; id: number; overlapHours: number; expiresOn: Date | undefined }
  | { act: 'revoke'; id: number }

/** Makes, rotates or revokes a key and returns its id. The whole key of a new one goes into the answer and nowhere else. */
export async function changeKey(change: KeyChange, doing: Doing): Promise<number> {
  const id = await changed(change, doing)
  const where = { id: change.act === 'create' ? id : change.id }
  const { prefix, name, scope } = await doing.tx.apiKey.findUniqueOrThrow({ where })
  await recordRightsChange(doing, { kind: RECORDED[change.act], after: `${prefix} ${name} (${scope})` })
  return id
}

const RECORDED = { create: 'API_KEY_MADE', rotate: 'API_KEY_ROTATED', revoke: 'API_KEY_REVOKED' } as const

async function changed(change: KeyChange, doing: Doing): Promise<number> {
  if (change.act === 'create') return create(change, doing)
  const { tx, context } = doing
  const rule = change.act === 'rotate' ? 'rotateApiKey' : 'revokeApiKey'
  await mayChange(rule, 'ApiKey', change.id, doing)
  const now = context.product.now()
  const old = await tx.apiKey.findUniqueOrThrow({ where: { id: change.id }, include: { districts: true } })
  if (old.revokedAt) refuse('id', 'KEY_REVOKED')
  const version = { increment: 1 }
  if (change.act === 'revoke') {
    await tx.apiKey.update({ where: { id: old.id }, data: { revokedAt: now, version } })
    return old.id
  }
  if (old.rotatedToId) refuse('id', 'KEY_ROTATED')
  const { name, scope, allowedOrigins } = old
  const expiresOn = change.expiresOn ?? old.expiresOn
  if (koreanDay(now) > expiresOn) refuse('id', 'KEY_EXPIRED')
  const districtIds = old.districts.map(({ districtId }) => districtId)
  const id = await create({ act: 'create', name, scope, districtIds, allowedOrigins, expiresOn }, doing)
  const overlapEndsAt = new Date(now.getTime() + change.overlapHours * HOUR_MS)
  await tx.apiKey.update({ where: { id: old.id }, data: { rotatedToId: id, overlapEndsAt, version } })
  return id
}

async function create({ act, districtIds, ...key }: KeyChange & { act: 'create' }, { tx, viewer, show }: Doing) {
  const prefix = `sang_${randomBytes(6).toString('base64url')}`
  const secret = randomBytes(32).toString('base64url')
  const districts = { create: districtIds.map((districtId) => ({ districtId })) }
  const data = { ...key, prefix, secretHash: sha256(secret), createdById: viewer.id, districts }
  const { id } = await tx.apiKey.create({ data })
  show('secret', `${prefix}.${secret}`)
  return id
}
