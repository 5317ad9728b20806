import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { loadSynthetic } from '../seeds/synthetic.ts'
import { keepThresholds, thresholdsOf } from '../server/disclosure.ts'
import { personVault } from '../server/person.ts'
import { countRegister } from '../server/statistics/register.ts'
import { categoryOf, DIMENSIONS, type Known, knowledge, leaks, type Question, rowsOf } from './attacker.ts'
import { type Asker, dataKey, freshDatabase, freshProduct, type Running } from './support.ts'

// biome-ignore lint/suspicious/noExplicitAny: answers of any shape
type Any = any

const AMOUNTS = { participants: 2000, outcomes: 420, programs: 22, seed: 7 }
/** The present, whenever that is; all that is synthetic was before 2019. */
const NOW = '2199-01-01T00:00:00.000Z'

let product: Running
let city: Asker
/** Numbers of the programs with a sensitive target group. */
let sensitive: Set<string>
let programs: { code: string; year: number; district: string }[]

beforeAll(async () => {
  product = await freshProduct(await freshDatabase())
  const { db } = product
  await loadSynthetic(db, personVault(dataKey), AMOUNTS)
  await addBreakdowns()
  await db.prisma.setting.delete({ where: { key: 'suppression' } }) // so that everything is decided anew
  await keepThresholds(db, thresholdsOf(product.product.env))
  city = await product.as('city')
  const rows = await db.prisma.program.findMany({
    where: { code: { lt: '2019' } },
    include: { round: true, district: true, targetGroups: { include: { targetGroup: true } } },
  })
  programs = rows.map(({ code, round, district }) => ({ code, year: round.year, district: district.code }))
  sensitive = new Set(
    rows.filter(({ targetGroups }) => targetGroups.some((one) => one.targetGroup.sensitive)).map(({ code }) => code),
  )
})

/** What the generator leaves out: sexes and groups of people, and of figures their parts, intakes, months and corrections. */
async function addBreakdowns() {
  const { query, prisma } = product.db
  await query(
    `UPDATE person SET sex = CASE WHEN id % 11 > 0 THEN CASE WHEN id % 3 = 0 THEN 'MALE' ELSE 'FEMALE' END::"Sex" END`,
  )
  await query(`INSERT INTO participant_target_group (participant_id, target_group_id)
    SELECT p.id, g.id FROM participant p JOIN target_group g
      ON (g.code = 'DEFECTORS' AND p.id % 4 = 0) OR (g.code = 'WOMEN' AND p.id % 5 < 3)`)
  await prisma.indicator.create({
    data: {
      ...{ code: 'HIRED', nameKo: '채용', nameEn: 'Hired', unitKo: '명', unitEn: 'persons' },
      ...{ population: 'PARTICIPANTS', basis: 'OTHER', kind: 'FLOW' },
    },
  })
  const part = (columns: string, values: string, where: string) =>
    query(`INSERT INTO outcome (program_id, indicator_id, state, status, as_of, known_at, approved_at, updated_at, ${columns})
      SELECT o.program_id, COALESCE((SELECT id FROM indicator WHERE code = part.code), o.indicator_id), 'PRESENT', 'APPROVED',
        COALESCE(part.day, o.as_of), o.known_at, o.approved_at + interval '1 hour' * part.n, now(), ${values}
      FROM outcome o JOIN indicator i ON i.id = o.indicator_id JOIN program p ON p.id = o.program_id
        JOIN round r ON r.id = p.round_id JOIN cohort c ON c.program_id = p.id
        JOIN (VALUES ${where}
      WHERE p.code < '2019' AND o.status = 'APPROVED' AND o.state = 'PRESENT' AND o.dimension IS NULL AND o.cohort_id IS NULL
        AND i.population = 'PARTICIPANTS' AND c.half = COALESCE(part.half, 1) AND i.code = ANY(part.codes)`)
  const all = `ARRAY['PLACED', 'TRAINED', 'SELECTED', 'APPLIED']`
  await part(
    'dimension, category, value',
    'part.dimension::"Dimension", part.category, floor(o.value * part.share) + part.more * (o.value - floor(o.value * 0.6) - floor(o.value * 0.4))',
    `(1, ${all}, 'SEX', 'FEMALE', 0.6, 0, NULL::int, NULL::date, ''), (2, ${all}, 'SEX', 'MALE', 0.4, 1, NULL, NULL, ''),
     (1, ${all}, 'AGE_BAND', '20-39', 0.6, 1, NULL, NULL, ''), (2, ${all}, 'AGE_BAND', '40+', 0.4, 0, NULL, NULL, ''),
     (1, ${all}, 'TARGET_GROUP', 'DEFECTORS', 0.6, 0, NULL, NULL, ''), (2, ${all}, 'TARGET_GROUP', 'WOMEN', 0.4, 1, NULL, NULL, '')
    ) part (n, codes, dimension, category, share, more, half, day, code) ON TRUE`,
  )
  await part(
    'cohort_id, value',
    'c.id, CASE part.half WHEN 1 THEN floor(o.value * 0.7) ELSE o.value - floor(o.value * 0.7) END',
    `(1, ARRAY['TRAINED'], 1, NULL::date, ''), (2, ARRAY['TRAINED'], 2, NULL, '')) part (n, codes, half, day, code) ON TRUE`,
  )
  await part(
    'period_start, value',
    `make_date(r.year, part.month, 1), CASE part.month WHEN 1 THEN o.value ELSE floor(o.value * 0.3) END`,
    `(1, ARRAY['PLACED'], 1, NULL::int, NULL::date, 'HIRED'), (2, ARRAY['PLACED'], 2, NULL, NULL, '')
    ) part (n, codes, month, half, day, code) ON o.as_of = make_date(r.year, 12, 31)`,
  )
  await query(`WITH corrected AS (
      UPDATE outcome SET superseded_at = approved_at + interval '60 days'
      WHERE status = 'APPROVED' AND state = 'PRESENT' AND id % 12 = 0 AND program_id IN (SELECT id FROM program WHERE code < '2019')
      RETURNING *
    ) INSERT INTO outcome (program_id, indicator_id, cohort_id, dimension, category, period_start, as_of, state, status, value,
        known_at, approved_at, supersedes_id, updated_at)
      SELECT program_id, indicator_id, cohort_id, dimension, category, period_start, as_of, 'PRESENT', 'APPROVED', value + 1 + id % 8,
        approved_at + interval '50 days', approved_at + interval '60 days', id, now() FROM corrected`)
}

const thresholdOf = ({ program, dimension, category }: Pick<Known, 'program' | 'dimension' | 'category'>) =>
  sensitive.has(program) || (dimension === 'TARGET_GROUP' && category === 'DEFECTORS') ? 10 : 5

/** Days and moments within the synthetic years, and today. */
const clocks = [
  ...[2009, 2012, 2015, 2018].flatMap((year) => [
    { asOf: `${year}-06-30`, knownAt: `${year}-08-01T00:00:00.000Z` },
    { asOf: `${year}-12-31`, knownAt: `${year + 1}-01-20T00:00:00.000Z` },
  ]),
  { asOf: '2019-12-31', knownAt: NOW },
]

/** Numbers of single programs that give a small count away, of all that anybody can read. */
const attackAll = async () => {
  const known = (await knowledge(product, clocks)).filter(({ program }) => program < '2019')
  return { known, ...leaks(known, thresholdOf) }
}

/** The questions of an attack: one, another that may be a part of it, and up to two parts of the other two. */
const question: fc.Arbitrary<Question> = fc.record({
  source: fc.constantFrom('REPORTED' as const, 'REGISTERED' as const),
  by: fc.constantFrom([], ['ROUND'], ['DISTRICT'], ['ROUND', 'DISTRICT'], ['PROGRAM']),
  filter: fc.record({
    years: fc.subarray([2009, 2010, 2011, 2012, 2013, 2014, 2015, 2016, 2017, 2018], { minLength: 8 }),
    bases: fc.constantFrom(['PLACED'], ['TRAINED'], ['SELECTED'], ['APPLIED'], ['IN_TRAINING']),
    populations: fc.constant(['PARTICIPANTS']),
  }),
  ...{ asOf: fc.constantFrom('2019-12-31', '2018-12-31', '2018-06-30') },
  ...{ knownAt: fc.constantFrom(NOW, NOW, '2019-01-20T00:00:00.000Z'), today: fc.boolean() },
})
type Move =
  | { to: 'DISTRICTS' | 'PROGRAMS'; pick: number }
  | { to: 'CLOCK'; asOf: string; knownAt: string }
  | { to: 'BASIS'; basis: string }
  | { to: 'PART'; dimension: (typeof DIMENSIONS)[number]; pick: number }
  | { to: 'SOURCE' }
const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ to: fc.constantFrom('DISTRICTS' as const, 'PROGRAMS' as const), pick: fc.nat(1000) }),
  fc.constantFrom(...clocks).map((clock) => ({ to: 'CLOCK' as const, ...clock })),
  fc.record({ to: fc.constant('BASIS' as const), basis: fc.constantFrom('PLACED', 'TRAINED', 'SELECTED', 'APPLIED') }),
  fc.record({ to: fc.constant('PART' as const), dimension: fc.constantFrom(...DIMENSIONS), pick: fc.nat(10) }),
  fc.record({ to: fc.constant('SOURCE' as const) }),
)

type Asked = { question: Question; part?: { dimension: (typeof DIMENSIONS)[number]; pick: number } }

function moved({ question: from, part }: Asked, step: Move): Asked {
  const { filter } = from
  const own = programs.filter(({ year }) => (filter.years as number[]).includes(year))
  const some = <T>(all: T[], pick: number) =>
    all.filter((_, index) => (pick >> (index % 10)) & 1 || index === pick % all.length)
  if (step.to === 'DISTRICTS') {
    const codes = some([...new Set(own.map(({ district }) => district))], step.pick)
    return { part, question: { ...from, today: false, filter: { ...filter, districtCodes: codes } } }
  }
  if (step.to === 'PROGRAMS') {
    const codes = some(
      own.map(({ code }) => code),
      step.pick,
    )
    return { part, question: { ...from, filter: { ...filter, programCodes: codes } } }
  }
  if (step.to === 'CLOCK') return { part, question: { ...from, asOf: step.asOf, knownAt: step.knownAt } }
  if (step.to === 'BASIS') return { part, question: { ...from, filter: { ...filter, bases: [step.basis] } } }
  if (step.to === 'PART') return { question: from, part: step }
  return { part, question: { ...from, source: from.source === 'REPORTED' ? 'REGISTERED' : 'REPORTED' } }
}

/** The answer as numbers by cell; a breakdown is read for the part that is picked. */
async function cells(who: Asker, { question: asked, part }: Asked, byProgram: boolean) {
  const by = [...new Set([...asked.by, ...(byProgram ? ['PROGRAM'] : []), ...(part ? [part.dimension] : [])])]
  const rows: Any[] = await rowsOf(who, { ...asked, by })
  const categories = [...new Set(rows.map(categoryOf))].sort()
  const category = part ? categories[part.pick % categories.length] : null
  const read = rows.filter(
    (row) => row.population === 'PARTICIPANTS' && row.kind !== 'RATE' && (!part || categoryOf(row) === category),
  )
  const key = (row: Any) => JSON.stringify([row.round?.year, row.district?.code])
  return read.map((row) => ({
    ...{ cell: key(row), program: row.program?.code as string | undefined, kind: row.kind, basis: row.basis },
    ...{ value: row.figure.state === 'PRESENT' ? (row.figure.value as number) : null, incomplete: row.incomplete },
    ...{ dimension: part?.dimension ?? null, category: category ?? null, people: row.outcomeCounts.present },
  }))
}

/**
 * Asks the questions as anybody, program by program, subtracts, and looks for results below the threshold. A sum over
 * programs is the sum of these answers, which another test shows.
 */
async function attack(asked: Asked[], signs: number[]): Promise<{ tried: number; found: string[] }> {
  const answers = await Promise.all(asked.map((one) => cells(product, one, true)))
  const shares = sharesOf(answers)
  const sum = (values: number[]) => signs.reduce((total, sign, index) => total + sign * (values[index] ?? 0), 0)
  const complete = [...shares].filter(([, { values }]) => asked.every((_, index) => values[index] !== undefined))
  const small = complete.filter(([, { values, limit }]) => {
    const left = Math.abs(sum(values))
    return left > 0 && left < limit
  })
  // Of two numbers any difference counts; of more only one that is a true count, as the city can tell.
  const truth =
    small.length && signs.length > 2 ? sharesOf(await Promise.all(asked.map((one) => cells(city, one, true)))) : shares
  const found = small.filter(([key, { values }]) => sum(truth.get(key)?.values ?? []) === sum(values))
  return { tried: complete.length, found: found.map(([key, share]) => `${key} ${JSON.stringify([asked, share])}`) }
}

/** What each program adds to each cell of each answer, and the highest threshold that holds for it. */
function sharesOf(answers: Awaited<ReturnType<typeof cells>>[]) {
  const shares = new Map<string, { values: number[]; limit: number }>()
  for (const [index, rows] of answers.entries()) {
    for (const { cell, program, value, dimension, category } of rows) {
      if (!program || program >= '2019' || value === null) continue
      const share = shares.get(`${program} ${cell}`) ?? { values: [], limit: 0 }
      share.values[index] = (share.values[index] ?? 0) + value
      share.limit = Math.max(share.limit, thresholdOf({ program, dimension, category }))
      shares.set(`${program} ${cell}`, share)
    }
  }
  return shares
}

/** Whether the questions are about groups of which each may hold the next. */
function nested(asked: Asked[]): boolean {
  return asked.every(({ part }, index) => {
    const before = asked[index - 1]?.part
    return !before || !part || (before.dimension === part.dimension && before.pick === part.pick)
  })
}

test('the public reads many counts, and none that is small', async () => {
  const { known, tried } = await attackAll()
  expect(known.length).toBeGreaterThan(300)
  expect(tried).toBeGreaterThan(1000)
  expect(known.filter((one) => one.value > 0 && one.value < thresholdOf(one))).toEqual([])
  const hidden = await product.db.query(`SELECT
    (SELECT count(*) FROM outcome WHERE value > 0 AND value < 5 AND public_value IS NULL)::int AS small,
    (SELECT count(*) FROM outcome WHERE value >= 10 AND status = 'APPROVED' AND public_value IS NULL)::int AS complementary,
    (SELECT count(*) FROM register_count WHERE value IS NULL)::int AS "registered hidden",
    (SELECT count(*) FROM register_count WHERE value IS NOT NULL)::int AS "registered open"`)
  for (const count of Object.values(hidden[0] as object)) expect(count).toBeGreaterThan(20)
})

test('no number of a program gives a small count away beside any other', async () => {
  const { found, tried } = await attackAll()
  console.log(`pairs and remainders tried: ${tried}`)
  expect(found).toEqual([])
})

const RUNS = { numRuns: 60, seed: 2019 }

/** Random attacks; how many differences they came to, and what leaked. */
async function attacks() {
  const total = { tried: 0, found: [] as string[] }
  await fc.assert(
    fc.asyncProperty(question, fc.array(move, { minLength: 1, maxLength: 3 }), move, async (start, steps, other) => {
      const chain: Asked[] = [{ question: start }]
      for (const step of steps) chain.push(moved(chain.at(-1) as Asked, step))
      const [first, last] = [chain[0] as Asked, chain.at(-1) as Asked]
      const results = [await attack([first, last], [1, -1])]
      if (nested(chain))
        results.push(await attack([first, moved(first, other), last, moved(last, other)], [1, -1, -1, 1]))
      const parts = DIMENSIONS.flatMap((dimension) => [0, 1].map((pick): Move => ({ to: 'PART', dimension, pick })))
      const [a, b] = [parts[steps.length % 6], parts[(steps.length % 6) ^ 1]] as [Move, Move]
      results.push(await attack([first, moved(first, a), moved(first, b)], [1, -1, -1]))
      for (const { tried, found } of results) {
        total.tried += tried
        total.found.push(...found)
      }
    }),
    RUNS,
  )
  return total
}

test('random pairs and combinations of public questions give no small count', async () => {
  const { tried, found } = await attacks()
  console.log(`differences tried: ${tried}`)
  expect(tried).toBeGreaterThan(60)
  expect(found).toEqual([])
})

test('a row is the sum of open counts: what is suppressed is in no row of any grouping', async () => {
  await fc.assert(
    fc.asyncProperty(question, async (asked) => {
      const rows = await cells(product, { question: asked }, false)
      const single = await cells(product, { question: asked }, true)
      for (const row of rows) {
        const behind = single.filter(
          (one) =>
            one.cell === row.cell &&
            one.kind === row.kind &&
            one.basis === row.basis &&
            (!asked.by.includes('PROGRAM') || one.program === row.program),
        )
        const open = behind.filter(({ value }) => value !== null)
        expect(row.value).toBe(open.length ? open.reduce((sum, { value }) => sum + Number(value), 0) : null)
        expect(row.incomplete).toBe(behind.some(({ incomplete }) => incomplete))
      }
    }),
    { numRuns: 40, seed: 2020 },
  )
})

test('with small counts alone withheld, the same attacks find small counts', async () => {
  const { prisma, query } = product.db
  const sensitivePrograms = await prisma.program.findMany({
    where: { code: { in: [...sensitive] } },
    select: { id: true },
  })
  const ids = sensitivePrograms.map(({ id }) => id)
  await query(
    `UPDATE outcome o SET public_value = CASE WHEN value = 0 OR value >= CASE WHEN program_id = ANY($1::int[]) OR category = 'DEFECTORS' THEN 10 ELSE 5 END THEN value END
     FROM indicator i WHERE i.id = indicator_id AND i.kind <> 'RATE' AND i.population = 'PARTICIPANTS' AND status = 'APPROVED'`,
    [ids],
  )
  for (const { programId, asOf, knownAt } of await prisma.registerCount.findMany({ distinct: ['programId'] })) {
    await prisma.registerCount.deleteMany({ where: { programId } })
    const rows = await countRegister(prisma, [programId], { asOf, knownAt })
    await prisma.registerCount.createMany({
      data: rows.map((row) => {
        const limit = ids.includes(programId) || row.category === 'DEFECTORS' ? 10 : 5
        return { ...row, value: row.value < limit ? null : row.value, asOf, knownAt }
      }),
    })
  }
  expect((await attackAll()).found.length).toBeGreaterThan(50)
  expect((await attacks()).found.length).toBeGreaterThan(5)
})
