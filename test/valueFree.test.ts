import { expect, test } from 'vitest'
import { freshProduct } from './support.ts'

test("GraphQL's own errors name the place and not the value, and keep code and status", async () => {
  const product = await freshProduct()
  const sent = '카나리새'
  const found: unknown[] = []
  for (const [query, variables] of [
    [`{ programs(filter: { year: "${sent}" }) { totalCount } }`],
    [`{ programs(filter: { stage: [KANARIA] }) { totalCount } }`],
    [`{ programs(filter: { stage: ["${sent}"] }) { totalCount } }`],
    [`{ programs(filter: "${sent}") { totalCount } }`],
    ['query ($year: Int) { programs(filter: { year: $year }) { totalCount } }', { year: sent }],
    ['query ($filter: ProgramFilter) { programs(filter: $filter) { totalCount } }', { filter: { year: sent } }],
    ['query ($filter: ProgramFilter) { programs(filter: $filter) { totalCount } }', { filter: { stage: [sent] } }],
    ['query ($filter: ProgramFilter) { programs(filter: $filter) { totalCount } }', { filter: { nobody: sent } }],
    ['query ($id: ID!) { node(id: $id) { id } }', { id: sent }],
  ] as [string, object?][]) {
    const { status, errors } = await product.ask(query, variables)
    found.push([status, errors?.[0]?.extensions.code, errors?.[0]?.message])
  }
  expect(JSON.stringify(found)).not.toMatch(/카나리새|KANARIA/)
  expect(found).toMatchInlineSnapshot(`
    [
      [
        200,
        "GRAPHQL_VALIDATION_FAILED",
        "Int cannot represent non-integer value.",
      ],
      [
        200,
        "GRAPHQL_VALIDATION_FAILED",
        "This value does not exist in "ProgramStage" enum.",
      ],
      [
        200,
        "GRAPHQL_VALIDATION_FAILED",
        "Enum "ProgramStage" cannot represent non-enum value.",
      ],
      [
        200,
        "GRAPHQL_VALIDATION_FAILED",
        "Expected value of type "ProgramFilter".",
      ],
      [
        400,
        "BAD_USER_INPUT",
        "Variable "$year" got an invalid value; Int cannot represent non-integer value.",
      ],
      [
        400,
        "BAD_USER_INPUT",
        "Variable "$filter" got an invalid value at "filter.year"; Int cannot represent non-integer value.",
      ],
      [
        400,
        "BAD_USER_INPUT",
        "Variable "$filter" got an invalid value at "filter.stage[0]"; This value does not exist in "ProgramStage" enum.",
      ],
      [
        400,
        "BAD_USER_INPUT",
        "Variable "$filter" got an invalid value; Field "nobody" is not defined by type "ProgramFilter".",
      ],
      [
        200,
        "BAD_USER_INPUT",
        "Argument id: This is not the id of a record.",
      ],
    ]
  `)
})

test('a body that is no JSON is refused without being quoted', async () => {
  const { app } = await freshProduct()
  const headers = { 'content-type': 'application/json' }
  const body = '{ "query": 카나리새'
  const response = await app.fetch(new Request('http://localhost/graphql', { method: 'POST', headers, body }))
  const answer = await response.text()
  expect(response.status).toBe(400)
  expect(answer).toContain('not JSON')
  expect(answer).not.toContain('카나리새')
})
