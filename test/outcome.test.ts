import { beforeAll, expect, test } from 'vitest'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
let officer: Asker
// biome-ignore lint/suspicious/noExplicitAny: ids of several nouns
let known: any
beforeAll(async () => {
  product = await freshProduct()
  officer = await product.as('28177')
  known = (
    await product.ask(`{
      program(code: "2019-02") { id } placed: indicator(code: "PLACED") { id }
      sources(filter: { search: "newspim" }) { nodes { id } }
      other: program(code: "2019-03") { cohorts { id } }
    }`)
  ).data
})

const record = `mutation ($input: RecordOutcomeInput!) {
  recordOutcome(input: $input) {
    outcome {
      id value state status asOf knownAt authorName version approvedAt
      indicator { unitKo basis } citations { method page source { publisher } }
    }
    errors { field code message }
  }
}`
const update = `mutation ($input: UpdateOutcomeInput!) {
  updateOutcome(input: $input) { outcome { value state status version } errors { field code message } }
}`
const figure = (more: object = {}) => ({
  programId: known.program.id,
  indicatorId: known.placed.id,
  asOf: '2019-06-30',
  value: '12.5',
  ...more,
})

test('rival figures of one program stand side by side, each with its source', async () => {
  const { data } = await product.ask(`{
    outcomes(filter: { program: "${known.program.id}", indicator: "PLACED" }, orderBy: [{ field: AS_OF, direction: ASC }]) {
      totalCount
      nodes { value asOf knownAt status indicator { unitKo population basis } citations { method source { publisher } } }
    }
  }`)
  expect(data.outcomes).toMatchInlineSnapshot(`
    {
      "nodes": [
        {
          "asOf": "2019-09-30",
          "citations": [
            {
              "method": "REPORTED",
              "source": {
                "publisher": "브레이크뉴스인천 (Break News Incheon)",
              },
            },
          ],
          "indicator": {
            "basis": "PLACED",
            "population": "PARTICIPANTS",
            "unitKo": "명",
          },
          "knownAt": "2019-10-22T15:00:00.000Z",
          "status": "APPROVED",
          "value": 33,
        },
        {
          "asOf": "2019-12-31",
          "citations": [
            {
              "method": "REPORTED",
              "source": {
                "publisher": "newspim.com",
              },
            },
          ],
          "indicator": {
            "basis": "PLACED",
            "population": "PARTICIPANTS",
            "unitKo": "명",
          },
          "knownAt": "2020-01-30T15:00:00.000Z",
          "status": "APPROVED",
          "value": 6,
        },
      ],
      "totalCount": 2,
    }
  `)
})

test('figures are filtered by basis, day and text and sorted by value', async () => {
  const { data } = await product.ask(`{
    basis: outcomes(filter: { basis: [DELIVERED] }, orderBy: [{ field: VALUE, direction: DESC }]) { nodes { value } }
    day: outcomes(filter: { asOfFrom: "2019-10-01", asOfTo: "2019-12-31", year: 2019 }) { totalCount }
    text: outcomes(filter: { search: "shuttle runs" }) { nodes { indicator { code } } }
  }`)
  expect(data).toMatchInlineSnapshot(`
    {
      "basis": {
        "nodes": [
          {
            "value": 2634,
          },
          {
            "value": 2136,
          },
          {
            "value": 16,
          },
        ],
      },
      "day": {
        "totalCount": 4,
      },
      "text": {
        "nodes": [
          {
            "indicator": {
              "code": "SHUTTLE_RUNS",
            },
          },
          {
            "indicator": {
              "code": "SHUTTLE_RUNS_PER_DAY",
            },
          },
        ],
      },
    }
  `)
})

test('an officer enters a figure as a draft with its source; the server sets the clock', async () => {
  const before = Date.now()
  const input = figure({ sourceId: known.sources.nodes[0].id, page: '3' })
  const { outcome, errors } = (await officer.ask(record, { input })).data.recordOutcome
  expect({ outcome, errors }).toMatchInlineSnapshot(
    { outcome: { id: expect.any(String), knownAt: expect.any(String) } },
    `
    {
      "errors": [],
      "outcome": {
        "approvedAt": null,
        "asOf": "2019-06-30",
        "authorName": "Officer 28177",
        "citations": [
          {
            "method": "REPORTED",
            "page": "3",
            "source": {
              "publisher": "newspim.com",
            },
          },
        ],
        "id": Any<String>,
        "indicator": {
          "basis": "PLACED",
          "unitKo": "명",
        },
        "knownAt": Any<String>,
        "state": "PRESENT",
        "status": "DRAFT",
        "value": 12.5,
        "version": 1,
      },
    }
  `,
  )
  expect(Date.parse(outcome.knownAt)).toBeGreaterThanOrEqual(before - 1000)
})

test('a figure has a value or says why it has none', async () => {
  const problems = async (more: object) => {
    const { data } = await officer.ask(record, { input: figure(more) })
    return data.recordOutcome.errors.map(({ field, code }: { field: string; code: string }) => `${field}: ${code}`)
  }
  expect(await problems({ value: null })).toEqual(['value: NEEDS_VALUE'])
  expect(await problems({ state: 'MISSING' })).toEqual(['value: NO_VALUE'])
  expect(await problems({ state: 'MISSING', value: null })).toEqual([])
  expect(await problems({ value: 0 })).toEqual([])
  expect(await problems({ periodStart: '2019-01-01' })).toEqual(['periodStart: NO_PERIOD'])
  expect(await problems({ cohortId: known.other.cohorts[0].id })).toEqual(['cohortId: NO_SUCH'])
  expect(await problems({ quote: 'from nowhere' })).toEqual(['sourceId: NEEDS_SOURCE'])
})

test('a number keeps every digit that it was sent with', async () => {
  const { data } = await officer.ask(record, { input: figure({ value: '999999999999.123' }) })
  expect(data.recordOutcome.outcome.value).toBe(999999999999.123)
  const stored = await product.db.query('SELECT value::text FROM outcome ORDER BY id DESC LIMIT 1')
  expect(stored).toEqual([{ value: '999999999999.123' }])
})

test('a draft is changed, and an old version is refused with both values', async () => {
  const { id } = (await officer.ask(record, { input: figure() })).data.recordOutcome.outcome
  const input = { id, version: 1, value: 13 }
  expect((await officer.ask(update, { input })).data.updateOutcome).toEqual({
    outcome: { value: 13, state: 'PRESENT', status: 'DRAFT', version: 2 },
    errors: [],
  })
  const city = await product.as('city')
  const late = await city.ask(update, { input: { ...input, value: '14.25' } }, { 'accept-language': 'ko' })
  expect(late.data.updateOutcome).toMatchInlineSnapshot(`
    {
      "errors": [
        {
          "code": "CONFLICT",
          "field": "value",
          "message": "그사이 다른 사용자가 이 값을 바꾸었습니다. 현재 값: 13, 보낸 값: 14.25. 기록을 다시 불러온 뒤 수정하세요.",
        },
      ],
      "outcome": {
        "state": "PRESENT",
        "status": "DRAFT",
        "value": 13,
        "version": 2,
      },
    }
  `)
})

test('an approved figure is overwritten by nobody', async () => {
  const { data } = await product.ask(
    `{ outcomes(filter: { program: "${known.program.id}" }, first: 1) { nodes { id version } } }`,
  )
  for (const asker of [officer, await product.as('city')]) {
    const answer = await asker.ask(update, { input: { ...data.outcomes.nodes[0], value: 1 } })
    expect(answer.errors?.[0]?.extensions.code).toBe('FORBIDDEN')
  }
})
