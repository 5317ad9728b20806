import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { allowed, type Viewer } from '../server/access.ts'
import { Prisma } from '../server/generated/prisma/client.ts'
import { conditionSql } from '../server/sql.ts'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
beforeAll(async () => {
  product = await freshProduct()
})

const KEYS = `round { year } district { nameKo } program { code } programLine { code } category sex ageBand
  targetGroup { code } indicator { code }`
const ROW = `${KEYS} basis population unitEn kind incomplete figure { state value }
  outcomeCounts { present missing suppressed notApplicable notDerivable notYetReported } asOfFrom asOfTo`
const MAY_2020 = 'asOf: "2019-12-31", knownAt: "2020-05-01T00:00:00Z"'
const SEPTEMBER = 'asOf: "2019-09-30", knownAt: "2019-12-01T00:00:00Z"'

// biome-ignore lint/suspicious/noExplicitAny: answers of any shape
type Any = any
const ask = async (args: string, who: Asker = product, fields = `rows { ${ROW} }`) => {
  const { data, errors } = await who.ask(
    `{ results(${args}) { ${fields} notDerivable { program { code } code reasonKo reasonEn values { ${ROW} } } } }`,
  )
  if (errors) return `${errors[0]?.extensions.code}: ${errors[0]?.message}` as Any
  return data.results
}
const keysOf = (row: Any) =>
  [
    row.round?.year,
    row.district?.nameKo,
    row.program?.code,
    row.programLine?.code,
    row.category,
    row.sex,
    row.ageBand,
    row.targetGroup?.code,
    row.indicator?.code,
  ]
    .filter((key) => key !== null && key !== undefined)
    .join(' ')
const line = (row: Any) =>
  `${keysOf(row)}: ${row.figure.value ?? row.figure.state} ${row.unitEn}, ${row.basis} of ${row.population}${row.incomplete ? ', incomplete' : ''}`
const lines = async (args: string, who?: Asker) => {
  const results = await ask(args, who)
  return typeof results === 'string' ? results : results.rows.map(line)
}

test('every headcount of September 2019, by district', async () => {
  expect(
    await lines(`groupBy: [DISTRICT], filter: { years: [2019], bases: [PLACED] }, ${SEPTEMBER}`),
  ).toMatchInlineSnapshot(`
    [
      "동구: 6 persons, PLACED of PARTICIPANTS",
      "미추홀구: 33 persons, PLACED of PARTICIPANTS",
      "계양구: 32 persons, PLACED of PARTICIPANTS",
    ]
  `)
})

test('by basis, the parts of the headline stand apart and are never added to service users', async () => {
  expect(
    await lines(`groupBy: [BASIS], filter: { years: [2019], populations: [PARTICIPANTS] }, mixed: LABEL, ${SEPTEMBER}`),
  ).toMatchInlineSnapshot(`
    [
      ": 10 persons, APPLIED of PARTICIPANTS",
      ": 16 persons, SELECTED of PARTICIPANTS",
      ": 33 persons, IN_TRAINING of PARTICIPANTS",
      ": 57 persons, TRAINED of PARTICIPANTS",
      ": 71 persons, PLACED of PARTICIPANTS",
    ]
  `)
  expect(
    await lines(`groupBy: [INDICATOR], filter: { programCodes: ["2019-05"] }, ${SEPTEMBER}`),
  ).toMatchInlineSnapshot(`
    [
      "COACHING_VISITS: 2634 visits, DELIVERED of SERVICE_EVENTS",
      "HOUSEHOLDS_REACHED: 961 households, REACHED of SERVICE_USERS",
      "TRAINED: 27 persons, TRAINED of PARTICIPANTS",
    ]
  `)
})

test('of many kinds in one sum some are named, and what to do is always said', async () => {
  const { errors } = await product.ask(`{ results(groupBy: [DISTRICT], ${MAY_2020}) { rows { unitEn } } }`)
  expect(errors?.[0]?.message).toMatch(/cannot be added: (\w+ of [^,]+, ){3}[^,]+ \(\+\d+\)\. .*`mixed: LABEL`\.$/)
})

test('bases and populations in one sum are refused with a list, or answered apart', async () => {
  expect(await lines(`groupBy: [], filter: { programCodes: ["2019-05"] }, ${SEPTEMBER}`)).toMatchInlineSnapshot(
    `"BAD_USER_INPUT: Argument groupBy: These cannot be added: TRAINED of PARTICIPANTS in persons (RUNNING_TOTAL), REACHED of SERVICE_USERS in households (RUNNING_TOTAL), DELIVERED of SERVICE_EVENTS in visits (RUNNING_TOTAL). Group or filter so that each row has one of them, or ask for \`mixed: LABEL\`."`,
  )
  expect(
    await lines(`groupBy: [DISTRICT], filter: { programCodes: ["2019-05"] }, mixed: LABEL, ${SEPTEMBER}`),
  ).toMatchInlineSnapshot(`
    [
      "부평구: 27 persons, TRAINED of PARTICIPANTS",
      "부평구: 961 households, REACHED of SERVICE_USERS",
      "부평구: 2634 visits, DELIVERED of SERVICE_EVENTS",
    ]
  `)
})

test('two clocks: 961 at the end of September, 1,126 at the end of the year, and 961 as it was known before', async () => {
  const households = async (clocks: string) => {
    const { rows } = await ask(`groupBy: [], filter: { indicators: ["HOUSEHOLDS_REACHED"], years: [2019] }, ${clocks}`)
    return rows.map((row: Any) => [row.figure.value, row.asOfTo, row.outcomeCounts.notYetReported])
  }
  expect(await households('asOf: "2019-09-30"')).toEqual([[961, '2019-09-30', 0]])
  expect(await households('asOf: "2019-12-31"')).toEqual([[1126, '2019-12-31', 0]])
  expect(await households('asOf: "2019-12-31", knownAt: "2019-12-01T00:00:00Z"')).toEqual([[961, '2019-09-30', 1]])
  expect(await households('asOf: "2019-12-31", knownAt: "2019-01-01T00:00:00Z"')).toEqual([])
})

test('a rate stands alone and is never added', async () => {
  const rate = 'filter: { indicators: ["SHUTTLE_RUNS_PER_DAY"], years: [2019] }'
  expect(await lines(`groupBy: [DISTRICT], ${rate}, ${SEPTEMBER}`)).toEqual([
    '서구: 16 runs a day, DELIVERED of SERVICE_EVENTS',
  ])
})

test('on the map of today 동구 is 제물포구 and the shuttle is where its dong is', async () => {
  const today =
    'groupBy: [DISTRICT, INDICATOR], filter: { programCodes: ["2019-01", "2019-08"] }, map: { on: "2026-11-01" }'
  const { rows, notDerivable } = await ask(`${today}, ${SEPTEMBER}`)
  expect(rows.map(line)).toMatchInlineSnapshot(`
    [
      "제물포구 PLACED: 6 persons, PLACED of PARTICIPANTS",
      "검단구 SHUTTLE_RUNS: 2136 runs, DELIVERED of SERVICE_EVENTS",
      "검단구 SHUTTLE_RUNS_PER_DAY: 16 runs a day, DELIVERED of SERVICE_EVENTS",
    ]
  `)
  expect(notDerivable).toEqual([])
})

test('old 서구 without a dong is not derivable, with the reason and the values, and no row pretends a zero', async () => {
  await product.db.prisma.program.update({ where: { code: '2019-08' }, data: { dong: null } })
  const { rows, notDerivable } = await ask(
    `groupBy: [DISTRICT], filter: { indicators: ["SHUTTLE_RUNS"] }, map: { on: "2026-11-01" }, ${SEPTEMBER}`,
  )
  expect(rows.map(line)).toMatchInlineSnapshot(`
    [
      "서해구: NOT_DERIVABLE runs, DELIVERED of SERVICE_EVENTS, incomplete",
      "검단구: NOT_DERIVABLE runs, DELIVERED of SERVICE_EVENTS, incomplete",
    ]
  `)
  expect(
    notDerivable.map(({ program, code, reasonKo, reasonEn, values }: Any) => [
      program.code,
      code,
      reasonKo,
      reasonEn,
      values.map(line),
    ]),
  ).toMatchInlineSnapshot(`
    [
      [
        "2019-08",
        "DONG_UNKNOWN",
        "서구(28260)의 경계에 검단구, 서해구 구역이 걸쳐 있어, 동을 알아야 나눌 수 있습니다.",
        "서구 (28260) corresponds to 검단구, 서해구; without the dong nobody can say which.",
        [
          "2019-08 SHUTTLE_RUNS: 2136 runs, DELIVERED of SERVICE_EVENTS",
        ],
      ],
    ]
  `)
  // Both successors together are the whole of it, so their sum is known.
  const both = 'filter: { indicators: ["SHUTTLE_RUNS"], districtCodes: ["28275", "28290"] }, map: { on: "2026-11-01" }'
  expect(await lines(`groupBy: [], ${both}, ${SEPTEMBER}`)).toEqual([': 2136 runs, DELIVERED of SERVICE_EVENTS'])
  await product.db.prisma.program.update({ where: { code: '2019-08' }, data: { dong: '없는동' } })
  const unlisted = await ask(
    `groupBy: [DISTRICT], filter: { indicators: ["SHUTTLE_RUNS"] }, map: { on: "2026-11-01" }, ${SEPTEMBER}`,
  )
  expect(unlisted.notDerivable.map(({ code }: Any) => code)).toEqual(['DONG_NOT_LISTED'])
  await product.db.prisma.program.update({ where: { code: '2019-08' }, data: { dong: '오류동' } })
})

test('a program of a new district stands under the old one on an older map', async () => {
  const district = await product.db.prisma.district.findUniqueOrThrow({ where: { code: '28290' } })
  await product.db.prisma.program.update({ where: { code: '2019-08' }, data: { districtId: district.id, dong: null } })
  const args = `groupBy: [DISTRICT], filter: { indicators: ["SHUTTLE_RUNS"] }, ${SEPTEMBER}`
  expect(await lines(`${args}, map: { on: "2019-09-30" }`)).toEqual(['서구: 2136 runs, DELIVERED of SERVICE_EVENTS'])
  expect(await lines(args)).toEqual(['검단구: 2136 runs, DELIVERED of SERVICE_EVENTS'])
  const back = await product.db.prisma.district.findUniqueOrThrow({ where: { code: '28260' } })
  await product.db.prisma.program.update({ where: { code: '2019-08' }, data: { districtId: back.id, dong: '오류동' } })
})

test('from any cell the way leads to the outcomes behind it, page by page', async () => {
  const fields = `rows { ${ROW} outcomes(first: 2) { totalCount nodes { program { code } citations { source { publisher } } } pageInfo { endCursor hasNextPage } } }`
  const args = `groupBy: [BASIS], filter: { years: [2019], bases: [PLACED] }, ${SEPTEMBER}`
  const { rows } = await ask(args, product, fields)
  const [{ figure, outcomes }] = rows
  expect(outcomes.nodes.map(({ program }: Any) => program.code)).toEqual(['2019-01', '2019-02'])
  const rest = await ask(
    args,
    product,
    `rows { outcomes(first: 100, after: "${outcomes.pageInfo.endCursor}") { totalCount nodes { program { code } value } pageInfo { hasPreviousPage } } }`,
  )
  const more = rest.rows[0].outcomes
  expect([outcomes.totalCount, more.totalCount, outcomes.nodes.length + more.nodes.length]).toEqual([4, 4, 4])
  expect(more.nodes.map(({ program }: Any) => program.code)).toEqual(['2019-06', '2019-07'])
  const last = await ask(args, product, 'rows { outcomes(last: 1) { nodes { value } } }')
  expect(last.rows[0].outcomes.nodes).toEqual([{ value: 12 }])
  expect(figure.value).toBe(71)
})

test('a breakdown that was not reported is missing, not zero', async () => {
  expect(await lines(`groupBy: [SEX], filter: { programCodes: ["2019-01"], bases: [PLACED] }, ${SEPTEMBER}`)).toEqual([
    ': MISSING persons, PLACED of PARTICIPANTS, incomplete',
  ])
})

test('zero is a value, and what is missing keeps its kind', async () => {
  const at = new Date('2019-10-23T00:00:00Z')
  const set = (code: string, data: object) =>
    product.db.prisma.outcome.updateMany({ where: { program: { code }, indicator: { code: 'PLACED' } }, data })
  await set('2019-01', { value: 0 })
  await set('2019-06', { state: 'MISSING', value: null })
  await set('2019-07', { state: 'NOT_APPLICABLE', value: null })
  const args = (by: string) =>
    `groupBy: [${by}], filter: { years: [2019], bases: [PLACED] }, asOf: "2019-09-30", knownAt: "${at.toISOString()}"`
  expect(await lines(args('PROGRAM'))).toMatchInlineSnapshot(`
    [
      "2019-01: 0 persons, PLACED of PARTICIPANTS",
      "2019-02: 33 persons, PLACED of PARTICIPANTS",
      "2019-06: MISSING persons, PLACED of PARTICIPANTS, incomplete",
      "2019-07: NOT_APPLICABLE persons, PLACED of PARTICIPANTS",
    ]
  `)
  const { rows } = await ask(args('BASIS'))
  expect(rows.map((row: Any) => [row.figure, row.incomplete, row.outcomeCounts])).toMatchInlineSnapshot(`
    [
      [
        {
          "state": "PRESENT",
          "value": 33,
        },
        true,
        {
          "missing": 1,
          "notApplicable": 1,
          "notDerivable": 0,
          "notYetReported": 0,
          "present": 2,
          "suppressed": 0,
        },
      ],
    ]
  `)
  for (const [code, value] of [
    ['2019-01', 6],
    ['2019-06', 20],
    ['2019-07', 12],
  ] as const) {
    await set(code, { state: 'PRESENT', value })
  }
})

test('what may not be asked, or cannot be', async () => {
  const codes = async (args: string, who?: Asker) =>
    String(await lines(args, who))
      .split(':')
      .slice(0, 3)
      .join(':')
  const district = await product.as('28177')
  expect(await lines('groupBy: [BASIS], source: REGISTERED')).toEqual([])
  expect(await lines('groupBy: [BASIS], source: REGISTERED', district)).toEqual([])
  expect([
    await codes('groupBy: [SEX, AGE_BAND]'),
    await codes('groupBy: [INDICATOR], source: REGISTERED', district),
    await codes('groupBy: [BASIS], filter: { categories: [OTHER] }, source: REGISTERED', district),
    await codes('groupBy: [BASIS], asOf: "2019-02-30"'),
    await codes('groupBy: [BASIS], map: { on: "2019-02-30" }'),
    await codes('groupBy: [BASIS], filter: { districtCodes: ["1"] }'),
  ]).toMatchInlineSnapshot(`
    [
      "BAD_USER_INPUT: Argument groupBy: AGE_BAND",
      "BAD_USER_INPUT: Argument groupBy: INDICATOR is known of reported figures only, not of registered participants.",
      "BAD_USER_INPUT: Argument filter.categories: categories is known of reported figures only, not of registered participants.",
      "BAD_USER_INPUT: Argument asOf: Use a date that exists, as YYYY-MM-DD, from 1900 to 2199.",
      "BAD_USER_INPUT: Argument map.on: Use a date that exists, as YYYY-MM-DD, from 1900 to 2199.",
      "BAD_USER_INPUT: Argument filter.districtCodes.0: Use the form 28177.",
    ]
  `)
  expect(await lines(`groupBy: [BASIS], filter: { years: [] }, ${MAY_2020}`)).toEqual([])
  expect(await lines(`groupBy: [BASIS], filter: { districtCodes: ["99999"] }, ${MAY_2020}`)).toEqual([])
})

test('registered participants are counted by their stages, for their own officers only before the final report', async () => {
  const { prisma } = product.db
  const program = await prisma.program.findUniqueOrThrow({ where: { code: '2019-02' } })
  const people = [
    ['FEMALE', 1980, ['APPLIED', 'SELECTED', 'IN_TRAINING']],
    ['FEMALE', 1975, ['APPLIED', 'SELECTED', 'IN_TRAINING', 'TRAINED']],
    ['MALE', null, ['APPLIED', 'LEFT']],
  ] as const
  for (const [index, [sex, birthYear, stages]] of people.entries()) {
    const sealed = product.product.vault.seal({ name: `사람${index}`, birthDate: null, phone: null, addressNote: null })
    const person = await prisma.person.create({ data: { ...sealed, sex, birthYear } as never })
    const stageOn = new Date('2019-04-01')
    const { id } = await prisma.participant.create({
      data: { programId: program.id, personId: person.id, stage: stages.at(-1), stageOn },
    })
    for (const [step, stage] of stages.entries()) {
      const on = new Date(Date.UTC(2019, 3 + step, 1))
      await prisma.stageChange.create({ data: { participantId: id, stage, on, recordedAt: on } })
    }
  }
  const own = await product.as('28177')
  const registered = (by: string, more = '') =>
    lines(`groupBy: [${by}], source: REGISTERED, asOf: "2019-09-30"${more}`, own)
  expect(await registered('BASIS')).toMatchInlineSnapshot(`
    [
      ": 3 persons, APPLIED of PARTICIPANTS",
      ": 2 persons, SELECTED of PARTICIPANTS",
      ": 1 persons, IN_TRAINING of PARTICIPANTS",
      ": 1 persons, TRAINED of PARTICIPANTS",
    ]
  `)
  expect(await registered('BASIS, SEX')).toMatchInlineSnapshot(`
    [
      "FEMALE: 2 persons, APPLIED of PARTICIPANTS",
      "MALE: 1 persons, APPLIED of PARTICIPANTS",
      "FEMALE: 2 persons, SELECTED of PARTICIPANTS",
      "FEMALE: 1 persons, IN_TRAINING of PARTICIPANTS",
      "FEMALE: 1 persons, TRAINED of PARTICIPANTS",
    ]
  `)
  expect(await registered('AGE_BAND', ', filter: { bases: [APPLIED] }')).toMatchInlineSnapshot(`
    [
      "30-39: 1 persons, APPLIED of PARTICIPANTS",
      "40-49: 1 persons, APPLIED of PARTICIPANTS",
      ": 1 persons, APPLIED of PARTICIPANTS",
    ]
  `)
  expect(await lines('groupBy: [BASIS], source: REGISTERED, asOf: "2019-04-30"', own)).toMatchInlineSnapshot(`
    [
      ": 3 persons, APPLIED of PARTICIPANTS",
    ]
  `)
  expect(await lines('groupBy: [BASIS], source: REGISTERED', await product.as('28245'))).toEqual([])
  expect(await lines('groupBy: [BASIS], source: REGISTERED')).toEqual([])
})

test('several rates make none, and parts that were reported are answered part by part', async () => {
  const { prisma } = product.db
  const city = await product.as('city')
  const record = async (code: string, indicator: string, data: object) => {
    const { id: programId } = await prisma.program.findUniqueOrThrow({ where: { code } })
    const { id: indicatorId } = await prisma.indicator.findUniqueOrThrow({ where: { code: indicator } })
    const knownAt = new Date('2019-10-23T00:00:00Z')
    const approved = { asOf: new Date('2019-09-30'), status: 'APPROVED', knownAt, approvedAt: knownAt } as const
    await prisma.outcome.create({ data: { programId, indicatorId, ...approved, ...data } })
  }
  await record('2019-07', 'SHUTTLE_RUNS_PER_DAY', { value: 4 })
  await record('2019-02', 'PLACED', { value: 30, dimension: 'SEX', category: 'FEMALE' })
  await record('2019-02', 'PLACED', { value: 3, dimension: 'SEX', category: 'MALE' })
  const rates = 'filter: { indicators: ["SHUTTLE_RUNS_PER_DAY"], years: [2019] }'
  expect(await lines(`groupBy: [INDICATOR], ${rates}, ${SEPTEMBER}`, city)).toEqual([
    'SHUTTLE_RUNS_PER_DAY: NOT_DERIVABLE runs a day, DELIVERED of SERVICE_EVENTS',
  ])
  const cooks = 'filter: { programCodes: ["2019-01", "2019-02"], bases: [PLACED] }'
  expect(await lines(`groupBy: [PROGRAM, SEX], ${cooks}, ${SEPTEMBER}`, city)).toEqual([
    '2019-01: MISSING persons, PLACED of PARTICIPANTS, incomplete',
    '2019-02 FEMALE: 30 persons, PLACED of PARTICIPANTS',
    '2019-02 MALE: 3 persons, PLACED of PARTICIPANTS',
  ])
  expect(await lines(`groupBy: [PROGRAM], ${cooks}, ${SEPTEMBER}`, city)).toEqual([
    '2019-01: 6 persons, PLACED of PARTICIPANTS',
    '2019-02: 33 persons, PLACED of PARTICIPANTS',
  ])
})

// Random figures, asked of the API and of a naive model.

interface Figure {
  program: number
  indicator: 'PLACED' | 'TRAINED' | 'HIRED_A_MONTH'
  half: 0 | 1 | 2
  month: number
  known: number
  superseded: number
  state: 'PRESENT' | 'MISSING' | 'NOT_APPLICABLE'
  value: number
}

const PLACES = [
  ['28140', null, '동구', '제물포구'],
  ['28260', '오류동', '서구', '검단구'],
  ['28260', '가정1동', '서구', '서해구'],
  ['28260', null, '서구', null],
  ['28177', null, '미추홀구', '미추홀구'],
] as const

const figure = fc.record({
  program: fc.nat(PLACES.length - 1),
  indicator: fc.constantFrom('PLACED' as const, 'TRAINED' as const, 'HIRED_A_MONTH' as const),
  half: fc.constantFrom(0 as const, 1 as const, 2 as const),
  month: fc.integer({ min: 1, max: 6 }),
  known: fc.integer({ min: 0, max: 3 }),
  superseded: fc.integer({ min: 0, max: 5 }),
  state: fc.constantFrom('PRESENT' as const, 'PRESENT' as const, 'MISSING' as const, 'NOT_APPLICABLE' as const),
  value: fc.integer({ min: 0, max: 500 }),
})
const keyOf = ({ program, indicator, half, month }: Figure) => [program, indicator, half, month].join()
const history = fc.uniqueArray(figure, { selector: keyOf, minLength: 5, maxLength: 60 })

test('sums agree with a naive model, by every grouping, on both clocks and on every map', async () => {
  const { prisma } = product.db
  const city = await product.as('city')
  const round = await prisma.round.create({ data: { year: 2012, titleKo: '시험' } })
  const programIds: number[] = []
  const intakes: number[][] = []
  for (const [index, [code, dong]] of PLACES.entries()) {
    const { id: districtId } = await prisma.district.findUniqueOrThrow({ where: { code } })
    const { id } = await prisma.program.create({
      data: { code: `2012-0${index}`, roundId: round.id, districtId, dong, titleKo: '시험', stage: 'RUNNING' },
    })
    programIds.push(id)
    const halves = []
    for (const half of [1, 2])
      halves.push((await prisma.cohort.create({ data: { programId: id, half, nameKo: `${half}` } })).id)
    intakes.push(halves)
  }
  const flow = { kind: 'FLOW', population: 'PARTICIPANTS', basis: 'OTHER', unitKo: '명', unitEn: 'persons' } as const
  await prisma.indicator.create({
    data: { ...flow, code: 'HIRED_A_MONTH', nameKo: '월간 채용', nameEn: 'Hired in the month' },
  })
  const indicators = new Map((await prisma.indicator.findMany()).map(({ code, id }) => [code, id]))
  const moment = (known: number, month: number) => new Date(Date.UTC(2012, month + known, 15))

  const question = fc.record({
    by: fc.subarray(['DISTRICT', 'PROGRAM', 'INDICATOR', 'ROUND']),
    asOf: fc.integer({ min: 1, max: 7 }),
    knownAt: fc.integer({ min: 1, max: 12 }),
    today: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(history, fc.array(question, { minLength: 3, maxLength: 3 }), async (figures, questions) => {
      await prisma.outcome.deleteMany({ where: { program: { roundId: round.id } } })
      await prisma.outcome.createMany({
        data: figures.map(({ program, indicator, half, month, known, superseded, state, value }) => ({
          programId: programIds[program] as number,
          indicatorId: indicators.get(indicator) as number,
          cohortId: half ? (intakes[program]?.[half - 1] as number) : null,
          asOf: new Date(Date.UTC(2012, month, 0)),
          periodStart: indicator === 'HIRED_A_MONTH' ? new Date(Date.UTC(2012, month - 1, 1)) : null,
          state,
          value: state === 'PRESENT' ? value : null,
          status: 'APPROVED',
          knownAt: moment(known, month),
          approvedAt: moment(known, month),
          supersededAt: superseded ? moment(known + superseded, month) : null,
        })),
      })
      for (const { by, asOf, knownAt, today } of questions) {
        const now = new Date(Date.UTC(2012, knownAt, 20))
        const args = `groupBy: [${by.join(' ')}], filter: { years: [2012] }, mixed: LABEL, asOf: "${new Date(Date.UTC(2012, asOf, 0)).toISOString().slice(0, 10)}", knownAt: "${now.toISOString()}"${today ? ', map: { on: "2026-11-01" }' : ''}`
        const { rows, notDerivable } = await ask(args, city)
        const used = naive(figures, asOf, (one) => {
          const from = moment(one.known, one.month)
          return from <= now && (!one.superseded || moment(one.known + one.superseded, one.month) > now)
        })
        const expected = new Map<string, number>()
        let lost = 0
        for (const one of used.filter(({ state }) => state === 'PRESENT')) {
          const district = PLACES[one.program]?.[today ? 3 : 2]
          if (today && district === null && by.includes('DISTRICT')) {
            lost += one.value
            continue
          }
          const key = [
            by.includes('ROUND') ? 2012 : '',
            by.includes('DISTRICT') ? district : '',
            by.includes('PROGRAM') ? `2012-0${one.program}` : '',
            by.includes('INDICATOR') ? one.indicator : '',
            BASES[one.indicator],
          ].join()
          expected.set(key, (expected.get(key) ?? 0) + one.value)
        }
        const told = rows
          .filter((row: Any) => row.figure.state === 'PRESENT')
          .map((row: Any) => [
            [
              row.round?.year ?? '',
              row.district?.nameKo ?? '',
              row.program?.code ?? '',
              row.indicator?.code ?? '',
              row.basis,
            ].join(),
            row.figure.value,
          ])
        expect(Object.fromEntries(told)).toEqual(Object.fromEntries(expected))
        const sum = (list: Any[]) => list.reduce((total, { figure }) => total + (figure.value ?? 0), 0)
        expect(sum(notDerivable.flatMap(({ values }: Any) => values))).toBe(lost)
        expect(sum(rows) + lost).toBe(used.reduce((total, one) => total + (one.state === 'PRESENT' ? one.value : 0), 0))
      }
    }),
    { numRuns: 15, seed: 2019 },
  )
})

const BASES = { PLACED: 'PLACED', TRAINED: 'TRAINED', HIRED_A_MONTH: 'OTHER' } as const

/** The latest figure of each place, all months of a flow; the whole program before its intakes. */
function naive(figures: Figure[], asOf: number, valid: (figure: Figure) => boolean): Figure[] {
  const known = figures.filter((one) => one.month <= asOf && valid(one))
  const latest = known.filter(
    (one) =>
      one.indicator === 'HIRED_A_MONTH' ||
      !known.some((other) => keyOf({ ...other, month: 0 }) === keyOf({ ...one, month: 0 }) && other.month > one.month),
  )
  return latest.filter((one) => {
    const beside = latest.filter(({ program, indicator }) => program === one.program && indicator === one.indicator)
    const whole = beside.some(({ half, state }) => !half && state === 'PRESENT')
    const parts = beside.some(({ half, state }) => half && state === 'PRESENT')
    return one.half ? !whole && (parts || !beside.some(({ half }) => !half)) : whole || !parts
  })
}

test('a rule means the same to SQL as to Prisma, and what SQL does not know it refuses', async () => {
  const { prisma } = product.db
  const districts = await prisma.district.findMany()
  const viewers: Viewer[] = [
    { role: 'ANONYMOUS' },
    { role: 'REVIEWER', id: 1, districtIds: [] },
    { role: 'CITY', id: 1, districtIds: [] },
    ...districts.map(({ id }): Viewer => ({ role: 'DISTRICT', id: 1, districtIds: [id] })),
    { role: 'DISTRICT', id: 1, districtIds: [] },
  ]
  const all = await prisma.outcome.findMany()
  const scalar = fc.oneof(
    fc.record({ id: fc.record({ [fc.sample(fc.constantFrom('gt', 'lte'), 1)[0] as 'gt']: fc.nat(all.length) }) }),
    fc.record({ status: fc.constantFrom('APPROVED', 'DRAFT') }),
    fc.record({ cohortId: fc.constant(null) }),
    fc.record({ state: fc.record({ in: fc.subarray(['PRESENT', 'MISSING']) }) }),
    fc.record({ program: fc.record({ districtId: fc.record({ in: fc.subarray(districts.map(({ id }) => id)) }) }) }),
    fc.record({ program: fc.record({ stage: fc.constantFrom('EVALUATED', 'DRAFT'), code: fc.constant('2019-02') }) }),
  )
  const { where } = fc.letrec<{ where: object }>((tie) => ({
    where: fc.oneof(
      { maxDepth: 3 },
      scalar,
      fc.record({ AND: fc.array(tie('where'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ OR: fc.array(tie('where'), { minLength: 1, maxLength: 3 }) }),
    ),
  }))
  const same = async (filter: object) => {
    const byPrisma = await prisma.outcome.findMany({ where: filter, select: { id: true }, orderBy: { id: 'asc' } })
    const bySql =
      await prisma.$queryRaw`SELECT o.id FROM outcome o WHERE ${conditionSql('Outcome', 'o', filter)} ORDER BY o.id`
    expect(bySql).toEqual(byPrisma)
  }
  await prisma.outcome.updateMany({
    where: { id: { in: all.slice(0, 3).map(({ id }) => id) } },
    data: { status: 'DRAFT' },
  })
  for (const viewer of viewers) await same(allowed(viewer, 'readOutcome'))
  await fc.assert(fc.asyncProperty(where, same), { numRuns: 40, seed: 2019 })
  await prisma.outcome.updateMany({ data: { status: 'APPROVED' } })
  for (const odd of [
    { program: { reviews: { every: {} } } },
    { value: { gt: null } },
    { note: { endsWith: 'x' } },
    { NOT: { program: { code: '2019-02' } } },
    { id: undefined },
    { OR: [] },
    { OR: [{}] },
    { OR: [{ AND: [] }] },
  ]) {
    expect(() => conditionSql('Outcome', 'o', odd)).toThrow(/does not know|is known/)
  }
  expect(Prisma.sql`${conditionSql('Outcome', 'o', {})}`.text).toBe('TRUE')
})
