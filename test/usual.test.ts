import { beforeAll, expect, test } from 'vitest'
import { listening } from './listener.ts'
import { freshProduct, type Running, sessionCookie } from './support.ts'

// A request is answered the same whether it is the usual one or goes through yoga: `extensions` makes it unusual.

let product: Running
let cookie: string
beforeAll(async () => {
  product = await freshProduct()
  await product.as('28177')
  const { id } = await product.db.prisma.user.findFirstOrThrow({ where: { role: 'DISTRICT' } })
  cookie = await sessionCookie(product.product, id)
})

interface Sent {
  body?: string
  query?: string
  variables?: object
  headers?: Record<string, string>
}
const JSON_TYPE = { 'content-type': 'application/json' }
const OWN = '{ programs(first: 3) { totalCount nodes { id code district { nameKo } } } }'

const requests: Record<string, Sent> = {
  'a compiled query': { query: OWN },
  'a query with resolvers': {
    query: '{ programs(first: 3) { nodes { code targetGroups { code } } pageInfo { hasNextPage } } }',
  },
  'no kind of answer that there is': { query: OWN, headers: { accept: 'text/plain' } },
  'a kind of answer with the name of a method': { query: OWN, headers: { accept: 'constructor' } },
  'what panel pages accept': { query: OWN, headers: { accept: 'application/graphql-response+json, application/json' } },
  'a signed-in page of this site': { query: OWN, headers: { cookie: 'own', 'sec-fetch-site': 'same-origin' } },
  'a page of another site': { query: OWN, headers: { cookie: 'own', 'sec-fetch-site': 'cross-site' } },
  'a page of another origin': { query: OWN, headers: { cookie: 'own', origin: 'https://other.example' } },
  'the page of another person': { query: OWN, headers: { cookie: 'own', 'sangsaeng-person': 'VXNlcjox' } },
  'a wrong key': { query: OWN, headers: { authorization: 'Bearer sang_12345678.wrong' } },
  'an act that nobody may do unknown': { query: 'mutation { signOut { errors { message } } }' },
  'a refused act': {
    query: 'mutation ($input: CreateSourceInput!) { createSource(input: $input) { source { id } errors { field } } }',
    variables: { input: { titleKo: '' } },
    headers: { cookie: 'own' },
  },
  'a forbidden act': {
    query:
      'mutation { createDistrict(input: { code: "28999", kostatCode: "23999", nameKo: "가", nameEn: "Ga", kind: GU }) { errors { field } } }',
    headers: { cookie: 'own' },
  },
  'a wrong argument': { query: '{ programs(first: 1000) { totalCount } }' },
  'a wrong variable': { query: 'query ($n: Int) { programs(first: $n) { totalCount } }', variables: { n: 'x' } },
  'a missing variable': { query: 'query ($n: Int!) { programs(first: $n) { totalCount } }' },
  'an unknown field': { query: '{ nothing }' },
  'no GraphQL': { query: '{' },
  'a question about the schema': { query: '{ __schema { queryType { name } } }' },
  'too many aliases': { query: `{ ${Array.from({ length: 30 }, (_, n) => `a${n}: __typename`).join(' ')} }` },
  'too deep': {
    query: `{ programs { nodes { ${'district { programs { nodes { '.repeat(5)} id ${'} } }'.repeat(5)} } } }`,
  },
  'too costly': {
    query:
      '{ programs(first: 100) { nodes { outcomes(first: 100) { nodes { citations { id: quote } corrections { id } program { outcomes(first: 100) { nodes { id } } } } } } } }',
  },
  'NUL in the text': { query: '{ program(code: "\0") { id } }' },
  'two operations without a name': { query: 'query A { __typename } query B { __typename }' },
  'a subscription in vain': { query: 'subscription { nothing }' },
}

test.each(Object.entries(requests))('%s', async (_, { query, variables, headers = {} }) => {
  const { fetch } = await listening(product.product, { RATE_LIMIT: '10000,10000,10000' })
  const ask = async (more: object) => {
    const own = headers.cookie ? { ...headers, cookie } : headers
    const body = JSON.stringify({ query, variables, ...more })
    const response = await fetch('/graphql', { method: 'POST', headers: { ...JSON_TYPE, ...own }, body })
    const told = Object.fromEntries(response.headers)
    for (const name of ['date', 'ratelimit-remaining', 'ratelimit-reset', 'content-length', 'transfer-encoding']) {
      told[name] = typeof told[name]
    }
    // The length of what yoga sends piece by piece is not told, and only what is kept has a tag.
    for (const name of ['content-length', 'transfer-encoding', 'etag']) delete told[name]
    const text = await response.text()
    return { status: response.status, headers: told, body: text && JSON.parse(text) }
  }
  expect(await ask({})).toEqual(await ask({ extensions: {} }))
})

test.each<Record<string, string>>([
  { query: OWN },
  { query: 'query ($n: Int) { programs(first: $n) { totalCount } }', variables: '{"n":2}' },
  { query: 'query ($n: Int) { programs(first: $n) { totalCount } }', variables: '{"n":' },
  { query: 'query A { __typename } query B { programs { totalCount } }', operationName: 'B' },
  { query: 'mutation { signOut { errors { message } } }' },
  { query: '{ nothing }' },
])('a GET of %s', async (asked) => {
  const { fetch } = await listening(product.product, { RATE_LIMIT: '10000,10000,10000' })
  const ask = async (more: object) => {
    const response = await fetch(`/graphql?${new URLSearchParams({ ...asked, ...more })}`)
    return [response.status, response.headers.get('content-type'), await response.json()]
  }
  expect(await ask({})).toEqual(await ask({ extensions: '{}' }))
})

test('a body that is too large, no JSON, no object or broken off is refused as such', async () => {
  const { fetch } = await listening(product.product, { LIMIT_BODY_KB: '1' })
  const send = async (body: string, headers: Record<string, string> = JSON_TYPE) => {
    const response = await fetch('/graphql', { method: 'POST', headers, body })
    const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] }
    return [response.status, errors[0]?.extensions.code]
  }
  const long = JSON.stringify({ query: `{ programs { totalCount } } # ${'x'.repeat(2000)}` })
  expect(await send(long)).toEqual([413, 'BODY_TOO_LARGE'])
  expect(await send('{ programs }')).toEqual([400, 'BAD_REQUEST'])
  expect(await send('[]')).toEqual([400, 'BAD_REQUEST'])
  expect(await send(JSON.stringify({ query: '{ __typename }' }), { 'content-type': 'application/json-seq' })).toEqual([
    415,
    'BAD_REQUEST',
  ])
})

test('who has used up the points of a minute waits, whichever way the request goes', async () => {
  const { fetch } = await listening(product.product, { RATE_LIMIT: '3,10,10', TRUSTED_PROXIES: '1' })
  const headers = { ...JSON_TYPE, 'x-forwarded-for': '203.0.113.7' }
  const ask = async (more: object) => {
    const body = JSON.stringify({ query: '{ programs(first: 1) { totalCount } }', ...more })
    return (await fetch('/graphql', { method: 'POST', headers, body })).status
  }
  const statuses = [
    await ask({}),
    await ask({ extensions: {} }),
    await ask({}),
    await ask({}),
    await ask({ extensions: {} }),
  ]
  expect(statuses).toEqual([200, 200, 200, 429, 429])
})
