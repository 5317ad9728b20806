import { beforeAll, expect, test, vi } from 'vitest'
import { rowsForDay } from '../server/byDay.ts'
import { readClocks } from '../server/clocks.ts'
import type { Context } from '../server/context.ts'
import type { Database } from '../server/db.ts'
import { Prisma } from '../server/generated/prisma/client.ts'
import { freshProduct, type Running, watchStatements } from './support.ts'

let product: Running
let statements: string[]
beforeAll(async () => {
  product = await freshProduct()
  statements = watchStatements(product.db)
  const { prisma } = product.db
  const { id: programId } = await prisma.program.findUniqueOrThrow({ where: { code: '2019-02' } })
  for (const [index, stages] of [['APPLIED', 'SELECTED', 'LEFT'], ['APPLIED'], ['APPLIED', 'SELECTED']].entries()) {
    const sealed = product.product.vault.seal({ name: `사람${index}`, birthDate: null, phone: null, addressNote: null })
    const person = await prisma.person.create({ data: { ...sealed, sex: index ? 'FEMALE' : 'MALE' } as never })
    const about = { programId, personId: person.id, stage: stages.at(-1) as never, stageOn: new Date('2019-08-01') }
    const { id: participantId } = await prisma.participant.create({ data: about })
    for (const [step, stage] of stages.entries()) {
      const on = new Date(Date.UTC(2019, index + 3 * step, 15))
      await prisma.stageChange.create({ data: { participantId, stage: stage as never, on, recordedAt: on } })
    }
  }
})

const ROWS = `{ asOf knownAt rows { district { code } basis unitEn figure { state value } asOfFrom asOfTo
  outcomeCounts { present missing notYetReported } outcomes(first: 2) { nodes { value } } } }`
const DAYS = ['2019-12-31', '2019-01-31', '2019-06-30', '2019-09-30', '2019-06-30', '2020-12-31']
const results = (args: string, day: string, rows = ROWS) => `results(${args}, asOf: "${day}") ${rows}`
const asked = () => statements.filter((sql) => sql.includes('FROM cell c ')).length
const placed = () => statements.filter((sql) => /^SELECT [^F]*"dong" FROM/.test(sql)).length

test.each([
  'groupBy: [], mixed: LABEL',
  'groupBy: [], mixed: LABEL, filter: { years: [2019] }, knownAt: "2019-12-01T00:00:00Z"',
  'groupBy: [DISTRICT], mixed: LABEL, map: { on: "2026-07-01" }',
  'groupBy: [DISTRICT, BASIS], source: REGISTERED, filter: { years: [2019] }, knownAt: "2020-02-01T00:00:00Z"',
  'groupBy: [DISTRICT, BASIS, SEX], source: REGISTERED, knownAt: "2020-02-01T00:00:00Z"',
])('several days at once are answered like each by itself, by a few statements: %s', async (args) => {
  const city = await product.as('city')
  for (const rows of [ROWS, ROWS.replace(/outcomes.*?} }/s, '')]) {
    const alone = []
    for (const day of DAYS) alone.push((await city.ask(`{ ${results(args, day, rows)} }`)).data.results)
    statements.length = 0
    const { data } = await city.ask(`{ ${DAYS.map((day, at) => `d${at}: ${results(args, day, rows)}`).join(' ')} }`)
    // What has no place on the map is found by others, which resolvers do where a compiled answer cannot.
    const compiles = rows !== ROWS
    expect([asked(), placed()]).toEqual(args.includes('map') ? [4, compiles ? 2 : 1] : [2, 0])
    expect(withoutNow(Object.values(data))).toEqual(withoutNow(alone))
    expect(new Set(alone.map(({ rows }) => JSON.stringify(rows))).size).toBeGreaterThan(2)
  }
})

test('what differs in more than the day is asked apart', async () => {
  const city = await product.as('city')
  statements.length = 0
  const all = results('groupBy: [], mixed: LABEL', '2019-12-31', '{ rows { figure { value } } }')
  const some = results('groupBy: [], mixed: LABEL, filter: { years: [2020] }', '2019-11-30', '{ rows { basis } }')
  const early = results('groupBy: [], mixed: LABEL, knownAt: "2019-06-01T00:00:00Z"', '2019-10-31', '{ asOf }')
  const { data } = await city.ask(`{ all: ${all} some: ${some} early: ${early} }`)
  expect(asked()).toBe(3)
  expect([data.all.rows.length > 0, data.some.rows.length]).toEqual([true, 0])
})

test('who asks the same while it runs is answered by the next statement, of the moment of the last who asked', async () => {
  const sent: unknown[][] = []
  const ends: (() => void)[] = []
  const db: Database = {
    ...product.db,
    async query(sql, values = []) {
      sent.push(values)
      await new Promise<void>((end) => ends.push(end))
      return product.db.query(sql, values)
    },
  }
  const day = new Date('2019-12-31')
  const moment = (second: number) => new Date(Date.UTC(2020, 0, 1, 0, 0, second))
  const ask = (at: Date, { fields = 1, more = Prisma.empty } = {}) => {
    const asked = Prisma.sql`SELECT ${at}::timestamptz AS at ${more}`
    const context = { product: { ...product.product, db } } as Context
    return rowsForDay<{ at: string }>(context, { day, asked, records: [], present: { moment: at, fields } })
  }
  const first = ask(moment(1))
  await vi.waitFor(() => expect(sent).toHaveLength(1))
  const later = [ask(moment(2)), ask(moment(3))]
  const apart = [ask(moment(3), { fields: 2 }), ask(moment(3), { more: Prisma.sql`, 1 AS one` })]
  await vi.waitFor(() => expect(sent).toHaveLength(3))
  for (const end of ends.splice(0)) end()
  expect((await first).now).toEqual(moment(1))
  await vi.waitFor(() => expect(sent).toHaveLength(4))
  for (const end of ends.splice(0)) end()
  for (const one of await Promise.all(later)) {
    expect(one.now).toEqual(moment(3))
    expect(new Date(one.rows[0]?.at as string)).toEqual(moment(3))
  }
  expect((await Promise.all(apart)).map(({ now }) => now)).toEqual([undefined, moment(3)])
  expect(sent).toHaveLength(4)
})

test('a field shares the present moment when it names none, or one that is still to come', async () => {
  const now = new Date('2020-01-01T00:00:00Z')
  const context = { product: { ...product.product, now: () => now }, viewer: { role: 'ANONYMOUS' } } as Context
  const asked = [undefined, '2020-01-01T00:00:01Z', '2019-12-31T00:00:00Z'].map((moment) =>
    readClocks({ knownAt: moment }, context),
  )
  expect(asked.map(({ present }) => present?.fields)).toEqual([2, 2, undefined])
  expect(asked.map(({ knownAt }) => knownAt)).toEqual([now, now, new Date('2019-12-31T00:00:00Z')])
})

/** Whoever asks for no moment is answered for the present one. */
const withoutNow = (answers: unknown[]) =>
  JSON.parse(JSON.stringify(answers, (key, value) => (key === 'knownAt' ? undefined : value)))
