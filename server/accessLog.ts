import { randomBytes } from 'node:crypto'
import type { Doing } from './act.ts'
import type { AccessLog, AccessLogCheckpoint, AccessLogHead, PrismaClient } from './generated/prisma/client.ts'
import type { AccessKind, Role } from './generated/prisma/enums.ts'
import { hmac, type PersonVault } from './person.ts'
import { array, base64 } from './sql.ts'

/** One person's data that was used; null numbers for a search that found nobody. */
export interface Access {
  personId: number | null
  participantId: number | null
}

/**
 * Writes the rows of the access log (접속기록) in the transaction of the act, one for each person, and returns the
 * number of the first. Rows of all processes come one after the other: each waits here for the transaction before it.
 */
export async function logAccess(
  { tx, viewer, context }: Pick<Doing, 'tx' | 'viewer' | 'context'>,
  kind: AccessKind,
  accesses: Access[],
  reason: string | null = null,
): Promise<number> {
  const { vault, now } = context.product
  const head = await takeHead(tx, vault)
  const key = vault.unwrap(head.wrappedKey)
  const { email } = await tx.user.findUniqueOrThrow({ where: { id: viewer.id }, select: { email: true } })
  const batch = head.lastId + 1
  const address = context.address.slice(0, 64)
  const common = { at: now(), accountId: viewer.id, email, role: viewer.role as Role, address, kind, reason, batch }
  let hash: Uint8Array<ArrayBuffer> = head.lastHash
  const rows = accesses.map((access, index) => {
    const row = { id: batch + index, ...common, ...access }
    hash = hashRow(key, row, hash)
    return { ...row, hash }
  })
  await insertRows(rows, tx)
  const lastId = head.lastId + rows.length
  await tx.accessLogHead.update({
    where: { id: 1 },
    data: { lastId, lastHash: hash, seal: sealHead(key, lastId, hash) },
  })
  return batch
}

/** Past Prisma's createMany, which takes longer over a thousand rows than all else of an import. */
async function insertRows(rows: AccessLog[], tx: Doing['tx']) {
  const [{ at, accountId, email, role, address, kind, reason, batch }] = rows as [AccessLog]
  const column = (type: string, name: keyof AccessLog) =>
    array(
      type,
      rows.map((row) => row[name]),
    )
  const hashes = rows.map(({ hash }) => base64(hash))
  await tx.$executeRaw`
    SELECT log_accesses(${batch}::int, ${at.toISOString()}::timestamptz, ${accountId}::int, ${email}, ${role}::"Role",
      ${address}, ${kind}::"AccessKind", ${reason}::text, ${column('int', 'personId')}, ${column('int', 'participantId')},
      ${array('bytea', hashes)})`
}

/**
 * Removes the rows before `before` and leaves a checkpoint in their place, so that the chain can be followed from
 * there. Returns how many were removed. The database itself refuses the removal of rows younger than two years.
 */
export async function pruneLog({ tx, viewer, context }: Doing, before: Date): Promise<number> {
  const { vault, now } = context.product
  const { wrappedKey, lastId: end } = await takeHead(tx, vault)
  const kept = await tx.accessLog.findFirst({ where: { at: { gte: before } }, orderBy: { id: 'asc' } })
  const last = await tx.accessLog.findFirst({ where: { id: { lt: kept?.id ?? end + 1 } }, orderBy: { id: 'desc' } })
  const first = await tx.accessLog.findFirst({ orderBy: { id: 'asc' } })
  if (!first || !last) return 0
  const { email } = await tx.user.findUniqueOrThrow({ where: { id: viewer.id }, select: { email: true } })
  const checkpoint = { lastId: last.id, firstId: first.id, lastHash: last.hash, before, removedAt: now(), email }
  const seal = sealCheckpoint(vault.unwrap(wrappedKey), checkpoint)
  await tx.accessLogCheckpoint.create({ data: { ...checkpoint, seal } })
  await tx.$queryRaw`SELECT set_config('sangsaeng.prune_before', ${before.toISOString()}, true)`
  const { count } = await tx.accessLog.deleteMany({ where: { id: { lte: last.id } } })
  await tx.$queryRaw`SELECT set_config('sangsaeng.prune_before', '', true)`
  return count
}

export interface LogCheck {
  ok: boolean
  /** Rows that are there and were found right. */
  rows: number
  /** Rows that were removed after their time, with a checkpoint. */
  removed: number
  first: Pick<AccessLog, 'id' | 'at'> | null
  last: Pick<AccessLog, 'id' | 'at'> | null
  /** Number of the first row that is wrong or missing; null when none is, or when it is not about one row. */
  brokenId: number | null
  /** What is wrong. */
  problem: string | null
}

/** Follows the chain from the first row, or the last checkpoint, to the head. */
export async function checkLog(prisma: PrismaClient, vault: PersonVault): Promise<LogCheck> {
  const seen: LogCheck = { ok: true, rows: 0, removed: 0, first: null, last: null, brokenId: null, problem: null }
  const broken = (problem: string, brokenId: number | null = null) => ({ ...seen, ok: false, brokenId, problem })
  const head = await prisma.accessLogHead.findUnique({ where: { id: 1 } })
  const checkpoints = await prisma.accessLogCheckpoint.findMany({ orderBy: { lastId: 'asc' } })
  if (!head) {
    const some = checkpoints.length || (await prisma.accessLog.count())
    return some ? broken('the end of the log (access_log_head) is gone') : seen
  }
  const key = openKey(vault, head)
  if (!key) return broken('the key of the log does not open with this DATA_KEY: it, or access_log_head, was changed')
  let end: Link = { id: 0, hash: FIRST }
  for (const checkpoint of checkpoints) {
    if (checkpoint.firstId !== end.id + 1 || !same(checkpoint.seal, sealCheckpoint(key, checkpoint))) {
      return broken(`the checkpoint of row ${checkpoint.lastId} was changed, or one before it is gone`)
    }
    end = { id: checkpoint.lastId, hash: checkpoint.lastHash }
  }
  seen.removed = end.id
  for (let rows = await nextRows(prisma, end, head); rows.length; rows = await nextRows(prisma, end, head)) {
    for (const row of rows) {
      if (row.id !== end.id + 1) return broken(`row ${end.id + 1} is missing`, end.id + 1)
      if (!same(row.hash, hashRow(key, row, end.hash))) return broken(`row ${row.id} was changed`, row.id)
      end = row
      seen.first ??= row
      seen.last = row
      seen.rows++
    }
  }
  if (end.id < head.lastId) return broken(`rows ${end.id + 1} to ${head.lastId} are missing`, end.id + 1)
  if (!same(head.lastHash, end.hash) || !same(head.seal, sealHead(key, head.lastId, head.lastHash))) {
    return broken('the end of the log (access_log_head) was changed')
  }
  const later = await prisma.accessLog.count({ where: { id: { gt: head.lastId } } })
  const now = await prisma.accessLogHead.findUnique({ where: { id: 1 } })
  return later && now?.lastId === head.lastId ? broken('the end of the log (access_log_head) was put back') : seen
}

type Link = { id: number; hash: Uint8Array }

const nextRows = (prisma: PrismaClient, { id }: Link, head: AccessLogHead) =>
  prisma.accessLog.findMany({ where: { id: { gt: id, lte: head.lastId } }, orderBy: { id: 'asc' }, take: 2000 })

/** The head, which nobody else can take until the transaction is over; made, with a key of its own, when there is none. */
async function takeHead(tx: Doing['tx'], vault: PersonVault): Promise<AccessLogHead> {
  const lock = () => tx.$queryRaw<AccessLogHead[]>`
    SELECT id, last_id AS "lastId", last_hash AS "lastHash", wrapped_key AS "wrappedKey", seal
    FROM access_log_head WHERE id = 1 FOR UPDATE`
  const [head] = await lock()
  if (head) return head
  const key = randomBytes(32)
  const data = { lastId: 0, lastHash: FIRST, wrappedKey: vault.wrap(key), seal: sealHead(key, 0, FIRST) }
  await tx.accessLogHead.createMany({ data, skipDuplicates: true })
  const [made] = await lock()
  return made as AccessLogHead
}

function openKey(vault: PersonVault, { wrappedKey }: AccessLogHead): Buffer | undefined {
  try {
    return vault.unwrap(wrappedKey)
  } catch {
    return undefined
  }
}

const hashRow = (key: Buffer, row: Omit<AccessLog, 'hash'>, before: Uint8Array) => {
  const { id, at, accountId, email, role, address, kind, personId, participantId, reason, batch } = row
  const who = [accountId, email, role, address]
  return mac(key, before, ['row', id, at.toISOString(), ...who, kind, personId, participantId, reason, batch])
}

const sealHead = (key: Buffer, lastId: number, lastHash: Uint8Array) => mac(key, lastHash, ['head', lastId])

const sealCheckpoint = (key: Buffer, checkpoint: Omit<AccessLogCheckpoint, 'seal'>) => {
  const { lastId, firstId, lastHash, before, removedAt, email } = checkpoint
  return mac(key, lastHash, ['checkpoint', lastId, firstId, before.toISOString(), removedAt.toISOString(), email])
}

const mac = (key: Buffer, before: Uint8Array, content: unknown[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(hmac(key, before, JSON.stringify(content)))

const same = (one: Uint8Array, two: Uint8Array) => Buffer.compare(one, two) === 0

/** What the first row is chained to. */
const FIRST = new Uint8Array(32)
