import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { ParticipantStage } from '../server/generated/prisma/enums.ts'
import { openPostgres } from '../server/postgres.ts'
import { fieldOf, fieldsOf } from '../server/sql.ts'
import { closing } from './closing.ts'
import { idsOf } from './figures.ts'
import { enrolled, itIs } from './people.ts'
import { type Asker, addressOf, engine, freshProduct, type Running } from './support.ts'

let product: Running
let programIds: number[]
beforeAll(async () => {
  product = await freshProduct()
  itIs(product, '2019-06-01')
  const ids = await idsOf(product)
  programIds = ['2019-02', '2019-05', '2019-06'].map((code) => Number(atob(ids.program(code)).split(':')[1]))
})

/** What is kept, and the same counted. */
async function counts() {
  const [kept, counted] = await Promise.all(
    [
      `SELECT program_id, stage, sum(count)::int AS n FROM participant_count GROUP BY 1, 2 HAVING sum(count) <> 0
        UNION ALL SELECT NULL, stage, sum(count)::int FROM participant_total GROUP BY 2 HAVING sum(count) <> 0 ORDER BY 1, 2`,
      `SELECT program_id, stage, count(*)::int AS n FROM participant GROUP BY 1, 2
        UNION ALL SELECT NULL, stage, count(*)::int FROM participant GROUP BY 2 ORDER BY 1, 2`,
    ].map((sql) => product.db.query(sql)),
  )
  return { kept, counted }
}

const STAGES = Object.values(ParticipantStage)
/** Without a person, so that nobody needs to be made up. */
const plain = { stageOn: new Date('2019-03-04'), destroyedAt: new Date('2025-01-01') }
const drawn = fc.record({ pick: fc.nat(50), program: fc.nat(2), stage: fc.constantFrom(...STAGES) })
const ACTS = ['enroll', 'enroll', 'enroll', 'step', 'move', 'moveAndStep', 'note', 'remove'] as const
const write = fc.record({ act: fc.constantFrom(...ACTS), rows: fc.array(drawn, { minLength: 1, maxLength: 4 }) })

test('the count of each program and stage follows whatever is written', async () => {
  const { prisma } = product.db
  const done = new Set<string>()
  const run = fc.asyncProperty(fc.array(write, { minLength: 10, maxLength: 20 }), async (writes) => {
    for (const { act, rows } of writes) {
      const people = await prisma.participant.findMany({ select: { id: true }, orderBy: { id: 'asc' } })
      const where = { id: { in: rows.flatMap(({ pick }) => people[pick % Math.max(1, people.length)]?.id ?? []) } }
      const [{ stage, program }] = rows as [(typeof rows)[number]]
      const programId = programIds[program] as number
      const acts = {
        enroll: () =>
          prisma.participant.createMany({
            data: rows.map((row) => ({ programId: programIds[row.program] as number, stage: row.stage, ...plain })),
          }),
        step: () => prisma.participant.updateMany({ where, data: { stage } }),
        move: () => prisma.participant.updateMany({ where, data: { programId } }),
        moveAndStep: () => prisma.participant.updateMany({ where, data: { programId, stage } }),
        note: () => prisma.participant.updateMany({ where, data: { note: '전화함' } }),
        remove: () => prisma.participant.deleteMany({ where }),
      }
      if ((await acts[act]()).count) done.add(act)
      const { kept, counted } = await counts()
      expect(kept).toEqual(counted)
    }
  })
  await fc.assert(run, { numRuns: 6, seed: 2019, endOnFailure: true })
  expect([...done].sort()).toEqual([...new Set(ACTS)].sort())
}, 120_000)

test.runIf(engine === 'postgresql')('who enrolls at the same time waits for nobody, and nobody is lost', async () => {
  const second = await openPostgres(await addressOf(product.db))
  closing.push(() => second.close())
  const data = { programId: programIds[0] as number, stage: 'APPLIED', ...plain } as const
  await product.db.prisma.$transaction(async (tx) => {
    await tx.participant.create({ data })
    await second.prisma.participant.create({ data })
    await second.prisma.participant.create({ data })
  })
  const { kept, counted } = await counts()
  expect(kept).toEqual(counted)
})

async function totals(who: Asker, filter: object) {
  const query = (more: string) =>
    `query ($filter: ParticipantFilter) { participants(filter: $filter) { totalCount ${more} } }`
  const [compiled, resolved] = await Promise.all(
    ['', 'pageInfo @include(if: true) { hasNextPage }'].map((more) => who.ask(query(more), { filter })),
  )
  return [compiled?.data.participants.totalCount, resolved?.data.participants.totalCount]
}

test('a list is counted by what is kept where that knows all that is asked, and by its records otherwise', async () => {
  const ids = await idsOf(product)
  const [city, own] = [await product.as('city'), await product.as('28177')]
  const program = ids.program('2019-02')
  const people = [await enrolled(own, program, '2019-03-04'), await enrolled(own, program, '2019-03-05')]
  const { id: cohort } = (await product.db.prisma.cohort.findFirst({
    where: { programId: programIds[0] as number },
  })) ?? { id: 0 }
  const filters = {
    none: {},
    program: { program },
    stages: { stage: ['APPLIED', 'PLACED'] },
    search: { search: '2019-0', year: 2019 },
    cohort: { cohort: btoa(`Cohort:${cohort}`) },
  }
  const all = async (filter: object) => [...(await totals(city, filter)), ...(await totals(own, filter))]
  const before = new Map<string, number[]>()
  for (const [name, filter] of Object.entries(filters)) {
    const [compiled, resolved, ...ofDistrict] = await all(filter)
    before.set(name, [compiled, resolved, ...ofDistrict])
    expect([compiled, ofDistrict[0]], name).toEqual([resolved, ofDistrict[1]])
  }
  expect(before.get('program')?.at(-1)).toBeGreaterThanOrEqual(people.length)
  // Seen by wrong counts, which only the compiled answer can take over: of all programs where nothing is asked of them.
  await product.db.script(`INSERT INTO participant_count (program_id, stage, count) VALUES (${programIds[0]}, 'APPLIED', 1000);
    INSERT INTO participant_total (stage, count) VALUES ('APPLIED', 500)`)
  for (const [name, filter] of Object.entries(filters)) {
    const own = name === 'cohort' ? 0 : 1000
    const more = ['none', 'stages'].includes(name) ? 500 : own
    expect(await all(filter), name).toEqual(before.get(name)?.map((count, at) => count + ([more, 0, own, 0][at] ?? 0)))
  }
  await product.db.script(
    `DELETE FROM participant_count WHERE count = 1000; DELETE FROM participant_total WHERE count = 500`,
  )
})

test('what is kept is known by columns of participants alone', () => {
  for (const [model, known] of [
    ['ParticipantCount', ['programId', 'stage', 'program']],
    ['ParticipantTotal', ['stage']],
  ] as const) {
    const columns = fieldsOf(model).filter(({ name }) => !['entry', 'count'].includes(name))
    expect(columns.map(({ name }) => name)).toEqual(known)
    for (const { name, type, kind } of columns) expect(fieldOf('Participant', name)).toMatchObject({ type, kind })
  }
  for (const name of ['entry', 'count']) expect(fieldOf('Participant', name)).toBeUndefined()
})
