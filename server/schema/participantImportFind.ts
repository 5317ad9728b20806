import type { Doing } from '../act.ts'
import { recordset } from '../sql.ts'
import type { Entry } from './participantImport.ts'

export type Found = Awaited<ReturnType<typeof participantsOf>>[number]

/** Whether nobody is there of some of the rows, from the whole length of the part. */
export async function seemNew(entries: Entry[], doing: Doing): Promise<boolean> {
  const apart = Math.ceil(entries.length / SOME)
  const some = entries.filter((_, index) => index % apart === 0)
  return some.length > 0 && !(await hitsOf(some, doing)).length
}
const SOME = 20

/** Who of the rows is there already: by the own number, else as the same person in the same program. */
export async function findEach(entries: Entry[], doing: Doing) {
  const { tx } = doing
  const hits = await hitsOf(entries, doing)
  const known = new Map<number, number>()
  for (const { line, known: id } of hits) if (id) known.set(line, Math.min(id, known.get(line) ?? id))
  for (const entry of entries) entry.known = known.get(entry.line)
  const pairs = hits.flatMap(({ line, id }) => (id ? [{ line, id }] : []))
  if (!pairs.length) return
  const ids = [...new Set(pairs.map(({ id }) => id))]
  // Nobody moves or changes them meanwhile.
  await tx.$queryRaw`SELECT id FROM participant WHERE id = ANY(${ids}::int[]) ORDER BY id FOR NO KEY UPDATE`
  const found = new Map((await participantsOf(ids, doing)).map((participant) => [participant.id, participant]))
  const byLine = new Map<number, Found[]>()
  for (const { line, id } of pairs) byLine.set(line, [...(byLine.get(line) ?? []), found.get(id) as Found])
  for (const entry of entries) {
    const candidates = byLine.get(entry.line) ?? []
    const { number } = entry.values
    entry.found = candidates.find(({ ownNumber }) => number && ownNumber === number) ?? candidates[0]
  }
}

/** Participants of the programs, and persons of the districts, that the rows are about. */
async function hitsOf(entries: Entry[], { tx }: Doing) {
  const rows = entries.map(({ line, place, values, print, phone, ids }) => ({
    line,
    program: place.id,
    district: place.districtId,
    number: values.number ?? null,
    print: values.birthDate || phone ? print : null,
    phone,
    own: ids?.person ?? null,
  }))
  const columns = {
    line: 'int',
    program: 'int',
    district: 'int',
    number: 'text',
    print: 'bytea',
    phone: 'bytea',
    own: 'int',
  }
  const hits = await tx.$queryRaw<{ line: number; id: number | null; known: number | null }[]>`
    WITH row AS MATERIALIZED (SELECT * FROM ${recordset(columns, rows)})
    SELECT row.line, a.id, NULL AS known FROM row
    JOIN participant a ON a.program_id = row.program AND a.own_number = row.number
    UNION ALL
    SELECT row.line, a.id, CASE WHEN row.phone IS NOT NULL AND EXISTS (
        SELECT 1 FROM participant o JOIN program p ON p.id = o.program_id
        WHERE o.person_id = n.id AND p.district_id = row.district
        OFFSET 0) -- asked of each person found, not of all participants of the district
      THEN n.id END
    FROM row
    CROSS JOIN LATERAL (
      SELECT id FROM person
      WHERE fingerprint = row.print AND phone_hash IS NOT DISTINCT FROM row.phone AND id IS DISTINCT FROM row.own
      OFFSET 0) n -- looked up for each row, as to read all persons takes longer
    LEFT JOIN participant a ON a.person_id = n.id AND a.program_id = row.program
    ORDER BY id`
  return hits.filter(({ id, known }) => id || known)
}

const participantsOf = (ids: number[], { tx }: Doing) =>
  tx.participant.findMany({
    where: { id: { in: ids } },
    select: {
      id: true,
      personId: true,
      ownNumber: true,
      importHash: true,
      cohortId: true,
      note: true,
      person: { select: { fingerprint: true, phoneHash: true } },
      targetGroups: { select: { targetGroupId: true }, orderBy: { targetGroupId: 'asc' } },
      history: {
        where: { retractedAt: null },
        select: { stage: true, on: true },
        orderBy: [{ on: 'asc' }, { id: 'asc' }],
      },
    },
  })
