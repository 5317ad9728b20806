import { createHash } from 'node:crypto'
import type { Product } from './context.ts'
import { refuse } from './errors.ts'

/** How often something secret may be got wrong within 15 minutes: for one account, and from one network address. */
const LIMITS = { account: 10, address: 100 }
const WINDOW_MS = 15 * 60 * 1000

export type Counted = [kind: keyof typeof LIMITS, name: string]

/**
 * Counts an attempt before it is looked at, so that attempts at the same time count too; in the database, so that all
 * processes count together. When there were too many, `field` is refused with the seconds to wait, whether the account
 * exists or not.
 */
export async function countAttempt({ db, now }: Product, attempts: Counted[], field: string): Promise<void> {
  const at = now()
  await removeOld(db, at)
  let wait = 0
  for (const [kind, name] of attempts) {
    const [row] = await db.query(
      `INSERT INTO sign_in_count AS c (key, tries, until) VALUES ($1, 1, $3)
       ON CONFLICT (key) DO UPDATE SET
         tries = CASE WHEN c.until <= $2 THEN 1 ELSE least(c.tries, 1000000) + 1 END,
         until = CASE WHEN c.until <= $2 THEN excluded.until ELSE c.until END
       RETURNING tries, until`,
      [keyOf([kind, name]), at.toISOString(), new Date(at.getTime() + WINDOW_MS).toISOString()],
    )
    const { tries, until } = row as { tries: number; until: Date }
    if (tries > LIMITS[kind]) wait = Math.max(wait, until.getTime() - at.getTime())
  }
  if (wait) refuse(field, 'TOO_MANY_ATTEMPTS', { seconds: Math.ceil(wait / 1000) })
}

/** The attempt was right: the account starts anew, and the address has one less. */
export async function attemptSucceeded({ db }: Product, attempts: Counted[]): Promise<void> {
  for (const attempt of attempts) {
    const after = attempt[0] === 'account' ? '0' : 'greatest(tries - 1, 0)'
    await db.query(`UPDATE sign_in_count SET tries = ${after} WHERE key = $1`, [keyOf(attempt)])
  }
}

/** A hash, because somebody may have typed a password where the e-mail address belongs. */
const keyOf = (attempt: Counted) => createHash('sha256').update(attempt.join(' ')).digest('base64')

const removeOld = (db: Product['db'], at: Date) =>
  db.query(
    `DELETE FROM sign_in_count WHERE key IN (
       SELECT key FROM sign_in_count WHERE until <= $1 ORDER BY until LIMIT 100 FOR UPDATE SKIP LOCKED)`,
    [at.toISOString()],
  )
