import { beforeAll, expect, test } from 'vitest'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
let city: Asker
beforeAll(async () => {
  product = await freshProduct()
  city = await product.as('city')
})

const create = `mutation ($input: CreateSourceInput!) {
  createSource(input: $input) { source { id publisher address publishedOn version } errors { field code } }
}`

test('sources are listed, the latest first and those of unknown date last', async () => {
  const { data } = await product.ask('{ sources(first: 100) { totalCount nodes { publishedOn } } }')
  const days = data.sources.nodes.map(({ publishedOn }: { publishedOn: string | null }) => publishedOn ?? '')
  expect(days).toHaveLength(data.sources.totalCount)
  expect(days).toContain('')
  expect(days).toEqual([...days].sort().reverse())
})

test('sources are filtered by day of publication and by a part of their text', async () => {
  const { data } = await product.ask(`{
    byDay: sources(filter: { publishedFrom: "2019-10-23", publishedTo: "2019-10-23", search: "ebreaknews" }) { totalCount }
    dayBefore: sources(filter: { publishedTo: "2019-10-22", search: "ebreaknews" }) { totalCount }
    byText: sources(filter: { search: "BREAK NEWS" }) { nodes { publishedOn address } }
  }`)
  expect(data).toEqual({
    byDay: { totalCount: 1 },
    dayBefore: { totalCount: 0 },
    byText: { nodes: [{ publishedOn: '2019-10-23', address: 'ebreaknews.com' }] },
  })
})

test('district officers enter sources, and a source is entered once', async () => {
  const officer = await product.as('28177')
  const input = { publisher: '  인천광역시  ', address: 'https://example.go.kr/1', publishedOn: '2020-03-01' }
  expect((await officer.ask(create, { input })).data.createSource).toEqual({
    source: {
      id: expect.any(String),
      publisher: '인천광역시',
      address: input.address,
      publishedOn: input.publishedOn,
      version: 1,
    },
    errors: [],
  })
  expect((await officer.ask(create, { input })).data.createSource).toEqual({
    source: null,
    errors: [{ field: 'address', code: 'NOT_UNIQUE' }],
  })
})

test('only city officers correct a source, and never over a newer version', async () => {
  const update = `mutation ($input: UpdateSourceInput!) {
    updateSource(input: $input) { source { title version } errors { field code message } }
  }`
  const { data } = await product.ask('{ sources(filter: { search: "newspim" }) { nodes { id version } } }')
  const input = { ...data.sources.nodes[0], title: '조리사 지원' }
  const refused = await (await product.as('28177')).ask(update, { input })
  expect(refused.errors?.[0]?.extensions.code).toBe('FORBIDDEN')
  expect((await city.ask(update, { input })).data.updateSource).toEqual({
    source: { title: '조리사 지원', version: input.version + 1 },
    errors: [],
  })
  const late = await city.ask(update, { input: { ...input, title: null } })
  expect(late.data.updateSource).toMatchInlineSnapshot(`
    {
      "errors": [
        {
          "code": "CONFLICT",
          "field": "title",
          "message": "Someone else changed this meanwhile. It is now 조리사 지원; you sent –. Read the record again and repeat the change.",
        },
      ],
      "source": {
        "title": "조리사 지원",
        "version": 2,
      },
    }
  `)
})
