import { beforeAll, expect, test } from 'vitest'
import { loadSeeds } from '../seeds/index.ts'
import { knownAt, outcomes } from '../seeds/outcome.ts'
import { loadSynthetic } from '../seeds/synthetic.ts'
import { syntheticOutcomes, syntheticParticipants, syntheticPrograms } from '../seeds/syntheticData.ts'
import type { Database } from '../server/db.ts'
import { keepThresholds } from '../server/disclosure.ts'
import { personVault } from '../server/person.ts'
import { emptyDatabase, freshDatabase } from './support.ts'

let seeded: Database
beforeAll(async () => {
  seeded = await freshDatabase()
})

const vault = personVault(Buffer.alloc(32, 7))
const nothing = {
  districts: 0,
  districtEvents: 0,
  rounds: 0,
  targetGroups: 0,
  programLines: 0,
  programs: 0,
  organizations: 0,
  sources: 0,
  fundingLines: 0,
  agreements: 0,
  targetStatements: 0,
  flagshipAwards: 0,
  indicators: 0,
  outcomes: 0,
  claims: 0,
  conflicts: 0,
  cohorts: 0,
  roles: 0,
}

test('the seeds are the 14 districts and what is known of the rounds of 2019, 2020 and 2021', async () => {
  const db = await emptyDatabase()
  expect(await loadSeeds(db)).toMatchInlineSnapshot(`
    {
      "agreements": 1,
      "claims": 7,
      "cohorts": 2,
      "conflicts": 2,
      "districtEvents": 4,
      "districts": 14,
      "flagshipAwards": 5,
      "fundingLines": 3,
      "indicators": 11,
      "organizations": 12,
      "outcomes": 18,
      "programLines": 9,
      "programs": 13,
      "roles": 42,
      "rounds": 3,
      "sources": 12,
      "targetGroups": 7,
      "targetStatements": 7,
    }
  `)
  expect(await db.query('SELECT count(*)::int AS persons FROM person')).toEqual([{ persons: 0 }])
})

test('loading the seeds twice changes nothing', async () => {
  const before = await everything(seeded)
  expect(await loadSeeds(seeded)).toEqual(nothing)
  expect(await everything(seeded)).toEqual(before)
})

test('what a user edited, renamed or deleted stays so when the seeds are loaded again', async () => {
  const db = await freshDatabase()
  await db.prisma.program.update({ where: { code: '2019-02' }, data: { titleKo: '고친 제목', version: 2 } })
  await db.prisma.source.update({ where: { address: 'ebreaknews.com' }, data: { address: 'https://example.org/1' } })
  await db.prisma.programTargetGroup.deleteMany()
  const before = await everything(db)
  expect(await loadSeeds(db)).toEqual(nothing)
  expect(await everything(db)).toEqual(before)
})

test('a release with other seeds adds what is absent and leaves what a user edited', async () => {
  const db = await freshDatabase()
  await db.prisma.program.update({ where: { code: '2019-02' }, data: { titleKo: '고친 제목' } })
  await db.prisma.source.update({ where: { address: 'ebreaknews.com' }, data: { title: '고친 기사' } })
  await db.prisma.district.delete({ where: { code: '28710' } })
  await db.prisma.setting.update({ where: { key: 'seeds' }, data: { value: 'those of another release' } })
  expect(await loadSeeds(db)).toEqual({ ...nothing, districts: 1 })
  expect((await db.prisma.program.findUnique({ where: { code: '2019-02' } }))?.titleKo).toBe('고친 제목')
})

test('a completed address of a source does not double its figures in a later release', async () => {
  const db = await freshDatabase()
  await db.prisma.source.update({ where: { address: 'ebreaknews.com' }, data: { address: 'https://example.org/1' } })
  await db.prisma.setting.delete({ where: { key: 'seeds' } })
  expect(await loadSeeds(db)).toEqual({ ...nothing, sources: 1 })
})

test('no two seeded figures are told apart by their source alone', () => {
  const keys = outcomes.map(({ programCode, indicatorCode, half, asOf, source }) =>
    [programCode, indicatorCode, half, asOf, knownAt(source).toISOString()].join(' '),
  )
  expect(new Set(keys).size).toBe(keys.length)
})

test('every seeded figure has a source, a basis, an as-of date and the day on which it became known', async () => {
  const rows = await seeded.prisma.outcome.findMany({
    orderBy: { id: 'asc' },
    include: { program: true, indicator: true, cohort: true, citations: { include: { source: true } } },
  })
  expect(rows.every(({ status, state }) => status === 'APPROVED' && state === 'PRESENT')).toBe(true)
  const lines = rows.map(({ program, indicator, cohort, asOf, value, knownAt: known, citations }) =>
    [
      program.code,
      `${value} ${indicator.unitEn}`,
      indicator.basis + (cohort ? ` (half ${cohort.half})` : ''),
      `as of ${asOf.toISOString().slice(0, 10)}`,
      `known ${new Date(known.getTime() + 9 * 3_600_000).toISOString().slice(0, 10)}`,
      citations.map(({ source }) => source.address).join(),
    ].join(', '),
  )
  expect(lines).toMatchInlineSnapshot(`
    [
      "2019-01, 6 persons, PLACED, as of 2019-09-30, known 2019-10-23, ebreaknews.com",
      "2019-02, 33 persons, PLACED, as of 2019-09-30, known 2019-10-23, ebreaknews.com",
      "2019-03, 30 persons, TRAINED (half 1), as of 2019-09-30, known 2019-10-23, ebreaknews.com",
      "2019-03, 33 persons, IN_TRAINING (half 2), as of 2019-09-30, known 2019-10-23, ebreaknews.com",
      "2019-04, 10 persons, APPLIED, as of 2019-09-30, known 2019-10-23, ebreaknews.com",
      "2019-05, 27 persons, TRAINED, as of 2019-09-30, known 2019-10-23, ebreaknews.com",
      "2019-05, 961 households, REACHED, as of 2019-09-30, known 2019-10-23, ebreaknews.com",
      "2019-05, 2634 visits, DELIVERED, as of 2019-09-30, known 2019-10-23, ebreaknews.com",
      "2019-06, 20 persons, PLACED, as of 2019-09-30, known 2019-10-23, ebreaknews.com",
      "2019-07, 12 persons, PLACED, as of 2019-09-30, known 2019-10-23, ebreaknews.com",
      "2019-08, 2136 runs, DELIVERED, as of 2019-09-30, known 2019-10-23, ebreaknews.com",
      "2019-08, 16 runs a day, DELIVERED, as of 2019-09-30, known 2019-10-23, ebreaknews.com",
      "2019-09, 16 persons, SELECTED, as of 2019-09-30, known 2019-10-23, ebreaknews.com",
      "2019-02, 6 persons, PLACED, as of 2019-12-31, known 2020-01-31, newspim.com 20200131000623",
      "2019-05, 28 persons, TRAINED, as of 2019-12-31, known 2020-01-01, news21tongsin idx=114380",
      "2019-05, 1126 households, REACHED, as of 2019-12-31, known 2020-01-01, news21tongsin idx=114380",
      "2019-05, 97 points, OTHER, as of 2019-12-31, known 2020-01-01, siminilbo ncode=1065598035264827",
      "2019-08, 3 persons, OTHER, as of 2019-09-30, known 2020-01-01, japolicenews.kr number=16580",
    ]
  `)
})

test('the headcounts of the article add up to 187, whatever their basis, and without applicants to 177', async () => {
  const sums = await seeded.query(`
    SELECT sum(value)::int AS all, (sum(value) FILTER (WHERE basis <> 'APPLIED'))::int AS "withoutApplicants"
    FROM outcome JOIN indicator ON indicator.id = indicator_id JOIN citation ON outcome_id = outcome.id
      JOIN source ON source.id = source_id
    WHERE address = 'ebreaknews.com' AND as_of = '2019-09-30' AND population = 'PARTICIPANTS'`)
  expect(sums).toEqual([{ all: 187, withoutApplicants: 177 }])
})

test('synthetic data is labelled, consistent, and loaded once', async () => {
  const db = await freshDatabase()
  const amounts = { participants: 600, outcomes: 300, programs: 22, seed: 1 }
  const triggers = () =>
    db.query('SELECT tgrelid, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2')
  const fired = await triggers()
  expect(await loadSynthetic(db, vault, amounts)).toMatchInlineSnapshot(`
    {
      "outcomes": 300,
      "participants": 600,
      "persons": 591,
      "programs": 22,
      "stageChanges": 1974,
    }
  `)
  expect(await triggers()).toEqual(fired)
  const before = await everything(db)
  expect(await loadSynthetic(db, vault, amounts)).toBe('already loaded')
  expect(await everything(db)).toEqual(before)
  await expect(loadSynthetic(db, vault, { ...amounts, seed: 2 })).rejects.toThrow('other synthetic data')

  const wrong = await db.query(`
    SELECT (SELECT count(*) FROM person WHERE NOT synthetic)::int AS "unlabelled persons",
      (SELECT count(*) FROM program WHERE title_ko NOT LIKE '[합성]%' AND code NOT SIMILAR TO '20(19|20|21)-%')::int AS "unlabelled programs",
      (SELECT count(*) FROM participant p WHERE (stage, stage_on) <> ALL (
        SELECT s.stage, s.on_date FROM stage_change s WHERE s.participant_id = p.id ORDER BY on_date DESC LIMIT 1
      ))::int AS "stages unlike their history",
      (SELECT count(*) FROM stage_change s JOIN participant p ON p.id = participant_id JOIN program g ON g.id = program_id
        JOIN round r ON r.id = round_id WHERE extract(year FROM on_date) <> r.year)::int AS "steps outside the year",
      (SELECT count(*) FROM participant p JOIN cohort c ON c.id = cohort_id
        WHERE c.program_id <> p.program_id)::int AS "cohorts of another program"`)
  expect(wrong).toMatchInlineSnapshot(`
    [
      {
        "cohorts of another program": 0,
        "stages unlike their history": 0,
        "steps outside the year": 0,
        "unlabelled persons": 0,
        "unlabelled programs": 0,
      },
    ]
  `)
  const person = await db.prisma.person.findFirstOrThrow({ where: { phoneHash: { not: null } } })
  expect(vault.open(person).phone).toMatch(/^010-0000-\d{4}$/)
  const [repeats] = await db.query('SELECT count(*)::int - count(DISTINCT person_id)::int AS n FROM participant')
  expect(repeats?.n).toBeGreaterThan(0)
})

test('what synthetic data tells the public is decided when it is loaded, and as at a start', async () => {
  const amounts = { participants: 600, outcomes: 300, programs: 22, seed: 1 }
  const thresholds = { ordinary: 5, sensitive: 10 }
  const open = (db: Database) =>
    db.query(`SELECT program_id, basis, dimension, category, value, as_of, NULL AS indicator FROM register_count
      UNION ALL SELECT program_id, NULL, dimension, category, public_value, as_of, indicator_id FROM outcome ORDER BY 1, 7, 2, 3, 4, 6, 5`)
  const [fresh, started] = [await freshDatabase(), await freshDatabase()]
  expect(await keepThresholds(started, thresholds)).toBe(true)
  for (const db of [fresh, started]) await loadSynthetic(db, vault, amounts, thresholds)
  const told = await open(fresh)
  expect(await open(started)).toEqual(told)
  expect(await keepThresholds(fresh, thresholds)).toBe(false)
  expect(await keepThresholds(fresh, { ordinary: 1000, sensitive: 1000 })).toBe(true)
  expect(await open(fresh)).not.toEqual(told)
  expect(await keepThresholds(fresh, thresholds)).toBe(true)
  expect(await open(fresh)).toEqual(told)
})

test('synthetic data that cannot be loaded leaves nothing behind', async () => {
  const before = await everything(seeded)
  const amounts = { participants: 10, outcomes: 10_000, programs: 2, seed: 1 }
  await expect(loadSynthetic(seeded, vault, amounts)).rejects.toThrow('outcomes must be at most 576 for 2 programs')
  const broken = { ...vault, seal: () => fail('the vault is closed') }
  await expect(loadSynthetic(seeded, broken, { ...amounts, outcomes: 10 })).rejects.toThrow('the vault is closed')
  const { id } = await seeded.prisma.round.create({ data: { year: 2015, titleKo: '실제 사업' } })
  await expect(loadSynthetic(seeded, vault, { ...amounts, outcomes: 10 })).rejects.toThrow('a round of 2015 already')
  await seeded.prisma.round.delete({ where: { id } })
  // The history tells of this deletion, and of nothing else.
  const { change = [], ...after } = await everything(seeded)
  expect(change).toHaveLength(1)
  expect({ ...after, change: before.change }).toEqual(before)
})

test('the same seed makes the same synthetic records, another seed others', () => {
  const make = (seed: number) => {
    const amounts = { participants: 50, outcomes: 50, programs: 12, seed }
    const programs = syntheticPrograms(amounts)
    return [programs, [...syntheticParticipants(amounts, programs)], [...syntheticOutcomes(amounts, programs)]]
  }
  expect(make(1)).toEqual(make(1))
  expect(make(1)).not.toEqual(make(2))
})

function fail(message: string): never {
  throw new Error(message)
}

/** Every row of every table, as text. */
async function everything(db: Database): Promise<Record<string, unknown>> {
  const tables = await db.query(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`,
  )
  const rows: Record<string, unknown> = {}
  for (const { name } of tables) {
    rows[name as string] = await db.query(`SELECT t::text AS row FROM "${name}" t ORDER BY 1`)
  }
  return rows
}
