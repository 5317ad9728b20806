import type { Prisma, PrismaClient } from '../generated/prisma/client.ts'

type Client = Pick<PrismaClient, '$queryRaw'>

export interface Due {
  programId: number
  code: string
  titleKo: string
  titleEn: string | null
  status: 'DUE' | 'NO_DATE'
  destroyOn: Date | null
  participations: number
  kept: number
}

/** Programs with personal data whose day has come, and those that have ended without one: their year is over. */
export async function destructionsDue(client: Client, on: Date): Promise<Due[]> {
  const day = on.toISOString().slice(0, 10)
  return client.$queryRaw<Due[]>`
    SELECT p.id AS "programId", p.code, p.title_ko AS "titleKo", p.title_en AS "titleEn", p.destroy_on AS "destroyOn",
      CASE WHEN p.destroy_on IS NULL THEN 'NO_DATE' ELSE 'DUE' END AS status, count(*)::int AS participations,
      (count(*) FILTER (WHERE EXISTS (
        SELECT 1 FROM participant b JOIN program q ON q.id = b.program_id
        WHERE b.person_id = a.person_id AND b.id <> a.id AND (q.destroy_on IS NULL OR q.destroy_on > ${day}::date)
      )))::int AS kept
    FROM program p JOIN round r ON r.id = p.round_id JOIN participant a ON a.program_id = p.id AND a.person_id IS NOT NULL
    WHERE p.destroy_on <= ${day}::date
      OR (p.destroy_on IS NULL AND (r.year < extract(year FROM ${day}::date) OR p.stage IN ('SETTLED', 'EVALUATED', 'WITHDRAWN')))
    GROUP BY p.id ORDER BY status, p.destroy_on, p.code`
}

/**
 * Takes the person away from the participations, and destroys those who then take part nowhere. What is needed for
 * counts stays with the participation: sex and the ten years of the age in the year of the round. The written notes
 * go, because nobody knows what is in them. With a day, participations of the person in other programs whose day has
 * come by then go too. Returns what was done to whom, and the numbers of the destroyed persons.
 */
export async function makeAnonymous(
  tx: Prisma.TransactionClient,
  which: { programId: number } | { id: { in: number[] } },
  by: Date | null,
  at: Date,
) {
  const meant = await tx.participant.findMany({
    where: { ...which, personId: { not: null } },
    select: { personId: true },
  })
  const persons = [...new Set(meant.flatMap(({ personId }) => personId ?? []))].sort((one, two) => one - two)
  // Nobody can be enrolled elsewhere, revealed or corrected meanwhile.
  await tx.$queryRaw`SELECT id FROM person WHERE id = ANY(${persons}::int[]) ORDER BY id FOR UPDATE`
  const due = by ? [{ personId: { in: persons }, program: { destroyOn: { lte: by } } }] : []
  const where = { personId: { in: persons }, OR: [which, ...due] }
  const accesses = await tx.participant.findMany({
    where,
    select: { id: true, personId: true },
    orderBy: [{ personId: 'asc' }, { id: 'asc' }],
  })
  const ids = accesses.map(({ id }) => id)
  await tx.$executeRaw`
    UPDATE participant a SET sex = n.sex, age_band = (r.year - n.birth_year) / 10 * 10, note = NULL, person_id = NULL,
      own_number = NULL, import_hash = NULL,
      destroyed_at = ${at.toISOString()}::timestamptz, version = a.version + 1, updated_at = ${at.toISOString()}::timestamptz
    FROM person n, program p JOIN round r ON r.id = p.round_id
    WHERE a.id = ANY(${ids}::int[]) AND n.id = a.person_id AND p.id = a.program_id`
  await tx.stageChange.updateMany({ where: { participantId: { in: ids } }, data: { reason: null } })
  await tx.followUp.updateMany({ where: { participantId: { in: ids } }, data: { note: null } })
  const left = await tx.person.findMany({
    where: { id: { in: persons }, participants: { none: {} } },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  const destroyed = left.map(({ id }) => id)
  await tx.person.deleteMany({ where: { id: { in: destroyed } } })
  return {
    accesses: accesses.map(({ id, personId }) => ({ participantId: id, personId })),
    destroyed,
    kept: persons.length - destroyed.length,
  }
}
