import { beforeAll, expect, test } from 'vitest'
import { keepThresholds, thresholdsOf } from '../server/disclosure.ts'
import { type Count, openable } from '../server/statistics/suppression.ts'
import { act, approve, approved, type Ids, idsOf } from './figures.ts'
import { enrolled, itIs, moved } from './people.ts'
import { done, step } from './proposal.ts'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
let ids: Ids
let city: Asker
let district: Asker
beforeAll(async () => {
  product = await freshProduct()
  ids = await idsOf(product)
  city = await product.as('city')
  district = await product.as('28260')
  await product.db.prisma.program.updateMany({ where: { code: '2019-08' }, data: { stage: 'RUNNING' } })
})

// biome-ignore lint/suspicious/noExplicitAny: answers of any shape
const read = async (query: string, who: Asker = product): Promise<any> => {
  const { data, errors } = await who.ask(query)
  expect(errors).toBeUndefined()
  return data
}
/** A figure of the shuttle program, of which the public knows no participants yet. */
const report = (indicator: string, asOf: string, value: number, more: object = {}) =>
  approved(district, city, {
    ...{ programId: ids.program('2019-08'), indicatorId: ids.indicator(indicator), asOf, value },
    ...more,
  })
const told = async (id: string, who?: Asker) =>
  (
    await read(
      `{ node(id: "${id}") { ... on Outcome { state value note correctionReason citations { quote } } } }`,
      who,
    )
  ).node

const count = (value: number, more: Partial<Count> = {}): Count => ({
  ...{ value, population: 'PARTICIPANTS', measure: 'PLACED', cohortId: null, dimension: null, category: null },
  ...{ from: null, to: '2019-09-30', threshold: 5, open: false },
  ...more,
})
const opened = (...counts: Count[]) => openable(counts).map(({ value }) => value)
const female = { dimension: 'SEX', category: 'FEMALE' } as const
const male = { dimension: 'SEX', category: 'MALE' } as const

test('a count of 1 to 4 is withheld; zero and 5 are not', () => {
  for (const value of [1, 2, 3, 4]) expect(opened(count(value))).toEqual([])
  expect(opened(count(0))).toEqual([0])
  expect(opened(count(5))).toEqual([5])
  expect(opened(count(9, { threshold: 10 }), count(10, { threshold: 10 }))).toEqual([10])
})

test('a step of less than the threshold is withheld, until enough came together', () => {
  const months = [27, 28, 30, 32, 32, 36].map((value, month) => count(value, { to: `2019-0${month + 1}-28` }))
  expect(opened(...months)).toEqual([27, 32, 32])
  expect(opened(count(12), count(9, { measure: 'SELECTED' }), count(20, { measure: 'APPLIED' }))).toEqual([12, 20])
  expect(opened(count(12, { open: true }), count(12), count(30, { population: 'SERVICE_USERS' }))).toEqual([12, 30])
})

test('a breakdown is opened as one, when it adds up to an open total and no part is small', () => {
  expect(opened(count(20), count(12, female), count(8, male))).toEqual([20, 12, 8])
  expect(opened(count(12, female), count(8, male), count(20))).toEqual([12, 8, 20])
  expect(opened(count(20), count(17, female), count(3, male))).toEqual([20])
  expect(opened(count(20), count(12, female))).toEqual([20])
  expect(opened(count(12, female), count(8, male))).toEqual([])
  expect(opened(count(20), count(20, female), count(0, male))).toEqual([20, 20, 0])
  const later = { to: '2019-12-31' }
  const parts = [
    count(12, female),
    count(8, male),
    count(14, { ...female, ...later }),
    count(12, { ...male, ...later }),
  ]
  expect(opened(count(20), count(26, later), ...parts)).toEqual([20, 26, 12, 8])
})

test('intakes and months count with what they add up to', () => {
  const [first, second] = [{ cohortId: 1 }, { cohortId: 2 }]
  expect(opened(count(12, first), count(8, second), count(20))).toEqual([12, 8, 20])
  expect(opened(count(12, first), count(8, second), count(23))).toEqual([12, 8])
  expect(opened(count(23), count(12, first), count(8, second))).toEqual([23, 12])
  const month = (from: number, to: number) => ({ from: `2019-0${from}-01`, to: `2019-0${to}-28` })
  expect(opened(count(20, month(1, 3)), count(8, month(1, 1)), count(9, month(2, 2)))).toEqual([20, 8])
  expect(opened(count(8, month(1, 1)), count(9, month(2, 2)), count(20, month(1, 3)))).toEqual([8, 9])
  expect(opened(count(8, month(1, 1)), count(9, month(2, 2)), count(7, month(3, 3)))).toEqual([8, 9, 7])
})

test('age bands that lie within another one are parts of it', () => {
  const band = (category: string) => ({ dimension: 'AGE_BAND' as const, category })
  const old = [count(20), count(12, band('20-39')), count(8, band('40+'))]
  const fresh = { measure: 'TRAINED', to: '2019-10-31' }
  const ages = [count(10, { ...fresh, ...band('20-29') }), count(20, { ...fresh, ...band('30+') })]
  expect(opened(...old, count(30, fresh), ...ages)).toEqual([20, 12, 8, 30])
})

test('what newspapers wrote stays public: the staff of 3 and the 187, 177 and 180 of the headline', async () => {
  const { program, claim } = await read(`{
    program(code: "2019-08") { figure(indicator: "STAFF", asOf: "2019-09-30") { state value } }
    claim(code: "2019-headline") { reconciliation { claimed counted status suppressed steps { sum } } } }`)
  expect(program.figure).toEqual({ state: 'PRESENT', value: 3 })
  expect(claim.reconciliation).toMatchObject({ claimed: 180, counted: 180, status: 'EXPLAINED', suppressed: 0 })
  expect(claim.reconciliation.steps.map(({ sum }: { sum: number }) => sum)).toEqual([187, 177, 180])
  const [hidden] = await product.db.query('SELECT count(*)::int AS n FROM outcome WHERE public_value IS NULL')
  expect(hidden).toEqual({ n: 0 })
})

test('a small figure is suppressed wherever it can be read, for everyone but the city and its own district', async () => {
  const small = await report('PLACED', '2019-09-30', 4, { note: '4명' })
  const hidden = { state: 'SUPPRESSED', value: null, note: null, correctionReason: null, citations: [] }
  for (const who of [product, await product.as('reviewer'), await product.as('28177')]) {
    expect(await told(small.id, who)).toEqual(hidden)
  }
  for (const who of [city, district, await product.as('admin'), await product.as('privacy')]) {
    expect(await told(small.id, who)).toMatchObject({ state: 'PRESENT', value: 4, note: '4명' })
  }
  const cell = 'filter: { programCodes: ["2019-08"], bases: [PLACED] }, asOf: "2019-09-30"'
  const row = async (who?: Asker) =>
    (
      await read(
        `{ results(groupBy: [], ${cell}) { rows { incomplete figure { state value } outcomeCounts { present suppressed } outcomes { totalCount nodes { value } } } } }`,
        who,
      )
    ).results.rows[0]
  expect(await row()).toEqual({
    ...{ incomplete: true, figure: { state: 'SUPPRESSED', value: null } },
    ...{ outcomeCounts: { present: 0, suppressed: 1 }, outcomes: { totalCount: 1, nodes: [{ value: null }] } },
  })
  expect((await row(city)).figure).toEqual({ state: 'PRESENT', value: 4 })
  const sum = async (who: Asker) =>
    (
      await read(
        '{ results(groupBy: [], filter: { years: [2019], bases: [PLACED] }, asOf: "2019-09-30") { rows { incomplete figure { value } } } }',
        who,
      )
    ).results.rows[0]
  expect(await sum(product)).toEqual({ incomplete: true, figure: { value: 71 } })
  expect(await sum(city)).toEqual({ incomplete: false, figure: { value: 75 } })
  const fields = `figure(indicator: "PLACED", asOf: "2019-09-30") { state value outcome { value } }
    figures(asOf: "2019-09-30") { indicator { code } state } plausibility(asOf: "2019-09-30") { rule }`
  const { program } = await read(`{ program(code: "2019-08") { ${fields} } }`)
  expect(program.figure).toEqual({ state: 'SUPPRESSED', value: null, outcome: { value: null } })
  expect(program.figures).toContainEqual({ indicator: { code: 'PLACED' }, state: 'SUPPRESSED' })
})

test('no list is sorted by what is suppressed, and no cursor carries it', async () => {
  const list = async (who?: Asker) => {
    const { outcomes } = await read(
      '{ outcomes(filter: { indicator: "PLACED" }, orderBy: [{ field: VALUE, direction: ASC }]) { edges { cursor node { value } } } }',
      who,
    )
    const cursors = outcomes.edges.map(
      ({ cursor }: { cursor: string }) => JSON.parse(Buffer.from(cursor, 'base64url').toString())[2][0],
    )
    return [outcomes.edges.map(({ node }: { node: { value: number } }) => node.value), cursors]
  }
  const last = [6, 6, 12, 20, 33, null]
  expect(await list()).toEqual([last, last.map((value) => value && String(value))])
  expect((await list(city))[0]).toEqual([4, 6, 6, 12, 20, 33])
})

test('a later figure, a correction and a total that would give a small count away are suppressed', async () => {
  const applied = await report('APPLIED', '2019-06-30', 40)
  const later = await report('APPLIED', '2019-09-30', 43)
  const selected = await report('SELECTED', '2019-09-30', 38)
  const further = await report('APPLIED', '2019-12-31', 47)
  const draft = await act(district, 'supersedeOutcome', {
    id: applied.id,
    version: applied.version,
    value: 41,
    correctionReason: '1명 누락',
  })
  const corrected = await approve(district, city, draft.id, draft.version)
  const values = async (who?: Asker) =>
    Promise.all([applied, later, selected, further, corrected].map(async ({ id }) => (await told(id, who)).value))
  expect(await values()).toEqual([40, null, null, 47, null])
  expect(await values(city)).toEqual([40, 43, 38, 47, 41])
  expect((await told(corrected.id)).correctionReason).toBeNull()
  const known = async (knownAt: string) =>
    (
      await read(
        `{ program(code: "2019-08") { figure(indicator: "APPLIED", asOf: "2019-06-30"${knownAt}) { state value } } }`,
      )
    ).program.figure
  expect(await known(`, knownAt: "${applied.approvedAt}"`)).toEqual({ state: 'PRESENT', value: 40 })
  expect(await known('')).toEqual({ state: 'SUPPRESSED', value: null })
})

test('parts are suppressed together, and their difference from the total too', async () => {
  const total = await report('TRAINED', '2019-09-30', 20)
  const parts = [await report('TRAINED', '2019-09-30', 17, female), await report('TRAINED', '2019-09-30', 3, male)]
  const values = (who?: Asker) => Promise.all([total, ...parts].map(async ({ id }) => (await told(id, who)).value))
  expect(await values()).toEqual([20, null, null])
  const difference = async (who?: Asker) =>
    (await read(`{ node(id: "${total.id}") { ... on Outcome { breakdownDifference(dimension: SEX) { sum } } } }`, who))
      .node
  expect(await difference()).toEqual({ breakdownDifference: null })
  expect(await difference(city)).toEqual({ breakdownDifference: { sum: 20 } })
})

test('evaluations, releases, conflicts and claims say no more than the figures', async () => {
  const { prisma } = product.db
  const program = await prisma.program.update({ where: { code: '2019-08' }, data: { targetJobs: 8 } })
  const { id: roundId } = await prisma.round.findUniqueOrThrow({ where: { year: 2019 } })
  await prisma.fundingLine.create({ data: { roundId, programId: program.id, source: 'CITY', spent: 40_000_000n } })
  await prisma.evaluation.create({
    data: { programId: program.id, evaluatedOn: new Date('2020-01-15'), findings: '양호' },
  })
  const ratio = 'evaluation { actualJobs { state value } achievementPct { state value } costPerJob { state value } }'
  const evaluated = async (who?: Asker) =>
    (await read(`{ program(code: "2019-08") { ${ratio} } }`, who)).program.evaluation
  const nothing = { state: 'SUPPRESSED', value: null }
  expect(await evaluated()).toEqual({ actualJobs: nothing, achievementPct: nothing, costPerJob: nothing })
  expect((await evaluated(city)).costPerJob).toEqual({ state: 'PRESENT', value: 10_000_000 })

  const query = { year: 2019, indicators: ['PLACED', 'APPLIED'], districtIds: undefined }
  const input = { titleKo: '보도', audience: 'PRESS', releasedOn: '2019-10-23', asOf: '2019-09-30', query }
  const { id } = await act(city, 'publishRelease', input, 'Release')
  const pinned = async (who?: Asker) => {
    const { node } = await read(
      `{ node(id: "${id}") { ... on Release { values { program { code } indicator { code } state value now { value } drift difference } } } }`,
      who,
    )
    type Value = Record<'program' | 'indicator', { code: string }> &
      Record<'state' | 'drift' | 'difference', unknown> &
      Record<'value', unknown> & { now: { value: unknown } }
    return (node.values as Value[])
      .filter(({ program: of }) => of.code === '2019-08')
      .map(({ indicator, state, value, now, drift, difference }) => [
        indicator.code,
        state,
        value,
        now.value,
        drift,
        difference,
      ])
  }
  expect(await pinned()).toEqual([
    ['APPLIED', 'SUPPRESSED', null, null, null, null],
    ['PLACED', 'SUPPRESSED', null, null, null, null],
  ])
  expect(await pinned(city)).toEqual([
    ['APPLIED', 'PRESENT', 43, 43, null, 0],
    ['PLACED', 'PRESENT', 4, 4, null, 0],
  ])

  await report('APPLIED', '2020-01-31', 44)
  const pairs = async (who?: Asker) =>
    (await read('{ conflictCandidates { why outcomes { program { code } value } } }', who)).conflictCandidates.filter(
      // biome-ignore lint/suspicious/noExplicitAny: an answer
      ({ outcomes }: any) => outcomes[0].program.code === '2019-08',
    )
  expect(await pairs()).toEqual([])
  expect((await pairs(city)).map(({ why }: { why: string }) => why)).toEqual(['TOTAL_FALLS'])

  const claimed = async (who?: Asker) =>
    (
      await read(
        '{ claim(code: "2019-headline") { reconciliation { counted remainder suppressed items { outcome { state } } } } }',
        who,
      )
    ).claim.reconciliation
  const [anybody, officer] = [await claimed(), await claimed(city)]
  expect(anybody.suppressed).toBeGreaterThan(0)
  expect(anybody.items.map(({ outcome }: { outcome: { state: string } }) => outcome.state)).not.toContain('SUPPRESSED')
  expect([anybody.counted + anybody.remainder, officer.suppressed]).toEqual([180, 0])
  expect(officer.counted).toBeGreaterThan(anybody.counted)
})

test('for a sensitive target group the threshold is 10', async () => {
  const key = { programId: ids.program('2019-04'), indicatorId: ids.indicator('PLACED'), asOf: '2019-12-31' }
  const officer = await product.as('28200')
  const [nine, more] = [
    await approved(officer, city, { ...key, value: 9 }),
    await approved(officer, city, { ...key, value: 20 }),
  ]
  expect([(await told(nine.id)).value, (await told(more.id)).value]).toEqual([null, 20])
})

test('service events and targets are no people, households are', async () => {
  expect((await told((await report('SHUTTLE_RUNS', '2019-10-31', 2)).id)).value).toBe(2)
  expect((await told((await report('HOUSEHOLDS_REACHED', '2019-10-31', 2)).id)).value).toBeNull()
})

test('a figure is opened when a document is cited that everyone can read', async () => {
  const figure = await report('STAFF', '2019-12-31', 2)
  const source = (input: object) =>
    done(city, 'createSource', { publisher: '인천광역시', ...input }, 'source { id version published }')
  const internal = await source({ address: 'internal report' })
  expect(internal).toMatchObject({ published: false })
  expect(await source({ address: 'press release', publishedOn: '2020-01-02' })).toMatchObject({ published: true })
  const { version } = await read(`{ node(id: "${figure.id}") { ... on Outcome { version } } }`, city).then(
    ({ node }) => node,
  )
  await act(city, 'citeSource', { id: figure.id, version, sourceId: internal.id, quote: '2명' })
  expect(await told(figure.id)).toMatchObject({ value: null, citations: [{ quote: null }] })
  await done(city, 'updateSource', { id: internal.id, version: internal.version, published: true }, 'source { id }')
  expect(await told(figure.id)).toMatchObject({ value: 2, citations: [{ quote: '2명' }] })
})

test('registered participants are counted for everyone with the final report, once', async () => {
  const own = await product.as('28177')
  const program = ids.program('2019-02')
  await product.db.prisma.program.updateMany({ where: { code: '2019-02' }, data: { stage: 'RUNNING' } })
  itIs(product, '2019-12-20')
  const people = []
  for (let index = 0; index < 14; index++) {
    const sex = index < 12 ? 'FEMALE' : 'MALE'
    people.push(
      await enrolled(own, program, '2019-03-01', {
        sex,
        stage: 'APPLIED',
        name: `사람${'가나다라마바사아자차카타파하'[index]}`,
      }),
    )
  }
  for (const person of people.slice(0, 11)) await moved(own, person, 'SELECTED', '2019-04-01')
  const registered = async (by: string, who?: Asker) => {
    const { results } = await read(
      `{ results(groupBy: [${by}], source: REGISTERED, filter: { programCodes: ["2019-02"] }) { rows { basis sex ageBand incomplete figure { state value } outcomeCounts { present suppressed } } } }`,
      who,
    )
    // biome-ignore lint/suspicious/noExplicitAny: an answer
    return results.rows.map((row: any) =>
      [row.basis, row.sex ?? row.ageBand, row.figure.value ?? row.figure.state].filter(Boolean).join(' '),
    )
  }
  expect(await registered('BASIS')).toEqual([])
  expect(await registered('BASIS', own)).toEqual(['APPLIED 14', 'SELECTED 11'])
  await step(own, 'reportProgram', { id: program })
  // 11 were selected; 14 would say that 3 were not.
  expect(await registered('BASIS')).toEqual(['APPLIED SUPPRESSED', 'SELECTED 11'])
  expect(await registered('BASIS, SEX')).toEqual([
    'APPLIED FEMALE SUPPRESSED',
    'APPLIED MALE SUPPRESSED',
    'SELECTED FEMALE 11',
  ])
  expect(await registered('BASIS, SEX, AGE_BAND')).toEqual(['APPLIED SUPPRESSED', 'SELECTED SUPPRESSED'])
  expect(await registered('BASIS', await product.as('28237'))).toEqual(['APPLIED SUPPRESSED', 'SELECTED 11'])
  expect(await registered('BASIS, SEX', own)).toEqual(['APPLIED FEMALE 12', 'APPLIED MALE 2', 'SELECTED FEMALE 11'])

  const second = people[11] as { id: string }
  await moved(own, second as never, 'SELECTED', '2019-04-02')
  itIs(product, '2020-02-01')
  expect(await registered('BASIS', own)).toEqual(['APPLIED 14', 'SELECTED 12'])
  expect(await registered('BASIS')).toEqual(['APPLIED SUPPRESSED', 'SELECTED 11'])
  const { program: counts } = await read(
    '{ program(code: "2019-02") { participantCounts { stage } retention(months: 3) { due } } }',
  )
  expect(counts).toEqual({ participantCounts: null, retention: null })
})

test('other thresholds decide everything anew at the next start', async () => {
  const usual = thresholdsOf(product.product.env)
  const open = async () => (await product.db.query('SELECT count(public_value)::int AS n FROM outcome'))[0]?.n as number
  await keepThresholds(product.db, usual)
  const before = await open()
  await keepThresholds(product.db, { ordinary: 30, sensitive: 40 })
  expect(await open()).toBeLessThan(before)
  await keepThresholds(product.db, { ordinary: 1, sensitive: 1 })
  const [hidden] = await product.db.query(
    "SELECT count(*)::int AS n FROM outcome WHERE status = 'APPROVED' AND value IS NOT NULL AND public_value IS NULL AND dimension IS NULL",
  )
  expect(hidden).toEqual({ n: 0 })
  await keepThresholds(product.db, usual)
  expect(await open()).toBe(before)
})
