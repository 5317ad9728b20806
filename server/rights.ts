import type { Transaction } from './act.ts'
import type { Context } from './context.ts'
import type { Database } from './db.ts'
import type { RightsChangeKind } from './generated/prisma/enums.ts'

/** Who does it, in which transaction; `Doing` of an act is one. */
export interface Changing {
  tx: Transaction
  context: Context
  viewer: { id: number }
}

interface Change {
  kind: RightsChangeKind
  /** Whose rights they are. */
  userId?: number
  before?: string | null
  after?: string | null
}

/** Keeps a record of a change of rights, in the transaction that makes it. No code changes such a record. */
export async function recordRightsChange({ tx, context, viewer }: Changing, change: Change): Promise<void> {
  await tx.rightsChange.create({
    data: { ...change, at: context.product.now(), byId: viewer.id, address: context.address },
  })
}

/** Years for which changes of rights are kept (개인정보의 안전성 확보조치 기준, art. 5). */
const YEARS = 3

/** Removes, a thousand at a time, what is older than must be kept. */
export async function removeOldRightsChanges({ query }: Pick<Database, 'query'>, now: Date): Promise<number> {
  const before = new Date(now)
  before.setUTCFullYear(before.getUTCFullYear() - YEARS)
  let removed = 0
  for (;;) {
    const rows = await query(
      'DELETE FROM rights_change WHERE id IN (SELECT id FROM rights_change WHERE at < $1 ORDER BY id LIMIT 1000) RETURNING id',
      [before.toISOString()],
    )
    removed += rows.length
    if (rows.length < 1000) return removed
  }
}
