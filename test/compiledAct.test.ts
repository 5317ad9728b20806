import { beforeAll, expect, test, vi } from 'vitest'
import { type Asker, freshProduct, type Running } from './support.ts'

// An act is done once, however its answer is found: by one statement for the record or by the resolvers.

let product: Running
let city: Asker
let district: Asker
let organizationId: string
let programId: string
let foreignId: string
beforeAll(async () => {
  product = await freshProduct()
  city = await product.as('city')
  district = await product.as('28177')
  const { data } = await city.ask('{ own: program(code: "2019-02") { id } foreign: program(code: "2019-03") { id } }')
  programId = data.own.id
  foreignId = data.foreign.id
  const made = await city.ask(
    `mutation { made: createOrganization(input: { nameKo: "기관", kind: OTHER }) { it: organization { id __typename } __typename errors { code } } }`,
  )
  expect(made.data.made).toEqual({
    it: { id: expect.any(String), __typename: 'Organization' },
    __typename: 'CreateOrganizationPayload',
    errors: [],
  })
  organizationId = made.data.made.it.id
})

const RECORD =
  'id code version titleKo titleEn stage district { code nameKo } round { year } outcomes(first: 2) { totalCount nodes { value state } }'
const update = (fields: string) =>
  `mutation ($input: UpdateProgramInput!) { updateProgram(input: $input) { program { ${fields} } errors { field code } } }`
const versionOf = async (id: string) => {
  const { data } = await city.ask('query ($id: ID!) { node(id: $id) { ... on Program { version } } }', { id })
  return data.node.version as number
}

test.each([
  ['by one statement', RECORD],
  ['by resolvers', `${RECORD} nameKo: titleKo @include(if: false)`],
])('the record is answered as it is after the act, %s', async (_, fields) => {
  const version = await versionOf(programId)
  const input = { id: programId, version, titleEn: `After ${version} "quoted" \\ 가` }
  const { data, errors } = await city.ask(update(fields), { input })
  const now = await city.ask(`query ($id: ID!) { node(id: $id) { ... on Program { ${RECORD} } } }`, {
    id: programId,
  })
  expect([errors, data]).toEqual([undefined, { updateProgram: { program: now.data.node, errors: [] } }])
  expect(data.updateProgram.program).toMatchObject({ version: version + 1, titleEn: input.titleEn })
})

test('what is refused is told with its reasons and the record as it is, and was tried once', async () => {
  const version = await versionOf(programId)
  const tried = vi.spyOn(product.product.db.prisma, '$transaction')
  const stale = await city.ask(update('version'), {
    input: { id: programId, version: version - 1, titleEn: 'Late' },
  })
  expect(stale.data).toEqual({
    updateProgram: { program: { version }, errors: [{ field: 'titleEn', code: 'CONFLICT' }] },
  })
  expect(tried).toHaveBeenCalledTimes(1)
  const long = await city.ask(update('version'), { input: { id: programId, version, titleKo: '가'.repeat(1000) } })
  expect(long.data).toEqual({ updateProgram: { program: null, errors: [{ field: 'titleKo', code: 'TOO_LONG' }] } })
  const wrong = await city.ask(
    'mutation { updateOrganization(input: { id: "wrong", version: 1 }) { organization { id } errors { field message } } }',
  )
  const message = 'This is not the id of an organization.'
  expect(wrong.data.updateOrganization).toEqual({ organization: null, errors: [{ field: 'id', message }] })
  const foreign = { id: foreignId, version: await versionOf(foreignId), titleEn: 'Not mine' }
  const { errors } = await district.ask(update('version'), { input: foreign })
  expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN')
  expect(tried).toHaveBeenCalledTimes(2)
  expect([await versionOf(programId), await versionOf(foreignId)]).toEqual([version, foreign.version])
})

test('an act whose answer needs resolvers, and several in one request, are each done once', async () => {
  const { data } = await city.ask(
    `mutation ($id: ID!) {
      one: updateOrganization(input: { id: $id, version: 1, note: "하나" }) { organization { version note } }
      two: updateOrganization(input: { id: $id, version: 2, note: "둘" }) { organization { version note } errors { code } }
    }`,
    { id: organizationId },
  )
  expect(data).toEqual({
    one: { organization: { version: 2, note: '하나' } },
    two: { organization: { version: 3, note: '둘' }, errors: [] },
  })
  const version = await versionOf(programId)
  const input = { id: programId, version, titleEn: 'With a figure' }
  const answer = await city.ask(update('version figure(indicator: "PLACED") { state }'), { input })
  expect(answer.data.updateProgram).toEqual({
    program: { version: version + 1, figure: { state: expect.any(String) } },
    errors: [],
  })
})
