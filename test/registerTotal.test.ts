import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { Prisma } from '../server/generated/prisma/client.ts'
import { ParticipantStage, type Sex } from '../server/generated/prisma/enums.ts'
import { openPostgres } from '../server/postgres.ts'
import { BASES, countRegister } from '../server/statistics/register.ts'
import type { ResultDimension } from '../server/statistics/results.ts'
import { ALL_OUTCOMES } from '../server/statistics/seen.ts'
import { closing } from './closing.ts'
import { findResults } from './results.ts'
import { addressOf, engine, freshProduct, type Running } from './support.ts'

const DAYS = ['2019-03-31', '2019-06-30', '2019-09-30', '2019-12-31'].map((day) => new Date(day))
const START = Date.parse('2030-01-01T00:00:00Z')
const moment = (hour: number) => new Date(START + hour * 3_600_000)

let product: Running
let programIds: number[]
let hour = 0
beforeAll(async () => {
  product = await freshProduct()
  const programs = await product.db.prisma.program.findMany({
    where: { code: { in: ['2019-02', '2019-05', '2019-06'] } },
  })
  programIds = programs.map(({ id }) => id)
})

const STAGES = Object.values(ParticipantStage)
const drawn = fc.record({
  ...{ pick: fc.nat(200), program: fc.nat(2), stage: fc.constantFrom(...STAGES), day: fc.nat(3) },
  sex: fc.constantFrom<(Sex | null)[]>('FEMALE', 'MALE', null),
})
type Drawn = typeof drawn extends fc.Arbitrary<infer One> ? One : never
const ACTS = [
  'enroll',
  'enroll',
  'enroll',
  'step',
  'step',
  'step',
  'correct',
  'correct',
  'retractLater',
  'redate',
  'rehang',
  'unstep',
  'move',
  'destroy',
  'tellSex',
  'remove',
] as const
const write = fc.record({ act: fc.constantFrom(...ACTS), rows: fc.array(drawn, { minLength: 1, maxLength: 4 }) })

const step = ({ stage, day }: Drawn) => ({ stage, on: DAYS[day] as Date, recordedAt: moment(hour) })

async function perform(act: (typeof ACTS)[number], rows: Drawn[]) {
  const { prisma } = product.db
  hour += 10
  const [first] = rows as [Drawn]
  const one = <Row>(among: Row[], { pick }: Drawn = first) => among[pick % Math.max(1, among.length)]
  const programId = programIds[first.program] as number
  const people = await prisma.participant.findMany({ where: { programId: { in: programIds } }, orderBy: { id: 'asc' } })
  const person = one(people)
  const steps = await prisma.stageChange.findMany({ where: { participantId: person?.id ?? 0 }, orderBy: { id: 'asc' } })
  const taken = one(steps.filter(({ retractedAt }) => !retractedAt))
  const acts: Record<(typeof ACTS)[number], () => Promise<unknown> | undefined> = {
    async enroll() {
      for (const row of rows) {
        const { sex, stage, program, day } = row
        const sealed = {
          wrappedKey: Buffer.alloc(0),
          sealed: Buffer.alloc(0),
          nameHash: Buffer.alloc(0),
          fingerprint: Buffer.alloc(0),
        }
        const somebody = await prisma.person.create({
          data: { ...sealed, maskedName: '홍*동', birthYear: 1950 + (row.pick % 40), sex },
        })
        const at = { programId: programIds[program] as number, personId: somebody.id }
        await prisma.participant.create({ data: { ...at, stage, stageOn: DAYS[day] as Date } })
      }
    },
    step: () =>
      prisma.stageChange.createMany({
        data: rows.flatMap((row) =>
          one(people, row) ? [{ participantId: (one(people, row) as { id: number }).id, ...step(row) }] : [],
        ),
      }),
    async correct() {
      if (!person || !taken) return
      await prisma.stageChange.update({ where: { id: taken.id }, data: { retractedAt: moment(hour) } })
      await prisma.stageChange.create({ data: { participantId: person.id, ...step(first) } })
    },
    retractLater: () =>
      taken && prisma.stageChange.update({ where: { id: taken.id }, data: { retractedAt: moment(hour + 60) } }),
    redate: () =>
      taken && prisma.stageChange.update({ where: { id: taken.id }, data: { on: DAYS[first.day] as Date } }),
    rehang: () =>
      taken &&
      prisma.stageChange.update({ where: { id: taken.id }, data: { participantId: (people[0] as { id: number }).id } }),
    unstep: () =>
      prisma.stageChange.deleteMany({ where: { id: { in: steps.slice(first.pick % 2).map(({ id }) => id) } } }),
    move: () =>
      prisma.participant.updateMany({
        where: { id: { in: rows.map((row) => one(people, row)?.id ?? 0) } },
        data: { programId },
      }),
    async destroy() {
      if (!person?.personId) return
      await prisma.participant.update({
        where: { id: person.id },
        data: { personId: null, destroyedAt: moment(hour), sex: first.sex, ageBand: 40 },
      })
      await prisma.person.delete({ where: { id: person.personId } })
    },
    tellSex: () => prisma.person.updateMany({ where: { id: person?.personId ?? 0 }, data: { sex: first.sex } }),
    remove: () =>
      prisma.participant.deleteMany({ where: { id: { in: rows.map((row) => one(people, row)?.id ?? 0) } } }),
  }
  await acts[act]()
}

/** The people of each program on each basis and of each sex, as `[program, basis, sex, persons]`. */
type Counted = [number, string, string | null, number][]

async function answer(by: ResultDimension[], asOf: Date, knownAt: Date): Promise<Counted> {
  const rows = await findResults(product.db, {
    ...{ by, source: 'REGISTERED', asOf, knownAt, outcomes: ALL_OUTCOMES, everywhere: false, which: Prisma.sql`TRUE` },
    ...{ counted: Prisma.sql`TRUE`, places: Prisma.sql`p.id IN (${Prisma.join(programIds)})` },
  })
  for (const row of rows) expect(Number(row.value)).toBe(row.present)
  return rows.map(({ programId, basis, sex, present }) => [programId as number, basis, sex, present])
}

/** The same from all steps, one by one. */
async function plainly(bySex: boolean, asOf: Date, knownAt: Date): Promise<Counted> {
  const people = await product.db.prisma.participant.findMany({
    where: { programId: { in: programIds } },
    include: { history: { orderBy: [{ on: 'asc' }, { id: 'asc' }] }, person: true },
  })
  const counts = new Map<string, number>()
  for (const { programId, history, person, sex } of people) {
    const steps = history.filter(
      (one) => one.on <= asOf && one.recordedAt <= knownAt && !(one.retractedAt && one.retractedAt <= knownAt),
    )
    const reached = new Set<string>(steps.map(({ stage }) => stage))
    if (steps.at(-1)?.stage !== 'IN_TRAINING') reached.delete('IN_TRAINING')
    for (const basis of BASES) {
      const key = JSON.stringify([programId, basis, bySex ? (person?.sex ?? sex) : null])
      if (reached.has(basis)) counts.set(key, (counts.get(key) ?? 0) + 1)
    }
  }
  return [...counts].map(([key, count]) => [...JSON.parse(key), count] as Counted[number])
}

const sorted = (counted: Counted) => counted.map((one) => JSON.stringify(one)).sort()

async function addedUp(): Promise<{ kept: unknown; summed: unknown }> {
  const sums = (of: string) => BASES.map((basis) => `sum(${basis}${of})::int AS ${basis}`).join(', ')
  const [kept, summed] = await Promise.all(
    [`SELECT ${sums('')} FROM register_total`, `SELECT ${sums('::int')} FROM register_entry`].map((sql) =>
      product.db.query(sql),
    ),
  )
  return { kept, summed }
}

test('what is kept of the register changes no count on either clock', async () => {
  const { prisma } = product.db
  const seen = { persons: 0, ofSex: 0, kept: 0, read: 0, retracted: 0 }
  const clocks = fc.record({ day: fc.nat(3), back: fc.nat(120) })
  const run = fc.asyncProperty(
    fc.array(write, { minLength: 8, maxLength: 16 }),
    fc.array(clocks, { minLength: 3, maxLength: 3 }),
    async (writes, asked) => {
      for (const { act, rows } of writes) await perform(act, rows)
      for (const { day, back } of [{ day: 3, back: 0 }, { day: 3, back: -100 }, ...asked]) {
        const [asOf, knownAt] = [DAYS[day] as Date, moment(hour - back)]
        const totals = await answer(['PROGRAM', 'BASIS'], asOf, knownAt)
        expect(sorted(totals)).toEqual(sorted(await plainly(false, asOf, knownAt)))
        const bySex = await answer(['PROGRAM', 'BASIS', 'SEX'], asOf, knownAt)
        expect(sorted(bySex)).toEqual(sorted(await plainly(true, asOf, knownAt)))
        const published = await countRegister(prisma, programIds, { asOf, knownAt })
        const parts = (dimension: string | null): Counted =>
          published.flatMap((row) =>
            row.dimension === dimension ? [[row.programId, row.basis, row.category, row.value]] : [],
          )
        expect([sorted(parts(null)), sorted(parts('SEX'))]).toEqual([sorted(totals), sorted(bySex)])
        const held = await prisma.registerTotal.count({ where: { lastOn: { lte: asOf }, lastKnown: { lte: knownAt } } })
        seen.persons += totals.length
        seen.ofSex += bySex.filter(([, , sex]) => sex).length
        seen.kept += held
        seen.read += (await prisma.registerTotal.count()) - held
      }
      const { kept, summed } = await addedUp()
      expect(kept).toEqual(summed)
      seen.retracted += await prisma.stageChange.count({ where: { retractedAt: { not: null } } })
    },
  )
  await fc.assert(run, { numRuns: 12, seed: 2019, endOnFailure: true })
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0)
}, 300_000)

const WAITING = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"

test.runIf(engine === 'postgresql')(
  'who writes to one program at once waits for nobody, and to one participant loses nothing',
  async () => {
    const { prisma, query } = product.db
    const [programId] = programIds as [number]
    const data = { programId, stage: 'APPLIED', stageOn: DAYS[0] as Date, destroyedAt: moment(0) } as const
    const [one, other] = await Promise.all([prisma.participant.create({ data }), prisma.participant.create({ data })])
    const add = (participantId: number, stage: ParticipantStage) => ({
      data: { participantId, stage, on: DAYS[0] as Date, recordedAt: moment(0) },
    })
    const count = async () => {
      const counted = await answer(['PROGRAM', 'BASIS'], DAYS[3] as Date, moment(hour + 1000))
      expect(sorted(counted)).toEqual(sorted(await plainly(false, DAYS[3] as Date, moment(hour + 1000))))
    }
    const second = await openPostgres(await addressOf(product.db))
    closing.push(() => second.close())
    await prisma.stageChange.create(add(one.id, 'APPLIED'))
    let late: Promise<unknown> = Promise.resolve()
    await prisma.$transaction(async (tx) => {
      await tx.stageChange.create(add(one.id, 'PLACED'))
      await second.prisma.stageChange.create(add(other.id, 'PLACED'))
      late = second.prisma.stageChange.create(add(one.id, 'TRAINED')).then()
      while (!(await query(WAITING)).length);
    })
    await late
    await count()
  },
  30_000,
)
