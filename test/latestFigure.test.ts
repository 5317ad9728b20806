import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { type Outcome, Prisma } from '../server/generated/prisma/client.ts'
import { findFigures } from '../server/statistics/figures.ts'
import type { ResultDimension } from '../server/statistics/results.ts'
import { ALL_OUTCOMES } from '../server/statistics/seen.ts'
import { findResults } from './results.ts'
import { freshProduct, type Running } from './support.ts'

/** As if nobody had kept which figures are overtaken: all are read. */
const NONE_OVERTAKEN = Prisma.sql`(SELECT id, program_id, indicator_id, cohort_id, dimension, category, period_start,
  as_of, state, value, status, known_at, approved_at, superseded_at, NULL::date AS overtaken_on,
  NULL::timestamptz AS overtaken_at FROM outcome)`
const DAYS = ['2019-03-31', '2019-06-30', '2019-09-30', '2019-12-31'].map((day) => new Date(day))
const START = Date.parse('2030-01-01T00:00:00Z')
const moment = (hour: number) => new Date(START + hour * 3_600_000)

let product: Running
let programIds: number[]
let indicatorIds: number[]
let flowId: number
let cohorts: { id: number; programId: number }[]
let hour = 0
beforeAll(async () => {
  product = await freshProduct()
  const { prisma } = product.db
  const programs = await prisma.program.findMany({ where: { code: { in: ['2019-02', '2019-05'] } } })
  programIds = programs.map(({ id }) => id)
  cohorts = await prisma.cohort.findMany({ where: { programId: { in: programIds } } })
  const flow = { code: 'HIRED_IN_TIME', nameKo: '채용', nameEn: 'Hired', unitKo: '명', unitEn: 'persons' } as const
  const about = { population: 'PARTICIPANTS', basis: 'OTHER', kind: 'FLOW' } as const
  flowId = (await prisma.indicator.create({ data: { ...flow, ...about } })).id
  const others = await prisma.indicator.findMany({ where: { code: { in: ['TRAINED', 'SATISFACTION'] } } })
  indicatorIds = [...others.map(({ id }) => id), flowId]
})

const PARTS = [null, null, { dimension: 'SEX', category: 'FEMALE' }, { dimension: 'SEX', category: 'MALE' }] as const
const figure = fc.record({
  ...{ program: fc.nat(1), indicator: fc.nat(2), intake: fc.nat(4), part: fc.constantFrom(...PARTS) },
  ...{ day: fc.nat(3), months: fc.constantFrom(1, 3), approvedIn: fc.nat(40), value: fc.nat(30) },
  state: fc.constantFrom('PRESENT' as const, 'PRESENT' as const, 'MISSING' as const),
})
type Drawn = typeof figure extends fc.Arbitrary<infer One> ? One : never
const step = fc.record({
  act: fc.constantFrom('add', 'add', 'add', 'correct', 'correct', 'withdraw', 'postpone', 'remove', 'open', 'resolve'),
  ...{ pick: fc.nat(200), figures: fc.array(figure, { minLength: 1, maxLength: 4 }) },
})

function rowOf({ program, indicator, intake, part, day, months, approvedIn, value, state }: Drawn) {
  const programId = programIds[program] as number
  const indicatorId = indicatorIds[indicator] as number
  const asOf = DAYS[day] as Date
  const periodStart = new Date(Date.UTC(asOf.getUTCFullYear(), asOf.getUTCMonth() - months + 1, 1))
  return {
    ...{ programId, indicatorId, asOf, state, value: state === 'PRESENT' ? value : null, ...part },
    cohortId: cohorts.filter((one) => one.programId === programId)[intake]?.id ?? null,
    periodStart: indicatorId === flowId ? periodStart : null,
    ...{ status: 'APPROVED' as const, knownAt: moment(hour), approvedAt: moment(hour + approvedIn) },
  }
}

async function write({ act, pick, figures }: { act: string; pick: number; figures: Drawn[] }) {
  const { prisma } = product.db
  hour += 10
  const one = <Row>(rows: Row[]) => rows[pick % Math.max(1, rows.length)]
  const valid = () =>
    prisma.outcome.findMany({
      where: { programId: { in: programIds }, approvedAt: { not: null }, supersededAt: null },
      orderBy: { id: 'asc' },
    })
  const acts: Record<string, () => Promise<unknown> | undefined> = {
    add: () => prisma.outcome.createMany({ data: figures.map(rowOf) }),
    async correct() {
      const old = one(await valid())
      if (!old) return
      const { programId, indicatorId, cohortId, dimension, category, periodStart, asOf } = old
      const at = new Date(Math.max(moment(hour).getTime(), (old.approvedAt as Date).getTime()))
      await prisma.outcome.update({ where: { id: old.id }, data: { supersededAt: at } })
      const key = { programId, indicatorId, cohortId, dimension, category, periodStart, asOf }
      const entry = { status: 'APPROVED', supersedesId: old.id, knownAt: at, approvedAt: at } as const
      await prisma.outcome.create({ data: { ...key, ...entry, value: pick } })
    },
    async withdraw() {
      const old = one(await valid())
      if (old) await prisma.outcome.update({ where: { id: old.id }, data: { supersededAt: moment(hour + 60) } })
    },
    async postpone() {
      const old = one(await valid())
      if (old) await prisma.outcome.update({ where: { id: old.id }, data: { asOf: DAYS[3] as Date } })
    },
    async remove() {
      const free = { conflicts: { none: {} }, corrections: { none: {} }, releaseValues: { none: {} } }
      const where = { programId: { in: programIds }, ...free, treatments: { none: {} } }
      const old = one(await prisma.outcome.findMany({ where, orderBy: { id: 'asc' } }))
      if (old) await prisma.outcome.delete({ where: { id: old.id } })
    },
    async open() {
      const first = one(await valid())
      if (!first) return
      const { programId, indicatorId } = first
      const others = (await valid()).filter((row) => row.programId === programId && row.indicatorId === indicatorId)
      const members = others.slice(0, 3).map(({ id }) => ({ outcomeId: id }))
      const about = { programId, indicatorId, question: `무엇이 맞나 ${hour}`, createdAt: moment(hour) }
      await prisma.conflict.create({ data: { ...about, members: { create: members } } })
    },
    async resolve() {
      const open = one(await prisma.conflict.findMany({ where: { resolvedAt: null }, include: { members: true } }))
      const chosenId = open && one(open.members)?.outcomeId
      if (chosenId)
        await prisma.conflict.update({ where: { id: open.id }, data: { chosenId, resolvedAt: moment(hour) } })
    },
  }
  await acts[act]?.()
}

async function answer(asOf: Date, knownAt: Date, outcomes: Prisma.Sql) {
  const { prisma } = product.db
  const clocks = { asOf, knownAt, outcomes }
  const which = Prisma.sql`o.program_id IN (${Prisma.join(programIds)})`
  const results = (by: ResultDimension[]) =>
    findResults(product.db, {
      ...{ ...clocks, by, source: 'REPORTED', everywhere: true, which, counted: Prisma.sql`TRUE` },
      places: Prisma.sql`p.id IN (${Prisma.join(programIds)})`,
    })
  return {
    figures: await findFigures(prisma, programIds, clocks, Prisma.sql`AND TRUE`),
    totals: await results(['PROGRAM', 'INDICATOR']),
    bySex: await results(['INDICATOR', 'SEX']),
  }
}

/** The figures that stand without a conflict, worked out from all rows one by one. */
async function plainly(asOf: Date, knownAt: Date, isPlain: (row: Figured) => boolean) {
  const { prisma } = product.db
  const rows = await prisma.outcome.findMany({ where: { programId: { in: programIds }, indicatorId: { not: flowId } } })
  const valid = rows.filter(
    (row) =>
      isPlain(row) &&
      row.asOf <= asOf &&
      row.knownAt <= knownAt &&
      row.approvedAt &&
      row.approvedAt <= knownAt &&
      !(row.supersededAt && row.supersededAt <= knownAt),
  )
  const before = (a: Outcome, b: Outcome) =>
    b.asOf.getTime() - a.asOf.getTime() || a.knownAt.getTime() - b.knownAt.getTime() || a.id - b.id
  const latest = new Map<string, number>()
  for (const row of valid.sort(before)) {
    const place = JSON.stringify([row.programId, row.indicatorId, row.cohortId, row.dimension, row.category])
    if (!latest.has(place)) latest.set(place, row.id)
  }
  return [...latest.values()].sort((a, b) => a - b)
}

type Figured = Pick<Outcome, 'programId' | 'indicatorId'>
const placeOf = ({ programId, indicatorId }: Figured) => `${programId} ${indicatorId}`

test('what is kept of overtaken figures changes no answer on either clock', async () => {
  const { prisma } = product.db
  const seen = { plain: 0, overtaken: 0, chosen: 0 }
  const clocks = fc.record({ day: fc.nat(3), back: fc.nat(120) })
  const run = fc.asyncProperty(
    fc.array(step, { minLength: 5, maxLength: 9 }),
    fc.array(clocks, { minLength: 4, maxLength: 4 }),
    async (steps, asked) => {
      for (const one of steps) await write(one)
      for (const { day, back } of [{ day: 3, back: -100 }, ...asked]) {
        const [asOf, knownAt] = [DAYS[day] as Date, moment(hour - back)]
        const found = await answer(asOf, knownAt, ALL_OUTCOMES)
        expect(found).toEqual(await answer(asOf, knownAt, NONE_OVERTAKEN))
        const disputed = new Set((await prisma.conflict.findMany()).map(placeOf))
        const isPlain = (row: Figured) => row.indicatorId !== flowId && !disputed.has(placeOf(row))
        const plain = found.figures.filter(isPlain).map(({ outcomeId }) => outcomeId)
        expect(plain.sort((a, b) => a - b)).toEqual(await plainly(asOf, knownAt, isPlain))
        seen.plain += plain.length
      }
      seen.chosen += await prisma.conflict.count({ where: { programId: { in: programIds }, chosenId: { not: null } } })
      seen.overtaken += await prisma.outcome.count({ where: { overtakenAt: { not: null } } })
    },
  )
  await fc.assert(run, { numRuns: 12, seed: 2019, endOnFailure: true })
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0)
}, 300_000)

test('an overtaken figure is noted, and no longer so when what overtook it is gone', async () => {
  const { prisma } = product.db
  const programId = (await prisma.program.findUniqueOrThrow({ where: { code: '2019-03' } })).id
  const indicatorId = indicatorIds[0] as number
  const about = { programId, indicatorId, status: 'APPROVED', value: 3, knownAt: moment(1) } as const
  const kept = async () => {
    const rows = await prisma.outcome.findMany({
      where: { programId, indicatorId, value: 3 },
      orderBy: { asOf: 'asc' },
    })
    return rows.map(({ overtakenOn, overtakenAt }) => [overtakenOn?.toJSON().slice(0, 10), overtakenAt?.toJSON()])
  }
  const june = await prisma.outcome.create({ data: { ...about, asOf: new Date('2030-06-30'), approvedAt: moment(1) } })
  const may = { ...about, asOf: new Date('2030-05-31'), approvedAt: moment(9) }
  await prisma.outcome.create({ data: may })
  await prisma.outcome.create({ data: { ...about, asOf: new Date('2030-07-31'), status: 'DRAFT' } })
  const until = ['2030-06-30', moment(1).toJSON()]
  const never = [undefined, undefined]
  expect(await kept()).toEqual([until, never, never])
  await prisma.outcome.update({ where: { id: june.id }, data: { supersededAt: moment(20) } })
  expect(await kept()).toEqual([never, never, never])
  await prisma.outcome.update({ where: { id: june.id }, data: { supersededAt: null, asOf: new Date('2030-05-01') } })
  expect(await kept()).toEqual([['2030-05-31', moment(9).toJSON()], never, never])
  await prisma.outcome.deleteMany({ where: { programId, indicatorId, value: 3, asOf: may.asOf } })
  expect(await kept()).toEqual([never, never])
})
