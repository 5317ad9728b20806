import { createHash, createHmac } from 'node:crypto'
import type { Transaction } from './act.ts'
import type { Context } from './context.ts'
import { Problem, Refused } from './errors.ts'
import type { Writer } from './sql.ts'

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

const oldest = (at: Date) => new Date(at.getTime() - KEPT_MS)

export async function rememberDone(tx: Transaction, userId: number, attempt: Attempt, recordIds: number[], at: Date) {
  await tx.doneAct.deleteMany({ where: { at: { lt: oldest(at) } } })
  await tx.doneAct.create({ data: { userId, keyHash: attempt.key, inputHash: attempt.input, recordIds, at } })
}

/** The same of the row `written`, as parts of the statement that writes it. Who did it before is told by its refusal. */
export function writeRemembered(writer: Writer, userId: number, { key, input }: Attempt, at: Date): Writer {
  writer.add(', forgotten AS (DELETE FROM done_act WHERE at < ').value(oldest(at).toISOString(), 'timestamptz')
  writer.add('), remembered AS (INSERT INTO done_act (user_id, key_hash, input_hash, record_ids, at) SELECT ')
  writer.value(userId, 'int').add(', ').value(Buffer.from(key), 'bytea').add(', ').value(Buffer.from(input), 'bytea')
  writer.add(', ARRAY[written."id"], ').value(at.toISOString(), 'timestamptz')
  return writer.add(' FROM written)')
}
