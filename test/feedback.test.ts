import { beforeAll, expect, test } from 'vitest'
import { act, approve, type Ids, idsOf } from './figures.ts'
import { itIs } from './people.ts'
import { done, type Found, refused } from './proposal.ts'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
let city: Asker
let bupyeong: Asker
let ids: Ids
beforeAll(async () => {
  product = await freshProduct()
  city = await product.as('city')
  bupyeong = await product.as('28237')
  const { prisma } = product.db
  await prisma.feedback.deleteMany()
  const line = await prisma.programLine.create({ data: { code: 'test-coaches', nameKo: '코칭', nameEn: 'Coaches' } })
  const { districtId } = await prisma.program.update({ where: { code: '2019-05' }, data: { lineId: line.id } })
  const round = await prisma.round.create({ data: { year: 2041, titleKo: '2041년 사업' } })
  const next = { roundId: round.id, districtId, titleKo: '다음 사업' }
  await prisma.program.createMany({
    data: [
      { ...next, code: '2041-01', lineId: line.id },
      { ...next, code: '2041-02' },
    ],
  })
  ids = await idsOf(product)
})

const ENTRY = 'feedback { id version decision decidedAt decidedByName doneOn viewerCanDecide figures { value } }'
const finding = (code = '2019-05', more: object = {}) => ({
  programId: ids.program(code),
  finding: '수요가 많다.',
  ...more,
})
const decision = { decision: 'CHANGE', decisionText: '코치를 늘린다.', figuresAsOf: '2019-12-31' }
const change = (code: string) => ({ nextProgramId: ids.program(code), change: '코치 10명 추가', doneOn: '2020-03-02' })

test('a finding is decided by the city, and what changed is recorded in the next program of the line', async () => {
  const found = await done(bupyeong, 'recordFinding', finding(), ENTRY)
  expect(found).toMatchObject({ decision: null, decidedAt: null, doneOn: null, viewerCanDecide: false, figures: [] })
  const { id } = found
  expect(await refused(bupyeong, 'decideFinding', { id, version: 1, ...decision }, ENTRY)).toBe('FORBIDDEN')
  expect(await refused(bupyeong, 'recordChange', { id, version: 1, ...change('2041-01') }, ENTRY)).toEqual([
    'id NOT_DECIDED',
  ])
  const decidedAt = itIs(product, '2020-02-03')
  const late = { ...decision, figuresAsOf: '2020-02-04' }
  expect(await refused(city, 'decideFinding', { id, version: 1, ...late }, ENTRY)).toEqual(['figuresAsOf IN_FUTURE'])
  const input = { id, version: 1, ...decision, owner: '부평구', dueOn: '2020-03-31' }
  expect(await done(city, 'decideFinding', input, ENTRY)).toMatchObject({
    decision: 'CHANGE',
    decidedAt,
    decidedByName: 'Officer city',
  })
  expect(await refused(city, 'decideFinding', { ...input, version: 2 }, ENTRY)).toEqual(['id ALREADY_DECIDED'])
  product.product.now = () => new Date()
  await done(bupyeong, 'recordChange', { id, version: 2, ...change('2041-01') }, ENTRY)
  const { data } = await bupyeong.ask(`{ program(code: "2041-01") { answers { nodes {
    finding decision decisionText owner dueOn change doneOn program { code } nextProgram { code }
  } } } }`)
  expect(data.program.answers.nodes).toMatchInlineSnapshot(`
    [
      {
        "change": "코치 10명 추가",
        "decision": "CHANGE",
        "decisionText": "코치를 늘린다.",
        "doneOn": "2020-03-02",
        "dueOn": "2020-03-31",
        "finding": "수요가 많다.",
        "nextProgram": {
          "code": "2041-01",
        },
        "owner": "부평구",
        "program": {
          "code": "2019-05",
        },
      },
    ]
  `)
})

test('the figures of a decision are those that were known then, whatever is corrected later', async () => {
  const { id } = await done(bupyeong, 'recordFinding', finding(), ENTRY)
  await done(city, 'decideFinding', { id, version: 1, ...decision, figuresAsOf: '2019-09-30' }, ENTRY)
  const figures = async () => {
    const { data } = await city.ask(
      `query ($id: ID!) { node(id: $id) { ... on Feedback { figures { value indicator { code } } program {
        late: figures(asOf: "2019-09-30") { value indicator { code } }
      } } } }`,
      { id },
    )
    const said = (rows: Found[]) => rows.map(({ value, indicator }) => `${indicator.code} ${value}`)
    return { decided: said(data.node.figures), corrected: said(data.node.program.late) }
  }
  const before = await figures()
  expect(before.decided).toMatchInlineSnapshot(`
    [
      "COACHING_VISITS 2634",
      "HOUSEHOLDS_REACHED 961",
      "TRAINED 27",
    ]
  `)
  expect(before.corrected).toEqual(before.decided)

  const wrong = await ids.outcome('2019-05', 'TRAINED', 27)
  const input = { id: wrong, version: 1, value: 26, correctionReason: '중복 제외' }
  const correction = await act(bupyeong, 'supersedeOutcome', input)
  await approve(bupyeong, city, correction.id, correction.version)
  const after = await figures()
  expect(after.decided).toEqual(before.decided)
  expect(after.corrected).toContain('TRAINED 26')
})

test('the next program is of a later round and of the same line, unless somebody says that another is meant', async () => {
  const decided = async (kind: string) => {
    const { id } = await done(bupyeong, 'recordFinding', finding(), ENTRY)
    await done(city, 'decideFinding', { id, version: 1, ...decision, decision: kind }, ENTRY)
    return (more: object) => refused(city, 'recordChange', { id, version: 2, ...more }, ENTRY)
  }
  const changed = await decided('CHANGE')
  expect(await changed({ change: '-', doneOn: '2020-03-02' })).toEqual(['nextProgramId REQUIRED'])
  expect(await changed(change('2019-02'))).toEqual(['nextProgramId NOT_A_LATER_ROUND'])
  expect(await changed(change('2041-02'))).toEqual(['nextProgramId OTHER_LINE'])
  expect(await changed({ ...change('2041-02'), otherLine: true })).toEqual([])
  const ended = await decided('END')
  expect(await ended(change('2041-01'))).toEqual(['nextProgramId ENDED'])
  expect(await ended({ change: '사업 종료', doneOn: '2020-03-02' })).toEqual([])
  const renewed = await decided('NEW')
  expect(await renewed(change('2041-02'))).toEqual([])
})

test('the ledger is filtered by what is open, decided and overdue, and districts see their own', async () => {
  await product.db.prisma.feedback.deleteMany()
  const due = await done(bupyeong, 'recordFinding', finding('2019-05', { dueOn: '2020-03-31' }), ENTRY)
  await done(city, 'recordFinding', finding('2019-02', { dueOn: '2020-04-30' }), ENTRY)
  await done(city, 'decideFinding', { id: due.id, version: 1, ...decision }, ENTRY)
  const programs = async (who: Asker, filter: object) => {
    const { data, errors } = await who.ask(
      'query ($filter: FeedbackFilter) { feedbackEntries(filter: $filter) { totalCount nodes { program { code } } } }',
      { filter },
    )
    expect(errors).toBeUndefined()
    return data.feedbackEntries.nodes.map(({ program }: Found) => program.code)
  }
  expect(await programs(city, { year: 2019 })).toEqual(['2019-02', '2019-05'])
  expect(await programs(city, { decided: false })).toEqual(['2019-02'])
  expect(await programs(city, { decision: ['CHANGE', 'END'] })).toEqual(['2019-05'])
  expect(await programs(city, { overdueOn: '2020-03-31' })).toEqual([])
  expect(await programs(city, { overdueOn: '2020-04-01' })).toEqual(['2019-05'])
  expect(await programs(city, { overdueOn: '2020-05-01', program: ids.program('2019-02') })).toEqual(['2019-02'])
  await done(bupyeong, 'recordChange', { id: due.id, version: 2, ...change('2041-01') }, ENTRY)
  expect(await programs(city, { open: true })).toEqual(['2019-02'])
  expect(await programs(city, { open: false })).toEqual(['2019-05'])
  expect(await programs(city, { overdueOn: '2020-03-02' })).toEqual([])
  expect(await programs(bupyeong, {})).toEqual(['2019-05'])
  expect(await programs(product, {})).toEqual([])
})

test('a next program that the district may not see is not shown', async () => {
  await product.db.prisma.feedback.deleteMany()
  const michuhol = await product.as('28177')
  const { id } = await done(michuhol, 'recordFinding', finding('2019-02'), ENTRY)
  await done(city, 'decideFinding', { id, version: 1, ...decision }, ENTRY)
  await done(city, 'recordChange', { id, version: 2, ...change('2041-01'), otherLine: true }, ENTRY)
  const seen = async (who: Asker) =>
    (await who.ask('{ feedbackEntries { nodes { change nextProgram { code } } } }')).data.feedbackEntries.nodes
  expect(await seen(city)).toEqual([{ change: '코치 10명 추가', nextProgram: { code: '2041-01' } }])
  expect(await seen(michuhol)).toEqual([{ change: '코치 10명 추가', nextProgram: null }])
})
