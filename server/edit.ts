import { allowed, type NodeName, type RuleName } from './access.ts'
import type { Doing, Transaction } from './act.ts'
import { delegate } from './delegate.ts'
import { forbidden, notFound, Problem, Refused, refuse } from './errors.ts'
import { Prisma } from './generated/prisma/client.ts'
import { nounInWords } from './input.ts'
import { conditionSql, tableOf } from './sql.ts'
import { koreanDay } from './statistics/clock.ts'
import { type Correction, correctionSql } from './write.ts'

/* What acts use to change a record that somebody read before, and to check what they wrote. */

export const matches = (tx: Transaction, noun: NodeName, id: number, where: object): Promise<boolean> =>
  matchesAll(tx, noun, [id], where)

/** Past Prisma, which takes long over a thousand ids. */
export async function matchesAll(tx: Transaction, noun: NodeName, ids: number[], where: object): Promise<boolean> {
  const [found] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM ${Prisma.raw(`"${tableOf(noun)}"`)} AS "record"
    WHERE ${conditionSql(noun, 'record', { AND: [{ id: { in: ids } }, where] })}`
  return found?.count === new Set(ids).size
}

/** Refused because the record was changed after it was read: the payload carries the record as it is now. */
export class Stale extends Refused {
  readonly id: number
  constructor(id: number, problems: Problem[]) {
    super(problems)
    this.id = id
  }
}

/** What is corrected of a record: the record, its version as it was read, and its fields. */
export type Corrected = { id: number; version: number; [field: string]: unknown }
export const correctionOf = ({ id, version, ...changes }: Corrected): Correction => ({ id, version, changes })

/** A field of an edit that is no column of its own: what it is now and what was sent. */
export interface Apart {
  now: string
  sent: string
  same: boolean
}

/**
 * Writes `changes` to the record if it still has the version that the caller read. Otherwise refuses, field by field,
 * with the value of now and the value that was sent; a field that has the sent value already is no conflict.
 */
export async function edit(
  rule: RuleName,
  noun: NodeName,
  input: Corrected,
  doing: Doing,
  apart: Record<string, Apart | undefined> = {},
): Promise<number> {
  const { tx, viewer } = doing
  const correction = correctionOf(input)
  const { id, changes } = correction
  const where = { AND: [allowed(viewer, `read${noun}`), allowed(viewer, rule)] }
  const written = await tx.$queryRaw<unknown[]>(correctionSql(noun, { ...correction, where }))
  if (written.length) return id
  await mayChange(rule, noun, id, doing)
  const now: Record<string, unknown> = await delegate(tx, noun).findUniqueOrThrow({ where: { id } })
  const columns = Object.entries(changes).map(([field, sent]): [string, Apart | undefined] => [
    field,
    sent === undefined ? undefined : compare(plain(now[field]), plain(sent)),
  ])
  const problems = [...columns, ...Object.entries(apart)].flatMap(([field, both]) =>
    both && !both.same ? [new Problem('CONFLICT', { now: both.now, sent: both.sent }, field)] : [],
  )
  if (problems.length) throw new Stale(id, problems)
  return id
}

export const compare = (now: string, sent: string): Apart => ({ now, sent, same: now === sent })

/** Not found when the caller may not see the record, forbidden when the rule does not let the caller change it. */
export async function mayChange(rule: RuleName, noun: NodeName, id: number, { tx, viewer }: Doing) {
  if (!(await matches(tx, noun, id, allowed(viewer, `read${noun}`)))) throw notFound(nounInWords(noun))
  if (!(await matches(tx, noun, id, allowed(viewer, rule)))) throw forbidden()
}

/**
 * Takes the record, which nobody else can change until the act is over, for a change of more than its columns. It
 * must have the version that the caller read; unlike with `edit`, any later version is refused.
 */
export async function take(
  rule: RuleName,
  noun: NodeName,
  { id, version }: { id: number; version: number },
  doing: Doing,
): Promise<number> {
  const table = delegate(doing.tx, noun)
  await mayChange(rule, noun, id, doing)
  const { count } = await table.updateMany({ where: { id, version }, data: { version: { increment: 1 } } })
  if (count === 1) return id
  const now = await table.findUniqueOrThrow({ where: { id } })
  throw new Stale(id, [new Problem('CONFLICT', { now: now.version, sent: version }, 'version')])
}

/** Refuses the written record if its `later` day is before its `earlier` one. */
export async function ordered(
  noun: NodeName,
  id: number,
  earlier: string,
  later: string,
  { tx }: Doing,
): Promise<number> {
  const found: Record<string, unknown> = await delegate(tx, noun).findUniqueOrThrow({ where: { id } })
  const row = found as Record<string, Date | null>
  if (row[earlier] && row[later] && row[later] < row[earlier]) refuse(later, 'BEFORE', { other: earlier })
  return id
}

/** Refuses a day that has not come yet in Korea. */
export function notAfterToday(field: string, on: Date, { context }: Doing) {
  const today = koreanDay(context.product.now())
  if (on > today) refuse(field, 'IN_FUTURE', { today: plain(today) })
}

function plain(value: unknown): string {
  if (value === null || value === undefined) return '–'
  if (value instanceof Date) return value.toISOString().replace('T00:00:00.000Z', '')
  return String(value instanceof Prisma.Decimal ? value.toFixed() : value)
}
