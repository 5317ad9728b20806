import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test, vi } from 'vitest'
import type { Found } from './proposal.ts'
import { type Asker, freshProduct, type Running } from './support.ts'

// What only enters or corrects a record is one statement; with an Idempotency-Key it is a transaction of several. Both
// must be the same to everybody.

let product: Running
let city: Asker
let gyeyang: Asker
beforeAll(async () => {
  product = await freshProduct()
  city = await product.as('city')
  gyeyang = await product.as('28245')
})

const ANSWER = 'organization { id __typename version nameKo nameEn kind note } errors { field code message }'
type Way = [name: string, headers: () => Record<string, string>]
const ways: Way[] = [
  ['by one statement', () => ({})],
  ['in a transaction', () => ({ 'idempotency-key': randomUUID() })],
]

async function act(who: Asker, name: string, input: object, headers: Record<string, string>, fields = ANSWER) {
  const type = name[0]?.toUpperCase() + name.slice(1)
  const text = `mutation ($input: ${type}Input!) { done: ${name}(input: $input) { ${fields} } }`
  const { data, errors } = await who.ask(text, { input }, headers)
  return errors ? errors.map(({ extensions }: Found) => extensions.code) : data.done
}

async function historyOf(id: string) {
  const { data } = await city.ask(
    'query ($id: ID!) { history(id: $id) { changes { kind act byName fields { field old { text } new { text } } } } }',
    { id },
  )
  return data.history.changes
}

/** All that comes of the same acts done in one of the ways, but for the name that tells them apart. */
async function done([way, headers]: Way) {
  const nameKo = `기관 ${way}`
  const input = { nameKo, nameEn: `It's "${way}" \\ $1`, kind: 'COMPANY', note: null }
  const begun = product.product.now()
  const made = await act(gyeyang, 'createOrganization', input, headers())
  const { id, version } = made.organization
  const again = await act(city, 'createOrganization', { ...input, nameEn: null }, headers())
  const corrected = await act(city, 'updateOrganization', { id, version, nameEn: null, note: '둘째' }, headers())
  const same = await act(city, 'updateOrganization', { id, version, note: '둘째' }, headers())
  const late = await act(city, 'updateOrganization', { id, version, note: '셋째' }, headers())
  const foreign = await act(gyeyang, 'updateOrganization', { id, version: 2, note: '넷째' }, headers())
  const missing = await act(city, 'updateOrganization', { id: NONE, version: 1, note: '다섯째' }, headers())
  const history = await historyOf(id)
  const row = await product.db.prisma.organization.findUniqueOrThrow({ where: { nameKo } })
  expect(row.createdAt.getTime()).toBeLessThanOrEqual(row.updatedAt.getTime())
  const notes = await product.db.prisma.change.findMany({ where: { tableName: 'organization', recordId: row.id } })
  expect(new Set(notes.map(({ doing }) => doing)).size).toBe(2)
  expect(notes.every(({ at }) => at >= begun)).toBe(true)
  const kept = { version: row.version, nameEn: row.nameEn, note: row.note }
  const all = { made, again, corrected, same, late, foreign, missing, history, kept }
  return JSON.parse(JSON.stringify(all).replaceAll(id, 'ID').replaceAll(way, 'WAY'))
}
const NONE = Buffer.from('Organization:999999').toString('base64url')

test('a record is entered and corrected with the same answers, refusals and history in both ways', async () => {
  const transactions = vi.spyOn(product.product.db.prisma, '$transaction')
  const [one, several] = [await done(ways[0] as Way), await done(ways[1] as Way)]
  expect(one).toEqual(several)
  expect(one.made).toEqual({
    organization: {
      id: 'ID',
      __typename: 'Organization',
      version: 1,
      nameKo: '기관 WAY',
      nameEn: `It's "WAY" \\ $1`,
      kind: 'COMPANY',
      note: null,
    },
    errors: [],
  })
  expect(one.again).toMatchObject({ organization: null, errors: [{ field: 'nameKo', code: 'NOT_UNIQUE' }] })
  expect(one.corrected).toMatchObject({ organization: { version: 2, nameEn: null, note: '둘째' }, errors: [] })
  expect(one.same).toMatchObject({ organization: { version: 2 }, errors: [] })
  expect(one.late.errors).toMatchObject([{ field: 'note', code: 'CONFLICT' }])
  expect([one.foreign, one.missing]).toEqual([['FORBIDDEN'], ['NOT_FOUND']])
  expect(one.history).toMatchObject([{ kind: 'UPDATED', act: 'updateOrganization' }, { kind: 'CREATED' }])
  expect(one.kept).toEqual({ version: 2, nameEn: null, note: '둘째' })
  // What is refused is looked at again, to say why.
  expect(transactions).toHaveBeenCalledTimes(4 + 6)
})

test('two who correct the same version by one statement do not overwrite each other', async () => {
  const { organization } = await act(city, 'createOrganization', { nameKo: '함께', kind: 'OTHER' }, {})
  const { id, version } = organization
  const answers: Found[] = await Promise.all(
    ['하나', '둘'].map((note) => act(city, 'updateOrganization', { id, version, note }, {})),
  )
  expect(answers.map(({ errors }) => errors.length).sort()).toEqual([0, 1])
  const [winner] = answers.filter(({ errors }) => !errors.length)
  const { data } = await city.ask('query ($id: ID!) { node(id: $id) { ... on Organization { version note } } }', { id })
  expect(data.node).toEqual({ version: 2, note: winner?.organization.note })
})

test('a list is written as one, and the payload has more than the columns where that is asked', async () => {
  const { data } = await city.ask('{ indicators { nodes { id version code dimensions } } }')
  const { id, version } = data.indicators.nodes.find(({ code }: Found) => code === 'PLACED')
  const sent = { id, version, dimensions: ['SEX', 'AGE_BAND'] }
  const fields = 'indicator { version dimensions } errors { code }'
  const { indicator } = await act(city, 'updateIndicator', sent, {}, fields)
  expect(indicator).toEqual({ version: version + 1, dimensions: ['SEX', 'AGE_BAND'] })
  const line = await act(city, 'createProgramLine', { code: 'of-one', nameKo: '하나', nameEn: 'One' }, {}, LINE)
  expect(line).toEqual({ programLine: { code: 'of-one', programs: { totalCount: 0 } }, errors: [] })
})
const LINE = 'programLine { code programs { totalCount } } errors { code }'
