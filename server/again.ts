import { createHash, createHmac } from 'node:crypto'
import type { Transaction } from './act.ts'
import type { Context } from './context.ts'
import { Problem, Refused } from './errors.ts'

const KEPT_MS = 24 * 3_600_000

/** An act as its caller knows it, from the header `Idempotency-Key`. */
export interface Attempt {
  key: Uint8Array<ArrayBuffer>
  input: Uint8Array<ArrayBuffer>
}

/** How an act is recognized when it is sent again; undefined when the caller gave no key. */
export function attemptOf(
  { headers }: Context,
  field: string | number,
  act: string,
  input: object,
): Attempt | undefined {
  const key = headers.get('idempotency-key')
  if (!key) return undefined
  if (!/^[\w-]{16,64}$/.test(key)) throw new Refused([new Problem('BAD_KEY', {}, 'input')])
  // Whoever has the database alone can test no guess at what was sent.
  const hmac = createHmac('sha256', key).update(JSON.stringify([act, input]))
  return {
    key: new Uint8Array(createHash('sha256').update(`${key} ${field}`).digest()),
    input: new Uint8Array(hmac.digest()),
  }
}

/** The records of the same act if it was done before. Until the transaction ends, nobody else does it. */
export async function doneBefore(
  tx: Transaction,
  userId: number,
  { key, input }: Attempt,
): Promise<number[] | undefined> {
  const lock = Buffer.from(key).readInt32BE(0)
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${lock}::int, ${userId}::int)`
  const done = await tx.doneAct.findUnique({ where: { userId_keyHash: { userId, keyHash: key } } })
  if (!done) return undefined
  if (!Buffer.from(done.inputHash).equals(input)) throw new Refused([new Problem('DONE_BEFORE', {}, 'input')])
  return done.recordIds
}

export async function rememberDone(tx: Transaction, userId: number, attempt: Attempt, recordIds: number[], at: Date) {
  await tx.doneAct.deleteMany({ where: { at: { lt: new Date(at.getTime() - KEPT_MS) } } })
  await tx.doneAct.create({ data: { userId, keyHash: attempt.key, inputHash: attempt.input, recordIds, at } })
}
