import { beforeAll, expect, test } from 'vitest'
import { answers, SUMMER_OF_2020 } from './facts.ts'
import { freshProduct, type Running } from './support.ts'

// Reconciling the headline (180) with the nine programs.

let product: Running
beforeAll(async () => {
  product = await freshProduct()
})

const ask = (query: string, variables: object = {}) => answers(product, query, variables)

interface Item {
  program: { code: string }
  basis: string
  value: number
  counted: boolean
}

const headline = (fields: string, knownAt = SUMMER_OF_2020) =>
  ask(
    `query ($knownAt: DateTime) { claim(code: "2019-headline") { value reconciliation(knownAt: $knownAt) { ${fields} } } }`,
    { knownAt },
  ).then(({ claim }) => claim.reconciliation)

test('every headcount added, whatever its basis, is 187: 7 above the headline', async () => {
  const { claimed, items, steps } = await headline(
    'claimed items { program { code } basis value counted } steps { sum remainder treatment }',
  )
  expect([claimed, steps[0]]).toEqual([180, { sum: 187, remainder: -7, treatment: null }])
  const lines = items.map(({ program, basis, value, counted }: Item) =>
    [program.code, value, basis, counted ? 'counted' : 'left out'].join(' '),
  )
  expect(lines).toMatchInlineSnapshot(`
    [
      "2019-01 6 PLACED counted",
      "2019-02 33 PLACED counted",
      "2019-03 33 IN_TRAINING counted",
      "2019-03 30 TRAINED counted",
      "2019-04 10 APPLIED left out",
      "2019-05 27 TRAINED counted",
      "2019-06 20 PLACED counted",
      "2019-07 12 PLACED counted",
      "2019-08 3 OTHER counted",
      "2019-09 16 SELECTED counted",
    ]
  `)
})

test('without the 10 applicants it is 177, and 3 remain', async () => {
  const { steps } = await headline('steps { treatment sum remainder inferred }')
  expect(steps[1]).toEqual({ treatment: 'LEAVE_OUT', sum: 177, remainder: 3, inferred: true })
})

test("with the shuttle's staff of 1 call manager and 2 drivers from another source it is 180: explained, by inference", async () => {
  const { status, counted, remainder, steps, items } = await headline(
    `status counted remainder steps { treatment sum inferred reason }
    items { program { code } value outcome { citations { source { address } } } }`,
  )
  expect({ status, counted, remainder }).toEqual({ status: 'EXPLAINED', counted: 180, remainder: 0 })
  expect(steps[2]).toMatchObject({ treatment: 'ADD', sum: 180, inferred: true })
  expect(steps[2].reason).toContain('콜매니저 1명과 기사 2명')
  const shuttle = items.find(({ program }: Item) => program.code === '2019-08')
  expect(shuttle.outcome.citations).toEqual([{ source: { address: 'japolicenews.kr number=16580' } }])
})

test('the 180 are placed 87, counting the 16 selected, trained 57, in training 33 and 3; placed alone is 71', async () => {
  const { byBasis } = await headline('byBasis { basis sum }')
  const sum = Object.fromEntries(byBasis.map((one: { basis: string; sum: number }) => [one.basis, one.sum]))
  expect(sum).toEqual({ PLACED: 71, SELECTED: 16, TRAINED: 57, IN_TRAINING: 33, OTHER: 3 })
  expect(sum.PLACED + sum.SELECTED).toBe(87)
})

test('before the second source was known, 3 of the headline were unexplained', async () => {
  const found = await headline('status counted remainder', '2019-12-01T00:00:00+09:00')
  expect(found).toEqual({ status: 'UNEXPLAINED', counted: 177, remainder: 3 })
})

const plausibility = async (code: string, rule: string) => {
  const { program } = await ask(
    `query ($code: String!, $knownAt: DateTime) { program(code: $code) {
      plausibility(asOf: "2019-09-30", knownAt: $knownAt) { rule arithmetic value low high flagged } } }`,
    { code, knownAt: SUMMER_OF_2020 },
  )
  return program.plausibility.find((check: { rule: string }) => check.rule === rule)
}

test('2,136 runs at 16 a day are 133.5 days of operation, 129.5 to 137.8 with rounding', async () => {
  expect(await plausibility('2019-08', 'OPERATING_DAYS')).toEqual({
    rule: 'OPERATING_DAYS',
    arithmetic: '2,136 ÷ 16 = 133.5 (129.5–137.8)',
    value: 133.5,
    low: 129.5,
    high: 137.8,
    flagged: false,
  })
})

test('2,634 visits to 961 households are 2.74 each', async () => {
  expect(await plausibility('2019-05', 'VISITS_PER_HOUSEHOLD')).toMatchObject({
    arithmetic: '2,634 ÷ 961 = 2.74',
    value: 2.74,
    flagged: false,
  })
})

test('participants and service users are never added', async () => {
  const query = `query ($mixed: ResultMixed) { results(asOf: "2019-09-30", knownAt: "${SUMMER_OF_2020}", groupBy: [PROGRAM], mixed: $mixed,
    filter: { programCodes: ["2019-05"] }) { rows { figure { value } unitEn population } } }`
  const { errors } = await product.ask(query)
  expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
  expect(errors?.[0]?.message).toMatchInlineSnapshot(
    `"Argument groupBy: These cannot be added: TRAINED of PARTICIPANTS in persons (RUNNING_TOTAL), REACHED of SERVICE_USERS in households (RUNNING_TOTAL), DELIVERED of SERVICE_EVENTS in visits (RUNNING_TOTAL). Group or filter so that each row has one of them, or ask for \`mixed: LABEL\`."`,
  )
  const { results } = await ask(query, { mixed: 'LABEL' })
  const apart = results.rows.map((row: { figure: { value: number }; unitEn: string }) => [row.figure.value, row.unitEn])
  expect(apart).toEqual([
    [27, 'persons'],
    [961, 'households'],
    [2634, 'visits'],
  ])
  const { items } = await headline('items { indicator { population } }')
  expect(new Set(items.map((item: { indicator: { population: string } }) => item.indicator.population))).toEqual(
    new Set(['PARTICIPANTS']),
  )
})
