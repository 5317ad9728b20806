import { beforeAll, expect, test } from 'vitest'
import { done, refused } from './proposal.ts'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
let city: Asker
let district: Asker
beforeAll(async () => {
  product = await freshProduct()
  city = await product.as('city')
  district = await product.as('28177')
})

const SAVED = 'savedFilter { id version list name filter orderBy }'
const running = { filter: '{"stage":["RUNNING"],"year":2019}', orderBy: '[{"field":"CODE","direction":"DESC"}]' }
const own = async (who: Asker, list = 'programs') =>
  (
    await who.ask(
      'query ($list: String) { savedFilters(filter: { list: $list }) { nodes { name filter } totalCount } }',
      { list },
    )
  ).data.savedFilters

test('a filter and sort is kept under a name, renamed, replaced and removed, by its owner alone', async () => {
  const made = await done(city, 'saveFilter', { list: 'programs', name: '추진 중', ...running }, SAVED)
  expect(made).toMatchObject({ list: 'programs', name: '추진 중', version: 1 })
  expect([JSON.parse(made.filter), JSON.parse(made.orderBy)]).toEqual([
    { stage: ['RUNNING'], year: 2019 },
    [{ field: 'CODE', direction: 'DESC' }],
  ])
  const renamed = await done(city, 'updateSavedFilter', { id: made.id, version: 1, name: '2019 추진' }, SAVED)
  expect(renamed).toMatchObject({ name: '2019 추진', filter: made.filter, orderBy: made.orderBy })
  const other = { filter: '{"search":"배송"}', orderBy: null }
  const replaced = await done(city, 'updateSavedFilter', { id: made.id, version: renamed.version, ...other }, SAVED)
  expect(replaced).toMatchObject({ name: '2019 추진', filter: '{"search":"배송"}', orderBy: null })
  expect(await refused(city, 'updateSavedFilter', { id: made.id, version: 1, name: '낡은 판' }, SAVED)).toEqual([
    'name CONFLICT',
  ])
  expect(await own(city)).toEqual({ totalCount: 1, nodes: [{ name: '2019 추진', filter: '{"search":"배송"}' }] })

  expect(await own(district)).toEqual({ totalCount: 0, nodes: [] })
  for (const act of ['updateSavedFilter', 'deleteSavedFilter']) {
    const input = { id: made.id, ...(act === 'updateSavedFilter' && { version: 1, name: '남의 것' }) }
    expect([act, await refused(district, act, input, '__typename')]).toEqual([act, 'NOT_FOUND'])
    expect([act, await refused(product, act, input, '__typename')]).toEqual([act, 'UNAUTHENTICATED'])
  }
  await done(city, 'deleteSavedFilter', { id: made.id }, '__typename')
  expect((await own(city)).totalCount).toBe(0)
  expect(await refused(city, 'deleteSavedFilter', { id: made.id }, '__typename')).toBe('NOT_FOUND')
})

test('a name is taken once for each list', async () => {
  const save = (who: Asker, list: string) => ({ who, input: { list, name: '내 것', filter: '{}' } })
  for (const { who, input } of [save(city, 'programs'), save(city, 'rounds'), save(district, 'programs')]) {
    await done(who, 'saveFilter', input, SAVED)
  }
  expect(await refused(city, 'saveFilter', save(city, 'programs').input, SAVED)).toEqual(['name NOT_UNIQUE'])
})

test('only what the list takes is kept, and what is wrong is named', async () => {
  const input = { list: 'programs', name: '틀린 것', filter: '{}' }
  for (const [wrong, code] of [
    [{ list: 'nothing' }, 'list NO_SUCH_LIST'],
    [{ list: '__proto__' }, 'list NO_SUCH_LIST'],
    [{ filter: '{' }, 'filter BAD_FILTER'],
    [{ filter: '[1]' }, 'filter BAD_FILTER'],
    [{ filter: 'null' }, 'filter BAD_FILTER'],
    [{ filter: '{"no_such": 1}' }, 'filter BAD_FILTER'],
    [{ filter: '{"year": "2019"}' }, 'filter BAD_FILTER'],
    [{ filter: '{"stage": ["NO_STAGE"]}' }, 'filter BAD_FILTER'],
    [{ filter: '{"year": 1}' }, 'filter.year OUT_OF_RANGE'],
    [{ filter: '{"search": "900101-1234567"}' }, 'filter LOOKS_LIKE_RRN'],
    [{ filter: `{"search": "${'가'.repeat(200)}"}` }, 'filter.search TOO_LONG'],
    [{ orderBy: '{"field":"NO"}' }, 'orderBy BAD_FILTER'],
    [{ orderBy: '[{"field":"NO","direction":"ASC"}]' }, 'orderBy BAD_FILTER'],
  ] as const) {
    expect([wrong, await refused(city, 'saveFilter', { ...input, ...wrong }, SAVED)]).toEqual([wrong, [code]])
  }
})

test('a search by the name or number of a person is not kept', async () => {
  for (const filter of ['{"name":"남궁수아"}', '{"phone":"010-7777-1234"}']) {
    const input = { list: 'participants', name: '사람', filter }
    expect(await refused(city, 'saveFilter', input, SAVED)).toEqual(['filter PERSONAL_FILTER'])
  }
  const kept = { list: 'participants', name: '취업', filter: '{"stage":["PLACED"],"name":null}' }
  await done(city, 'saveFilter', kept, SAVED)
  expect(JSON.stringify(await product.db.query('SELECT * FROM saved_filter'))).not.toMatch(/남궁|7777/)
})

test('every list of the schema takes saved filters of it', async () => {
  const { data } = await city.ask('{ __schema { queryType { fields { name type { ofType { name } } } } } }')
  const lists = data.__schema.queryType.fields.flatMap(
    ({ name, type }: { name: string; type: { ofType?: { name?: string } } }) =>
      type.ofType?.name?.endsWith('Connection') ? [name] : [],
  )
  expect(lists.length).toBeGreaterThan(20)
  for (const list of lists) await done(city, 'saveFilter', { list, name: '모두', filter: '{}', orderBy: '[]' }, SAVED)
})
