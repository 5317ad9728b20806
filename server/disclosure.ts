import { dayOf } from './builder.ts'
import type { Database } from './db.ts'
import type { Env } from './env.ts'
import { Prisma } from './generated/prisma/client.ts'
import { inParts } from './parts.ts'
import { koreanDay, momentSql } from './statistics/clock.ts'
import { countRegister, type RegisterRow } from './statistics/register.ts'
import { BASES_BY_WEIGHT, type Count, openable, type Thresholds } from './statistics/suppression.ts'

type Client = Prisma.TransactionClient
type Found = Count & { id: number; programId: number }

export const thresholdsOf = (env: Env): Thresholds => ({
  ordinary: env.SUPPRESSION_THRESHOLD,
  sensitive: Math.max(env.SUPPRESSION_THRESHOLD, env.SUPPRESSION_THRESHOLD_SENSITIVE),
})

/** A count of people by the indicator `i`: what suppression.ts protects. */
export const PEOPLE = Prisma.sql`(i.population IN ('PARTICIPANTS', 'SERVICE_USERS') AND i.basis <> 'TARGET'
  AND (i.kind <> 'RATE' OR i.population = 'PARTICIPANTS'))`

/** The same of a figure that was read. */
export const isOfPeople = ({ population, basis, kind }: { population: string; basis: string; kind: string }) =>
  basis !== 'TARGET' && (population === 'PARTICIPANTS' || (population === 'SERVICE_USERS' && kind !== 'RATE'))

/** Opens to everyone those approved figures of the programs that tell of no small group of people. */
export async function openFigures(tx: Client, programIds: number[], thresholds: Thresholds) {
  await lock(tx, programIds)
  await tx.$executeRaw`
    UPDATE outcome o SET public_value = o.value FROM indicator i
    WHERE i.id = o.indicator_id AND o.program_id = ANY(${programIds}::int[]) AND o.status = 'APPROVED'
      AND o.value IS NOT NULL AND o.public_value IS NULL AND (NOT ${PEOPLE} OR EXISTS (
        SELECT FROM citation c JOIN source s ON s.id = c.source_id WHERE c.outcome_id = o.id AND s.published
      ))`
  const known = await countsOf(tx, programIds, thresholds)
  const ids = programIds.flatMap((program) => openable(known.get(program) ?? []).map(({ id }) => id))
  if (ids.length) await tx.$executeRaw`UPDATE outcome SET public_value = value WHERE id = ANY(${ids}::int[])`
}

/** Counts the registered participants of the programs once, and keeps those counts that can be opened beside the figures. */
export async function openRegister(
  tx: Client,
  programIds: number[],
  { asOf, knownAt }: { asOf: Date; knownAt: Date },
  thresholds: Thresholds,
) {
  await lock(tx, programIds)
  const known = await countsOf(tx, programIds, thresholds)
  const weight = ({ basis, dimension }: RegisterRow) => (dimension ? 10 : 0) + BASES_BY_WEIGHT.indexOf(basis)
  const rows = (await countRegister(tx, programIds, { asOf, knownAt })).sort((a, b) => weight(a) - weight(b))
  const { programs, groups } = await sensitive(tx, programIds)
  const data = programIds.flatMap((program) => {
    const counts = rows
      .filter(({ programId }) => programId === program)
      .map((row) => ({ ...row, ...countOf(row, dayOf(asOf)), threshold: thresholds.ordinary }))
    for (const count of counts) {
      const told = programs.has(program) || (count.dimension === 'TARGET_GROUP' && groups.has(count.category ?? ''))
      if (told) count.threshold = thresholds.sensitive
    }
    const opened = new Set<object>(openable([...(known.get(program) ?? []).filter(({ open }) => open), ...counts]))
    return counts.map((count) => ({ ...count, value: opened.has(count) ? count.value : null }))
  })
  // As one array per column: of ten thousands of rows, `createMany` takes seconds.
  await tx.$executeRaw`
    INSERT INTO register_count (program_id, basis, dimension, category, value, as_of, known_at)
    SELECT program, basis::"CountingBasis", dimension::"Dimension", category, value, ${dayOf(asOf)}::date, ${momentSql(knownAt)}
    FROM unnest(
      ${data.map(({ programId }) => programId)}::int[], ${data.map(({ basis }) => basis)}::text[],
      ${data.map(({ dimension }) => dimension)}::text[], ${data.map(({ category }) => category)}::text[],
      ${data.map(({ value }) => value)}::int[]
    ) AS row (program, basis, dimension, category, value)`
}

/**
 * Opens what can be opened of a whole database, the approvals in their order: the figures, and the participants of
 * programs whose final report is in and that were not counted yet. Not for two processes at once: call it in `alone`.
 */
export async function openAll({ prisma }: Database, thresholds: Thresholds, now: Date) {
  const programs = await prisma.program.findMany({
    where: { OR: [{ outcomes: { some: { status: 'APPROVED' } } }, { participants: { some: {} } }] },
    select: { id: true, stage: true, round: { select: { year: true } }, registerCounts: { take: 1 } },
    orderBy: [{ round: { year: 'asc' } }, { id: 'asc' }],
  })
  for (const batch of inParts(programs, BATCH)) {
    await prisma.$transaction(async (tx) => {
      await openFigures(tx, idsOf(batch), thresholds)
      const reported = batch.filter(({ stage, registerCounts }) => REPORTED.has(stage) && !registerCounts.length)
      for (const year of new Set(reported.map(({ round }) => round.year))) {
        const ended = new Date(Date.UTC(year, 11, 31))
        const asOf = ended < now ? ended : koreanDay(now)
        const ids = idsOf(reported.filter(({ round }) => round.year === year))
        await openRegister(tx, ids, { asOf, knownAt: now }, thresholds)
      }
    }, PATIENCE)
  }
}

/** Decides everything anew when the thresholds are not those of the last time; answers whether it did. */
export async function keepThresholds(db: Database, thresholds: Thresholds): Promise<boolean> {
  const value = JSON.stringify(thresholds, ['ordinary', 'sensitive'])
  const { setting, outcome, registerCount } = db.prisma
  const before = await setting.findUnique({ where: { key: 'suppression' } })
  if (before?.value === value) return false
  await setting.deleteMany({ where: { key: 'suppression' } }) // what is interrupted is begun again
  await outcome.updateMany({ where: { publicValue: { not: null } }, data: { publicValue: null } })
  await registerCount.deleteMany()
  await openAll(db, thresholds, new Date())
  await setting.create({ data: { key: 'suppression', value } })
  return true
}

const BATCH = 500
const PATIENCE = { maxWait: 60_000, timeout: 600_000 } // milliseconds: a start may be on a busy machine
const REPORTED = new Set<string>(['REPORTED', 'SETTLED', 'EVALUATED'])
const idsOf = (rows: { id: number }[]) => rows.map(({ id }) => id)

/** One after the other: two counts that are approved at once must know of each other. */
const lock = (tx: Client, programIds: number[]) =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK}::int, id) FROM unnest(${programIds}::int[]) id ORDER BY id`
const LOCK = 7_204_620 // any number that no other application on the same database takes

/** The counts of people of each program that are or can become public, in the order of their approval. */
async function countsOf(tx: Client, programIds: number[], thresholds: Thresholds): Promise<Map<number, Found[]>> {
  const rows = await tx.$queryRaw<Found[]>`
    SELECT o.id, o.program_id AS "programId", o.value::float AS value, i.population::text AS population,
      i.code AS measure, o.cohort_id AS "cohortId", o.dimension::text AS dimension, o.category,
      o.period_start::text AS "from", o.as_of::text AS "to", o.public_value IS NOT NULL AS open,
      CASE WHEN g.sensitive OR EXISTS (
        SELECT FROM program_target_group p JOIN target_group t ON t.id = p.target_group_id
        WHERE p.program_id = o.program_id AND t.sensitive
      ) THEN ${thresholds.sensitive}::int ELSE ${thresholds.ordinary}::int END AS threshold
    FROM outcome o JOIN indicator i ON i.id = o.indicator_id
      LEFT JOIN target_group g ON o.dimension = 'TARGET_GROUP' AND g.code = o.category
    WHERE o.program_id = ANY(${programIds}::int[]) AND o.status = 'APPROVED' AND o.value IS NOT NULL
      AND i.kind <> 'RATE' AND ${PEOPLE}
    ORDER BY o.approved_at, o.id`
  const counted = await tx.registerCount.findMany({
    where: { programId: { in: programIds }, value: { not: null } },
    orderBy: { id: 'asc' },
  })
  const { programs, groups } = await sensitive(tx, programIds)
  const found = new Map<number, Found[]>(programIds.map((id) => [id, []]))
  for (const row of rows) found.get(row.programId)?.push(row)
  for (const row of counted) {
    const told = programs.has(row.programId) || groups.has(row.category ?? '')
    const threshold = told ? thresholds.sensitive : thresholds.ordinary
    const count = countOf({ ...row, value: row.value as number }, dayOf(row.asOf))
    found.get(row.programId)?.push({ ...count, id: 0, programId: row.programId, threshold, open: true })
  }
  return found
}

/** A count of registered participants. Those of whom a part is not known are a part too. */
const countOf = ({ basis, dimension, category, value }: Omit<RegisterRow, 'programId'>, to: string) => ({
  ...{ value, dimension, category, to, open: false, threshold: 0 },
  ...{ population: 'PARTICIPANTS' as const, measure: `registered ${basis}`, cohortId: null, from: null },
})

async function sensitive(tx: Client, programIds: number[]) {
  const groups = await tx.targetGroup.findMany({ where: { sensitive: true }, select: { id: true, code: true } })
  const programs = await tx.programTargetGroup.findMany({
    where: { programId: { in: programIds }, targetGroupId: { in: idsOf(groups) } },
  })
  return {
    programs: new Set(programs.map(({ programId }) => programId)),
    groups: new Set(groups.map(({ code }) => code)),
  }
}
