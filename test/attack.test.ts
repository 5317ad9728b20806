import net from 'node:net'
import { beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../server/app.ts'
import { readEnv } from '../server/env.ts'
import { cookieOf, listening } from './listener.ts'
import { naive } from './naive.ts'
import { type Asker, asker, fingerprint, freshProduct, idOf, type Running } from './support.ts'

// Each attack is tried on a server without any defence, where it must succeed, and on the product, where it must not.

let product: Running
let ours: Server
let cookie: string
beforeAll(async () => {
  product = await freshProduct()
  await product.as('city')
  cookie = await cookieOf(product, 'city')
  ours = createApp({ ...product.product, env: readEnv({ PUBLIC_URL: 'https://jobs.example' }) }).fetch
})

type Server = (request: Request) => Promise<Response>
interface Sent {
  body?: BodyInit
  type?: string
  headers?: Record<string, string>
  method?: string
  path?: string
}
const send = (server: Server, { body, type = 'application/json', headers, method = 'POST', path = '/graphql' }: Sent) =>
  server(
    new Request(`https://jobs.example${path}`, {
      method,
      headers: { 'content-type': type, ...headers },
      ...(body !== undefined && { body }),
    }),
  )
const post = (server: Server, query: string, variables?: object) =>
  send(server, { body: JSON.stringify({ query, variables }) })
const get = (server: Server, query: string, headers: Record<string, string> = {}) =>
  send(server, { method: 'GET', path: `/graphql?query=${encodeURIComponent(query)}`, headers })
const many = (count: number, part: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => part(at)).join(' ')
// biome-ignore lint/suspicious/noExplicitAny: answers of any shape
const jsonOf = async (response: Response): Promise<any> => JSON.parse((await response.text()) || '{}')
const hasData = async (response: Response) => Boolean((await jsonOf(response)).data)

type Attack = (server: Server) => Promise<boolean>

/** The thirteen checks of graphql-cop: true when its tool would report the server. */
const graphqlCop: Record<string, Attack> = {
  'alias overloading': async (server) =>
    hasData(await post(server, `{ ${many(101, (at) => `alias${at}: __typename`)} }`)),
  'batch queries': async (server) => {
    const body = JSON.stringify(Array(10).fill({ query: '{ __typename }' }))
    return Array.isArray(await jsonOf(await send(server, { body })))
  },
  'GET queries from another site, with its session': async (server) =>
    hasData(
      await get(server, '{ __typename }', { cookie, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }),
    ),
  'queries in a form': async (server) =>
    hasData(await send(server, { body: 'query=%7B+__typename+%7D', type: 'application/x-www-form-urlencoded' })),
  'tracing and debug mode': async (server) =>
    Boolean((await jsonOf(await post(server, '{ __typename }'))).extensions?.tracing),
  'field duplication': async (server) => hasData(await post(server, `{ ${many(500, () => '__typename')} }`)),
  'field suggestions': async (server) =>
    /Did you mean/.test(await (await post(server, '{ program(code: "x") { titleKoo } districtt { id } }')).text()),
  'GraphiQL for everybody': async (server) => {
    const answers = ['/graphql', '/graphiql'].map((path) =>
      send(server, { method: 'GET', path, headers: { accept: 'text/html' } }),
    )
    return (await Promise.all(answers.map(async (answer) => (await answer).text()))).some((text) =>
      text.includes('GraphiQL'),
    )
  },
  introspection: async (server) => hasData(await post(server, '{ __schema { types { name } } }')),
  'directive overloading': async (server) =>
    (await jsonOf(await post(server, `{ __typename ${'@aa'.repeat(10)} }`))).errors.length >= 10,
  'circular introspection': async (server) =>
    hasData(
      await post(
        server,
        `{ __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }`,
      ),
    ),
  'mutations over GET': async (server) => hasData(await get(server, 'mutation { signOut }')),
  'unhandled errors': async (server) =>
    /"stack"|node_modules|\.ts:\d/.test(await (await post(server, 'qwerty { abc }')).text()),
}

/** The attacks of the OWASP GraphQL cheat sheet, and what else an open API meets: true when the attack succeeds. */
const owasp: Record<string, Attack> = {
  'a query as deep as one likes': async (server) =>
    hasData(
      await post(
        server,
        `{ programs(first: 1) { nodes { ${'district { programs(first: 1) { nodes { '.repeat(5)} code ${'} } } '.repeat(5)} } } }`,
      ),
    ),
  'a query that costs hundreds of thousands': async (server) =>
    hasData(
      await post(
        server,
        '{ districts(first: 100) { nodes { programs(first: 100) { nodes { outcomes(first: 100) { nodes { id } } } } } } }',
      ),
    ),
  'a bomb of fragments': async (server) => {
    const bomb = many(12, (at) => `fragment F${at} on Query { ...F${at + 1} ... { ...F${at + 1} } }`)
    return hasData(await post(server, `{ ...F0 } ${bomb} fragment F12 on Query { viewerCan { updateUser } }`))
  },
  'a hundred guesses of a password in one request': async (server) => {
    const guess = (at: number) =>
      `a${at}: signIn(input: { email: "city@officers.example", password: "" }) { errors { code } }`
    return hasData(await post(server, `mutation { ${many(30, guess)} }`))
  },
  'a long document': async (server) => hasData(await post(server, `{ __typename } ${'#'.repeat(30_000)}`)),
  'ten thousand tokens': async (server) => hasData(await post(server, `{ ${many(10_001, () => '__typename')} }`)),
  'a body of 300 kB': async (server) => hasData(await post(server, '{ __typename }', { x: 'a'.repeat(300_000) })),
  'a body in pieces, without a length': async (server) => {
    const text = JSON.stringify({ query: '{ __typename }', variables: { x: 'a'.repeat(300_000) } })
    const body = new Blob([text]).stream()
    return hasData(
      await server(
        new Request('https://jobs.example/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
          duplex: 'half',
        } as RequestInit),
      ),
    )
  },
  'a broken body that is told back': async (server) =>
    /secret-word/.test(await (await send(server, { body: `{"query": "{ __typename }", secret-word` })).text()),
  'text that is not UTF-8': async (server) => {
    const body = Buffer.concat([
      Buffer.from('{"query":"{ __typename #'),
      Buffer.from([0xff, 0xc0]),
      Buffer.from('\\n}"}'),
    ])
    return hasData(await send(server, { body }))
  },
  'half a character in the operation': async (server) =>
    hasData(await send(server, { body: '{"query":"{ __typename }","operationName":"\\ud800"}' })),
  'NUL in the operation': async (server) =>
    hasData(
      await send(server, {
        body: '{"query":"{ program(code: \\"\\\\u0000\\") { id } __typename }", "operationName": "\\u0000"}',
      }),
    ),
  'a message of thousands of characters': async (server) => {
    const { errors } = await jsonOf(
      await post(server, `query ($first: Int) { programs(first: $first) { totalCount } }`, { first: 'x'.repeat(5000) }),
    )
    return errors.some(({ message }: { message: string }) => message.length > 500)
  },
  'reading with the session of a visitor of another site': async (server) => {
    const response = await send(server, {
      body: '{"query":"{ viewer { email } __typename }"}',
      headers: { cookie, origin: 'https://evil.example' },
    })
    return response.headers.get('access-control-allow-origin') === 'https://evil.example' || (await hasData(response))
  },
  'acting with the session of a visitor of a neighbor site': async (server) =>
    hasData(
      await send(server, {
        body: '{"query":"mutation { signOut }"}',
        headers: { cookie, 'sec-fetch-site': 'same-site' },
      }),
    ),
  'SQL in a filter': async (server) =>
    // On the naive server it is the size of the message that shows; SQL is never made of texts.
    (
      await jsonOf(
        await post(server, `{ programs(filter: { search: "'; DROP TABLE program; --" }, first: -1) { totalCount } }`),
      )
    ).errors.some(({ stack }: { stack?: string }) => stack),
}

describe.each([
  ['the thirteen checks of graphql-cop', graphqlCop],
  ['the attacks of the OWASP cheat sheet', owasp],
])('%s', (_name, attacks) => {
  test.each(Object.entries(attacks))('%s', async (_attack, succeeds) => {
    const withoutRules = naive(product.product, { rules: false })
    const reported = (await succeeds(naive(product.product))) || (await succeeds(withoutRules))
    expect([reported, await succeeds(ours)]).toEqual([true, false])
  })
})

test('the checks of graphql-cop are thirteen', () => {
  console.info(
    `attack: ${Object.keys(graphqlCop).length} checks of graphql-cop and ${Object.keys(owasp).length} other attacks.`,
  )
  expect(Object.keys(graphqlCop)).toHaveLength(13)
})

describe('the session', () => {
  const ask = (headers: Record<string, string>, settings: Record<string, string> = {}) =>
    asker(createApp({ ...product.product, env: readEnv(settings) }), cookie).ask('{ viewer { email } }', {}, headers)
  const own = 'http://localhost'

  test('is taken from pages of this site and from programs, and refused from others', async () => {
    for (const headers of [
      {},
      { origin: own },
      { 'sec-fetch-site': 'same-origin', origin: own },
      { 'sec-fetch-site': 'none' },
    ] as Record<string, string>[]) {
      const { data } = await ask(headers)
      expect([headers, data]).toEqual([headers, { viewer: { email: 'city@officers.example' } }])
    }
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site', origin: own },
    ] as Record<string, string>[]) {
      const { status, data, errors } = await ask(headers)
      expect([headers, status, data, errors?.[0]?.extensions.code]).toEqual([headers, 403, undefined, 'CROSS_SITE'])
    }
    expect((await ask({ origin: own }, { PUBLIC_URL: 'https://jobs.example' })).status).toBe(403)
    expect((await ask({ origin: 'https://jobs.example' }, { PUBLIC_URL: 'https://jobs.example' })).status).toBe(200)
  })

  test('does not send files for another site either', async () => {
    const headers = { cookie, origin: 'https://evil.example', 'x-sangsaeng': '1' }
    expect(
      (await send(ours, { method: 'PUT', path: `/evidence/${idOf('Outcome', 1)}?name=a`, body: 'x', headers })).status,
    ).toBe(403)
  })
})

describe('pages of other sites', () => {
  const preflight = {
    origin: 'https://dashboard.example',
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization, content-type',
  }
  const corsOf = (response: Response) =>
    Object.fromEntries([...response.headers].filter(([name]) => name.startsWith('access-control')))

  test('may not ask at all, unless they are listed', async () => {
    expect(corsOf(await send(ours, { method: 'OPTIONS', headers: preflight }))).toEqual({})
    expect(
      corsOf(
        await send(ours, { body: '{"query":"{ __typename }"}', headers: { origin: 'https://dashboard.example' } }),
      ),
    ).toEqual({})
  })

  test('may ask when they are listed, without the session', async () => {
    const env = readEnv({ CORS_ORIGINS: 'https://dashboard.example, https://other.example' })
    const server = createApp({ ...product.product, env }).fetch
    expect(corsOf(await send(server, { method: 'OPTIONS', headers: preflight }))).toMatchInlineSnapshot(`
      {
        "access-control-allow-headers": "content-type, authorization, accept-language",
        "access-control-allow-methods": "GET, POST",
        "access-control-allow-origin": "https://dashboard.example",
        "access-control-expose-headers": "retry-after, ratelimit-limit, ratelimit-remaining, ratelimit-reset",
        "access-control-max-age": "600",
      }
    `)
    expect(
      corsOf(await send(server, { method: 'OPTIONS', headers: { ...preflight, origin: 'https://evil.example' } })),
    ).toEqual({})
    const answer = await send(server, {
      body: '{"query":"{ __typename }"}',
      headers: { origin: 'https://other.example' },
    })
    expect(corsOf(answer)).toMatchObject({ 'access-control-allow-origin': 'https://other.example' })
    expect(answer.headers.get('access-control-allow-credentials')).toBe(null)
  })
})

describe('over HTTP', () => {
  test('every answer tells browsers to be careful', async () => {
    const http = await listening(product.product, { PUBLIC_URL: 'https://jobs.example' })
    const api = [
      await http.fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"query":"{ __typename }"}',
      }),
      await http.fetch('/graphql', { method: 'POST', body: 'x' }),
      await http.fetch('/graphql', { method: 'DELETE' }),
      await http.fetch('/graphql', { headers: { authorization: 'Bearer x' } }),
      await http.fetch('/graphql', { headers: { cookie, origin: 'https://evil.example' } }),
      await http.fetch('/evidence/x'),
      await http.fetch('/ready'),
      await http.fetch('/health'),
      await http.fetch('/no/such/page'),
      await http.fetch('/graphiql'),
      await http.fetch('/%ff'),
    ]
    expect(api.map(({ status }) => status)).toEqual([200, 415, 405, 401, 403, 401, 200, 200, 404, 403, 404])
    for (const { headers, url } of api) {
      const told = [
        'content-security-policy',
        'x-content-type-options',
        'referrer-policy',
        'strict-transport-security',
        'cache-control',
      ].map((name) => headers.get(name))
      expect([url, ...told]).toEqual([
        url,
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox",
        'nosniff',
        'same-origin',
        'max-age=31536000; includeSubDomains',
        'no-store',
      ])
      expect(headers.get('permissions-policy')).toContain('camera=()')
    }
  })

  test('a request that node itself refuses is answered with the same care', async () => {
    const http = await listening(product.product)
    const said = await raw(http.address, 'GET / HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n')
    expect(said).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
    expect(said).toContain("frame-ancestors 'none'")
    const long = await raw(http.address, `GET / HTTP/1.1\r\nHost: x\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`)
    expect(long).toMatch(/^HTTP\/1\.1 431 /)
  })

  test('requests that are no addresses end neither the process nor in a fault of ours', async () => {
    const http = await listening(product.product)
    for (const target of [
      '//',
      '/graphql//',
      'http://[',
      '/admin/%',
      '/admin/..%2f..%2fpackage.json',
      '/admin/../../package.json',
      '/evidence/%00',
      '*',
    ]) {
      const said = await raw(http.address, `GET ${target} HTTP/1.1\r\nHost: x y\r\nConnection: close\r\n\r\n`)
      expect([target, said.slice(0, 12)]).toEqual([target, expect.stringMatching(/^HTTP\/1\.1 [234]/)])
      expect(said).not.toContain('"scripts"')
      expect((await http.ask('{ __typename }')).data).toEqual({ __typename: 'Query' })
    }
  })

  test('a client that sends its headers too slowly is sent away, and nobody else waits for it', async () => {
    const http = await listening(product.product)
    const began = performance.now()
    const slow = raw(http.address, 'POST /graphql HTTP/1.1\r\nHost: x\r\n')
    expect((await http.ask('{ __typename }')).status).toBe(200)
    expect(await slow).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/)
    // Ten seconds, and two between looks; this machine may be busy.
    expect(performance.now() - began).toBeLessThan(60_000)
  })
})

/** What a server says to bytes that no client would send. */
function raw(address: string, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(address)
    let said = ''
    const socket = net.connect(Number(port), '127.0.0.1', () => socket.write(bytes))
    socket.on('data', (chunk) => {
      said += chunk
    })
    socket.on('close', () => resolve(said)).on('error', reject)
  })
}

describe('what looks harmful is harmless', () => {
  const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty']

  test.each(names)('the name %s anywhere in a request', async (name) => {
    const before = await fingerprint(product.db)
    const inner = `{"${name}": {"role": "ADMIN", "viewer": {"role": "ADMIN"}}}`
    const bodies = [
      `{"query": "{ __typename }", "${name}": {"polluted": true}}`,
      `{"query": "{ __typename }", "variables": ${inner}}`,
      `{"query": "query ($filter: ProgramFilter) { programs(filter: $filter) { totalCount } }", "variables": {"filter": ${inner}}}`,
      `{"query": "{ __typename }", "extensions": ${inner}}`,
      `{"query": "query ${name} { __typename }", "operationName": "${name}"}`,
      `{"query": "{ ${name}: __typename }"}`,
      `{"query": "{ node(id: \\"${name}\\") { id } }"}`,
    ]
    for (const body of bodies) {
      const response = await send(product.app.fetch, { body })
      expect([body, response.status < 500]).toEqual([body, true])
      expect(await response.text()).not.toMatch(/INTERNAL|polluted/)
    }
    expect(({} as { polluted?: true; role?: string }).polluted ?? ({} as { role?: string }).role).toBeUndefined()
    expect(await fingerprint(product.db)).toBe(before)
    expect((await product.ask('{ viewer { id } users { totalCount } }')).data).toEqual({
      viewer: null,
      users: { totalCount: 0 },
    })
  })

  test('a hundred thousand lists in a list', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    for (const body of [
      deep,
      `{"query": "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", "variables": {"ids": ${deep}}}`,
    ]) {
      expect((await send(product.app.fetch, { body })).status).toBeLessThan(500)
    }
  })

  test.each([
    'null',
    '1',
    '"x"',
    'true',
    '[]',
    '{}',
    '',
    ' ',
    '{"query": null}',
    '{"query": 1}',
    '{"query": ""}',
    '{"query": []}',
    '{"query": "{ __typename }", "variables": 1}',
    '{"query": "{ __typename }", "variables": []}',
    '{"query": "{ __typename }", "operationName": {}}',
    '{"query": "{ __typename }", "extensions": "x"}',
    '{"query": "query A { a: __typename } query B { b: __typename }", "operationName": "C"}',
    '{"query": "fragment A on Query { __typename }"}',
    '{"query": "subscription { x }"}',
    '{"query": "type A { b: Int }"}',
  ])('the body %s', async (body) => {
    const response = await send(product.app.fetch, { body })
    const { data, errors } = await jsonOf(response)
    expect([response.status < 500, data ?? null, errors.length > 0]).toEqual([true, null, true])
    for (const { message, extensions } of errors) {
      expect(message.length).toBeLessThanOrEqual(500)
      expect(extensions?.code).not.toBe('INTERNAL_SERVER_ERROR')
    }
  })

  test('NUL and half a character in a variable are told by the name of the input', async () => {
    const admin: Asker = await product.as('admin')
    for (const text of ['a\u0000', 'a\ud800']) {
      const { errors } = await admin.ask(
        'query ($text: String) { programs(filter: { search: $text }) { totalCount } }',
        { text },
      )
      expect(errors?.[0]).toMatchObject({
        message: expect.stringContaining('filter.search'),
        extensions: { code: 'BAD_USER_INPUT' },
      })
    }
  })
})

describe('the schema', () => {
  const names = '{ __schema { queryType { name } } __type(name: "Program") { name } }'
  const told = async (setting: string, headers: Record<string, string> = {}) => {
    const app = createApp({ ...product.product, env: readEnv(setting === 'default' ? {} : { INTROSPECTION: setting }) })
    const { data, errors } = await asker(app).ask(names, {}, headers)
    return data ? 'told' : errors?.map(({ extensions }) => extensions.code).join()
  }

  test('is told to everybody, to those who are known, or to nobody', async () => {
    const settings = ['default', 'open', 'signed-in', 'closed']
    const closed = 'INTROSPECTION_CLOSED'
    const byNobody: (string | undefined)[] = []
    const byOfficer: (string | undefined)[] = []
    for (const setting of settings) {
      byNobody.push(await told(setting))
      byOfficer.push(await told(setting, { cookie }))
    }
    expect([byNobody, byOfficer]).toEqual([
      ['told', 'told', closed, closed],
      ['told', 'told', 'told', closed],
    ])
  })

  test('is open by default only where the product is for its own machine', () => {
    const of = (settings: Record<string, string>) => readEnv(settings).INTROSPECTION
    expect([of({}), of({ HOST: '0.0.0.0' }), of({ PUBLIC_URL: 'https://jobs.example' })]).toEqual([
      'open',
      'signed-in',
      'signed-in',
    ])
    expect(of({ PUBLIC_URL: 'https://jobs.example', INTROSPECTION: 'open' })).toBe('open')
  })

  test('is explored in GraphiQL by the same people', async () => {
    const of = async (settings: Record<string, string>, headers: Record<string, string> = {}) => {
      const http = await listening(product.product, settings)
      return (await http.fetch('/graphiql', { headers })).status
    }
    const open = await of({})
    expect(open).not.toBe(403)
    expect([await of({ INTROSPECTION: 'signed-in' }), await of({ INTROSPECTION: 'closed' }, { cookie })]).toEqual([
      403, 403,
    ])
    expect(await of({ INTROSPECTION: 'signed-in' }, { cookie })).toBe(open)
  })

  test('hints at names only for those who are known', async () => {
    const wrong = '{ programms { nodes { id } } }'
    const city = await product.as('city')
    expect((await product.ask(wrong)).errors?.[0]?.message).toBe('Cannot query field "programms" on type "Query".')
    expect((await city.ask(wrong)).errors?.[0]?.message).toContain('Did you mean')
    const coerced = await product.ask('query ($o: [ProgramOrder!]) { programs(orderBy: $o) { totalCount } }', {
      o: [{ field: 'CODEE', direction: 'ASC' }],
    })
    expect(coerced.errors?.[0]?.message).not.toContain('Did you mean')
  })
})

test('a database that does not answer is a fault that is told in general words only', async () => {
  const gone = () => Promise.reject(new Error('secret-word: no connection to 10.0.0.5'))
  const prisma = { session: { findUnique: gone }, apiKey: { findUnique: gone } }
  const logged: string[] = []
  const log = { error: (_details: object, text: string) => logged.push(text) }
  const db = { ...product.product.db, prisma, query: gone }
  const app = createApp({ ...product.product, db, log } as never)
  for (const headers of [{ cookie }, { authorization: `Bearer sang_AAAAAAAA.${'A'.repeat(43)}` }] as Record<
    string,
    string
  >[]) {
    const response = await send(app.fetch, { body: '{"query":"{ __typename }"}', headers })
    const text = await response.text()
    expect([response.status, JSON.parse(text).errors[0].extensions.code]).toEqual([500, 'INTERNAL_SERVER_ERROR'])
    expect(text).not.toMatch(/secret-word|\.ts:\d/)
  }
  expect(logged).toEqual(['unexpected error', 'unexpected error'])
})
