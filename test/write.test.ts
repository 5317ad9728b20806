import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test, vi } from 'vitest'
import type { Found } from './proposal.ts'
import { type Asker, freshProduct, type Running } from './support.ts'

// What only enters or corrects a record is one statement, and where that is refused a transaction of several. Both must
// be the same to everybody, with an Idempotency-Key and without.

let product: Running
let city: Asker
let gyeyang: Asker
beforeAll(async () => {
  product = await freshProduct()
  city = await product.as('city')
  gyeyang = await product.as('28245')
})

const ANSWER = 'organization { id __typename version nameKo nameEn kind note } errors { field code message }'
interface Way {
  name: string
  headers(): Record<string, string>
  isRefused?: true
}
const HOUR_MS = 3_600_000
const withKey = () => ({ 'idempotency-key': randomUUID() })
const AT_ONCE: Way = { name: 'at once', headers: () => ({}) }
const ways: Way[] = [
  AT_ONCE,
  { name: 'at once, with a key', headers: withKey },
  { name: 'in a transaction', headers: () => ({}), isRefused: true },
  { name: 'in a transaction, with a key', headers: withKey, isRefused: true },
]

/** The database refuses what is done at once. */
function refuseAtOnce() {
  const { db } = product.product
  const query = db.query
  const spied = vi.spyOn(db, 'query').mockImplementation(async (text, values) => {
    if (text.startsWith('WITH signature')) throw Object.assign(new Error('refused'), { code: '23514' })
    return query(text, values)
  })
  return () => spied.mockRestore()
}

async function act(who: Asker, name: string, input: object, headers: Record<string, string>, fields = ANSWER) {
  const type = name[0]?.toUpperCase() + name.slice(1)
  const text = `mutation ($input: ${type}Input!) { done: ${name}(input: $input) { ${fields} } }`
  const { data, errors } = await who.ask(text, { input }, headers)
  return errors ? errors.map(({ extensions }: Found) => extensions.code) : data.done
}

async function historyOf(id: string) {
  const { data } = await city.ask(
    'query ($id: ID!) { history(id: $id) { changes { kind act byName byRole fields { field old { text } new { text } } } } }',
    { id },
  )
  return data.history.changes
}

/** All that comes of the same acts done in one of the ways, but for the name that tells them apart. */
async function done({ name: way, headers, isRefused }: Way) {
  const allow = isRefused && refuseAtOnce()
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
  if (allow) allow()
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

test('a record is entered and corrected with the same answers, refusals and history in each way', async () => {
  const transactions = vi.spyOn(product.product.db.prisma, '$transaction')
  const one = await done(AT_ONCE)
  // What is refused is looked at again, to say why: the same name, two late corrections, and that of no record.
  expect(transactions).toHaveBeenCalledTimes(4)
  for (const way of ways) if (way !== AT_ONCE) expect([way, await done(way)]).toEqual([way, one])
  expect(transactions).toHaveBeenCalledTimes(4 + 4 + 6 + 6)
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
})

test('what is sent again with its key is done once, and something else with that key is refused', async () => {
  const key = withKey()
  const input = { nameKo: '한 번만', kind: 'OTHER' }
  const sent = await Promise.all([1, 2, 3].map(() => act(city, 'createOrganization', input, key)))
  const [first] = sent
  expect([sent[1], sent[2], await act(city, 'createOrganization', input, key)]).toEqual([first, first, first])
  const other = await act(city, 'createOrganization', { ...input, nameKo: '다른 것' }, key)
  expect(other).toMatchObject({ organization: null, errors: [{ field: 'input', code: 'DONE_BEFORE' }] })
  const correction = { id: first?.organization.id, version: 1, note: '두 번' }
  const keyOfCorrection = withKey()
  const corrected = await act(city, 'updateOrganization', correction, keyOfCorrection)
  expect(corrected.organization).toMatchObject({ version: 2, note: '두 번' })
  expect(await act(city, 'updateOrganization', correction, keyOfCorrection)).toEqual(corrected)
  expect(await product.db.prisma.organization.count({ where: { nameKo: { in: ['한 번만', '다른 것'] } } })).toBe(1)
  await product.db.prisma.doneAct.updateMany({ data: { at: new Date(product.product.now().getTime() - 25 * HOUR_MS) } })
  await act(city, 'createOrganization', { ...input, nameKo: '다음 날' }, withKey())
  expect(await product.db.prisma.doneAct.count()).toBe(1)
})

test('what is entered alike at the same time goes together: each has its own answer and history, and what is refused stops no other', async () => {
  const query = vi.spyOn(product.product.db, 'query')
  const names = Array.from({ length: 12 }, (_, at) => `함께 ${at}`)
  const entries = [...names, ...names.slice(0, 2), '  ']
  const fields = 'organization { id nameKo kind note } errors { field code }'
  const enter = (who: Asker) => (nameKo: string, at: number) =>
    act(
      who,
      'createOrganization',
      { nameKo: who === city ? nameKo : `계양 ${nameKo}`, kind: KINDS[at % 2] },
      {},
      fields,
    )
  const [ours, theirs] = await Promise.all([
    Promise.all(entries.map(enter(city))),
    Promise.all(names.map(enter(gyeyang))),
  ])
  const statements = query.mock.calls.filter(([text]) => text.startsWith('WITH signature'))
  query.mockRestore()
  const rows = statements.map(([, values]) => JSON.parse((values as string[])[4] as string) as string[])
  expect(Math.max(...rows.map(({ length }) => length))).toBeGreaterThan(3)

  for (const [at, name] of names.entries()) {
    const kind = KINDS[at % 2]
    const [made, refused] = (at < 2 ? [ours[at], ours[at + 12]] : [ours[at]]).sort(
      (one, other) => one.errors.length - other.errors.length,
    )
    expect(made).toMatchObject({ organization: { nameKo: name, kind, note: null }, errors: [] })
    if (at < 2) expect(refused).toEqual({ organization: null, errors: [{ field: 'nameKo', code: 'NOT_UNIQUE' }] })
    expect(theirs[at]).toMatchObject({ organization: { nameKo: `계양 ${name}`, kind }, errors: [] })
    expect(await historyOf(made.organization.id)).toMatchObject([{ kind: 'CREATED', byName: 'Officer city' }])
    expect(await historyOf(theirs[at].organization.id)).toMatchObject([{ kind: 'CREATED', byRole: 'DISTRICT' }])
  }
  expect(ours.at(-1)).toMatchObject({ organization: null, errors: [{ field: 'nameKo' }] })
})
const KINDS = ['COMPANY', 'OTHER']

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
