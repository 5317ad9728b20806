import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { freshProduct, idOf, type Running } from './support.ts'

let product: Running
beforeAll(async () => {
  product = await freshProduct()
  const { prisma } = product.db
  // Many ties and many rows without a value, also in lists under a parent.
  await prisma.source.createMany({
    data: Array.from({ length: 25 }, (_, index) => ({
      publisher: ['가', '나', 'a', 'B'][index % 4] as string,
      address: `https://example.go.kr/${index}`,
      publishedOn: index % 3 ? new Date(Date.UTC(2019, index % 5, 1)) : null,
    })),
  })
  await prisma.program.createMany({
    data: Array.from({ length: 17 }, (_, index) => ({
      code: `2019-${index + 20}`,
      roundId: 1,
      districtId: (index % 3) + 1,
      titleKo: ['어린이집', '도서관', '셔틀'][index % 3] as string,
      stage: 'RUNNING' as const,
    })),
  })
  await prisma.outcome.createMany({
    data: Array.from({ length: 30 }, (_, index) => ({
      programId: (index % 2) + 1,
      indicatorId: (index % 3) + 1,
      asOf: new Date(Date.UTC(2019, index % 4, 1)),
      state: index % 4 ? ('PRESENT' as const) : ('MISSING' as const),
      value: index % 4 ? (index % 7) / 8 : null,
      status: 'APPROVED' as const,
    })),
  })
})

type Order = { field: string; direction: 'ASC' | 'DESC' }
interface List {
  noun: string
  /** The list, at the root or under a record. */
  path: (args: string) => string
  fields: string[]
}
const lists: Record<string, List> = {
  programs: {
    noun: 'Program',
    path: (args) => `programs${args}`,
    fields: ['CODE', 'DISTRICT', 'TITLE_KO', 'YEAR', 'UPDATED_AT'],
  },
  outcomes: {
    noun: 'Outcome',
    path: (args) => `outcomes${args}`,
    fields: ['AS_OF', 'INDICATOR', 'KNOWN_AT', 'PROGRAM', 'VALUE'],
  },
  organizations: { noun: 'Organization', path: (args) => `organizations${args}`, fields: ['KIND', 'NAME_KO'] },
  sources: { noun: 'Source', path: (args) => `sources${args}`, fields: ['PUBLISHED_ON', 'PUBLISHER', 'UPDATED_AT'] },
  'district.programs': {
    noun: 'Program',
    path: (args) => `node(id: "${idOf('District', 1)}") { ... on District { list: programs${args} } }`,
    fields: ['CODE', 'TITLE_KO', 'DISTRICT'],
  },
  'round.programs': {
    noun: 'Program',
    path: (args) => `node(id: "${idOf('Round', 1)}") { ... on Round { list: programs${args} } }`,
    fields: ['DISTRICT', 'TITLE_KO'],
  },
  'program.outcomes': {
    noun: 'Outcome',
    path: (args) => `node(id: "${idOf('Program', 1)}") { ... on Program { list: outcomes${args} } }`,
    fields: ['VALUE', 'AS_OF', 'INDICATOR'],
  },
}

interface PageArgs {
  first?: number
  last?: number
  after?: string
  before?: string
  offset?: number
}

async function page(list: List, orderBy: Order[], args: PageArgs) {
  const variables = `$orderBy: [${list.noun}Order!], $first: Int, $last: Int, $after: String, $before: String, $offset: Int`
  const given = '(orderBy: $orderBy, first: $first, last: $last, after: $after, before: $before, offset: $offset)'
  const selection =
    '{ totalCount edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }'
  const { data, errors } = await product.ask(`query (${variables}) { ${list.path(`${given} ${selection}`)} }`, {
    orderBy,
    ...args,
  })
  expect(errors).toBeUndefined()
  const { edges, pageInfo, totalCount } = data.node?.list ?? Object.values(data)[0]
  return { ids: edges.map((edge: { node: { id: string } }) => edge.node.id) as string[], edges, pageInfo, totalCount }
}

const orders = ({ fields }: List) =>
  fc.uniqueArray(
    fc.record({ field: fc.constantFrom(...fields), direction: fc.constantFrom('ASC' as const, 'DESC' as const) }),
    {
      selector: ({ field }) => field,
      maxLength: 3,
    },
  )
const runs = { numRuns: 12, seed: 2019 }

test.each(Object.entries(lists))(
  '%s: walking forward, backward and by offset gives the whole list once, in one order',
  async (_, list) => {
    await fc.assert(
      fc.asyncProperty(orders(list), fc.integer({ min: 3, max: 20 }), async (orderBy, size) => {
        const whole = await page(list, orderBy, { first: 100 })
        expect(whole.ids.length).toBe(whole.totalCount)
        expect(new Set(whole.ids).size).toBe(whole.ids.length)
        expect(whole.ids.length).toBeGreaterThan(5)
        const forward: string[] = []
        for (let after: string | undefined, more = true; more; ) {
          const { ids, pageInfo } = await page(list, orderBy, { first: size, after })
          expect(pageInfo.hasPreviousPage).toBe(forward.length > 0)
          forward.push(...ids)
          after = pageInfo.endCursor
          more = pageInfo.hasNextPage
        }
        expect(forward).toEqual(whole.ids)
        const backward: string[] = []
        for (let before: string | undefined, more = true; more; ) {
          const { ids, pageInfo } = await page(list, orderBy, { last: size, before })
          expect(pageInfo.hasNextPage).toBe(backward.length > 0)
          backward.unshift(...ids)
          before = pageInfo.startCursor
          more = pageInfo.hasPreviousPage
        }
        expect(backward).toEqual(whole.ids)
        const numbered: string[] = []
        for (let more = true; more; ) {
          const { ids, pageInfo, totalCount } = await page(list, orderBy, { first: size, offset: numbered.length })
          expect(totalCount).toBe(whole.totalCount)
          numbered.push(...ids)
          more = pageInfo.hasNextPage
        }
        expect(numbered).toEqual(whole.ids)
      }),
      runs,
    )
  },
)

test('records without a value come last in both directions', async () => {
  for (const direction of ['ASC', 'DESC'] as const) {
    const query = `{ outcomes(first: 100, orderBy: [{ field: VALUE, direction: ${direction} }]) { nodes { value } } }`
    const { data } = await product.ask(query)
    const values = data.outcomes.nodes.map(({ value }: { value: number | null }) => value)
    const present = values.filter((value: number | null) => value !== null)
    expect(values.slice(0, present.length)).toEqual(present)
    expect(present).toEqual([...present].sort((a, b) => (direction === 'ASC' ? a - b : b - a)))
  }
})

test('between two cursors lies what is between them', async () => {
  const orderBy: Order[] = [{ field: 'PUBLISHED_ON', direction: 'DESC' }]
  const list = lists.sources as List
  const { edges, ids } = await page(list, orderBy, { first: 100 })
  const between = { after: edges[4].cursor, before: edges[20].cursor }
  expect((await page(list, orderBy, { first: 100, ...between })).ids).toEqual(ids.slice(5, 20))
  expect((await page(list, orderBy, { last: 5, ...between })).ids).toEqual(ids.slice(15, 20))
})

test('a page survives the deletion of the row that its cursor names', async () => {
  const list = lists.sources as List
  for (const field of ['PUBLISHED_ON', 'PUBLISHER']) {
    const orderBy: Order[] = [{ field, direction: 'ASC' }]
    const before = await page(list, orderBy, { first: 100 })
    const at = before.ids.findIndex((id) => Number(Buffer.from(id, 'base64url').toString().slice(7)) > 8)
    const id = Number(
      Buffer.from(before.ids[at] as string, 'base64url')
        .toString()
        .slice(7),
    )
    await product.db.prisma.source.delete({ where: { id } })
    const { cursor } = before.edges[at]
    expect((await page(list, orderBy, { first: 5, after: cursor })).ids).toEqual(before.ids.slice(at + 1, at + 6))
    expect((await page(list, orderBy, { last: 5, before: cursor })).ids).toEqual(
      before.ids.slice(Math.max(0, at - 5), at),
    )
  }
})

test('a list under a record is the whole list filtered by that record', async () => {
  const { data } = await product.ask(`{
    districts(first: 4) { nodes { id programs(first: 50) { totalCount nodes { id } } } }
    programs(first: 3) { nodes { id outcomes(first: 50) { totalCount nodes { id } } } }
  }`)
  for (const { id, programs } of data.districts.nodes) {
    const whole = await product.ask(
      `{ programs(filter: { district: "${id}" }, first: 50) { totalCount nodes { id } } }`,
    )
    expect(programs).toEqual(whole.data.programs)
  }
  for (const { id, outcomes } of data.programs.nodes) {
    const whole = await product.ask(`{ outcomes(filter: { program: "${id}" }, first: 50) { totalCount nodes { id } } }`)
    expect(outcomes).toEqual(whole.data.outcomes)
  }
})

test('one list under a record, asked twice with different arguments, is right twice', async () => {
  const { data } = await product.ask(`{ district(code: "28110") {
    up: programs(first: 2, orderBy: [{ field: CODE, direction: ASC }]) { nodes { code } pageInfo { hasNextPage } }
    down: programs(first: 3, orderBy: [{ field: CODE, direction: DESC }]) { totalCount nodes { code titleKo } }
    none: programs(filter: { stage: [DRAFT] }) { totalCount nodes { code } }
    some: programs(filter: { search: "2019-20" }) { totalCount edges { node { code } } }
  } }`)
  expect(data.district).toMatchInlineSnapshot(`
    {
      "down": {
        "nodes": [
          {
            "code": "2019-35",
            "titleKo": "어린이집",
          },
          {
            "code": "2019-32",
            "titleKo": "어린이집",
          },
          {
            "code": "2019-29",
            "titleKo": "어린이집",
          },
        ],
        "totalCount": 6,
      },
      "none": {
        "nodes": [],
        "totalCount": 0,
      },
      "some": {
        "edges": [
          {
            "node": {
              "code": "2019-20",
            },
          },
        ],
        "totalCount": 1,
      },
      "up": {
        "nodes": [
          {
            "code": "2019-20",
          },
          {
            "code": "2019-23",
          },
        ],
        "pageInfo": {
          "hasNextPage": true,
        },
      },
    }
  `)
})

test('a filter narrows the count and the pages alike', async () => {
  const filter = 'filter: { search: "셔틀" }'
  const { data } = await product.ask(`{
    programs(${filter}, first: 2) { totalCount nodes { code } pageInfo { hasNextPage hasPreviousPage } }
    last: programs(${filter}, last: 2) { totalCount pageInfo { hasNextPage hasPreviousPage } }
  }`)
  const number = await product.db.prisma.program.count({
    where: { OR: [{ titleKo: { contains: '셔틀' } }, { summaryKo: { contains: '셔틀' } }] },
  })
  expect(data.programs).toMatchObject({ totalCount: number, pageInfo: { hasNextPage: true, hasPreviousPage: false } })
  expect(data.last).toEqual({ totalCount: number, pageInfo: { hasNextPage: false, hasPreviousPage: true } })
})

const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')
const byValue = ['value ASC']
const crafted: [string, string][] = [
  ['nothing', ''],
  ['no base64', '!!!'],
  ['no JSON', Buffer.from('{').toString('base64url')],
  ['no list', Buffer.from('{"length":3}').toString('base64url')],
  ['null', Buffer.from('null').toString('base64url')],
  ['another noun', cursor('Program', byValue, ['1', 1])],
  ['another order', cursor('Outcome', ['value DESC'], ['1', 1])],
  ['too few values', cursor('Outcome', byValue, [1])],
  ['too many values', cursor('Outcome', byValue, ['1', '2', 1])],
  ['a text for values', cursor('Outcome', byValue, 'ab')],
  ['a number for a text', cursor('Outcome', byValue, [1, 1])],
  ['a huge number', cursor('Outcome', byValue, ['9'.repeat(40), 1])],
  ['no number', cursor('Outcome', byValue, ['NaN', 1])],
  ['a huge id', cursor('Outcome', byValue, ['1', 2 ** 31])],
  ['a fraction for an id', cursor('Outcome', byValue, ['1', 1.5])],
  ['a text for an id', cursor('Outcome', byValue, ['1', '1'])],
  ['no id', cursor('Outcome', byValue, ['1', null])],
  ['an object', cursor('Outcome', byValue, [{ not: null }, 1])],
]

test.each(crafted)('a cursor that is %s is refused by the name of the argument', async (_what, value) => {
  for (const argument of ['after', 'before']) {
    const { status, errors } = await product.ask(
      `query ($cursor: String) { outcomes(orderBy: [{ field: VALUE, direction: ASC }], ${argument}: $cursor) { nodes { id } } }`,
      { cursor: value },
    )
    expect([status, errors?.[0]?.extensions.code]).toEqual([200, 'BAD_USER_INPUT'])
    expect(errors?.[0]?.message).toMatch(new RegExp(`^Argument ${argument}: `))
  }
})

test.each([
  ['CODE', 'code ASC', [null, 'a\u0000b', 'a\ud800', 5]],
  [
    'UPDATED_AT',
    'updatedAt ASC',
    [null, 'yesterday', '0000-01-01T00:00:00.000Z', '+020000-01-01T00:00:00.000Z', '2019-02-30T00:00:00.000Z'],
  ],
  ['YEAR', 'round.year ASC', [null, 1e300, 1.5, '2019']],
] as const)('a crafted value for %s is refused', async (field, name, values) => {
  for (const value of values) {
    const { errors } = await product.ask(
      `query ($cursor: String) { programs(orderBy: [{ field: ${field}, direction: ASC }], after: $cursor) { nodes { id } } }`,
      { cursor: cursor('Program', [name], [value, 1]) },
    )
    expect([value, errors?.[0]?.message]).toEqual([
      value,
      'Argument after: Use a cursor that this list gave with the same order.',
    ])
  }
})

test('a cursor and an offset, or both ends, are not taken together', async () => {
  const { data } = await product.ask('{ programs(first: 1) { pageInfo { endCursor } } }')
  const after = `after: "${data.programs.pageInfo.endCursor}"`
  for (const [args, name] of [
    [`${after}, offset: 1`, 'offset'],
    ['first: 1, last: 1', 'last'],
    ['last: 1, offset: 0', 'offset'],
  ]) {
    const { errors } = await product.ask(`{ programs(${args}) { nodes { id } } }`)
    expect(errors?.[0]?.message).toContain(`Argument ${name}: Do not use this together with`)
  }
})
