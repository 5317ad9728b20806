import { afterEach, beforeAll, expect, test } from 'vitest'
import { type Answer, type Asker, asker, fingerprint, freshProduct, type Running } from './support.ts'

let product: Running
let admin: Asker
let districtId: string
beforeAll(async () => {
  product = await freshProduct()
  admin = await product.as('admin')
  districtId = (await product.ask('{ district(code: "28177") { id } }')).data.district.id
})
const real = Date.now
afterEach(() => {
  product.product.now = () => new Date(real())
})
const itIs = (moment: string) => {
  product.product.now = () => new Date(moment)
}

const KEY = 'id prefix name scope allowedOrigins expiresOn lastUsedAt state version districts { code }'
type Found = Record<string, never> & { id: string; state: string }
interface Done {
  errors: { field: string; code: string; message: string }[]
  apiKey: Found
  secret: string
}
async function act(who: Asker, name: string, input: object): Promise<Answer & { done: Done }> {
  const Name = `${name[0]?.toUpperCase()}${name.slice(1)}`
  const secret = name === 'revokeApiKey' ? '' : 'secret'
  const answer = await who.ask(
    `mutation ($input: ${Name}Input!) { done: ${name}(input: $input) { errors { field code message } apiKey { ${KEY} } ${secret} } }`,
    { input },
  )
  return { ...answer, done: answer.data?.done }
}
const create = async (more: object = {}) => {
  itIs('2026-01-10T00:00:00Z')
  const { done } = await act(admin, 'createApiKey', {
    name: 'Dashboard',
    scope: 'PUBLIC',
    expiresOn: '2026-12-31',
    ...more,
  })
  expect(done.errors).toEqual([])
  return done
}
const using = (key: string, more: Record<string, string> = {}): Asker => ({
  ask: (query, variables, headers) =>
    product.ask(query, variables, { authorization: `Bearer ${key}`, ...more, ...headers }),
})
const refusedWith = async (who: Asker) => {
  const { status, errors, data, headers } = await who.ask('{ programs { totalCount } }')
  expect([status, data, headers.get('www-authenticate')]).toEqual([401, undefined, 'Bearer'])
  return errors?.[0]?.extensions.code
}
const works = async (who: Asker) => {
  const { status, errors } = await who.ask('{ programs { totalCount } }')
  return status === 200 && !errors
}

test('the whole key is in one answer and nowhere else', async () => {
  const { secret, apiKey } = await create()
  expect(secret).toMatch(/^sang_[\w-]{8}\.[\w-]{43}$/)
  expect(secret.startsWith(`${apiKey.prefix}.`)).toBe(true)
  expect(apiKey).toMatchObject({ state: 'ACTIVE', scope: 'PUBLIC', expiresOn: '2026-12-31', lastUsedAt: null })
  const hidden = secret.split('.')[1] as string
  const rows = JSON.stringify(await product.db.query('SELECT t::text AS row FROM api_key t'))
  expect(rows).toContain(String(apiKey.prefix))
  expect(rows).not.toContain(hidden)
  expect(rows).not.toContain(Buffer.from(hidden).toString('hex'))
  const { data } = await admin.ask(`{ apiKeys { nodes { ${KEY} } } }`)
  expect(JSON.stringify(data)).not.toContain(hidden)
})

test('a key to public data reads what everybody reads, and does nothing', async () => {
  const { secret } = await create()
  const partner = using(secret)
  const query = '{ programs { totalCount } outcomes { totalCount } participants { totalCount } users { totalCount } }'
  expect((await partner.ask(query)).data).toEqual((await product.ask(query)).data)
  const { errors } = await act(partner, 'createApiKey', { name: 'x', scope: 'PUBLIC', expiresOn: '2026-12-31' })
  expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN')
  expect((await partner.ask('{ viewer { id } apiKeys { totalCount } }')).data).toEqual({
    viewer: null,
    apiKeys: { totalCount: 0 },
  })
})

test('a key to the data of a district also reads its drafts, and those of no other district', async () => {
  const { secret, apiKey } = await create({ scope: 'OWN_DISTRICT', districtIds: [districtId] })
  expect(apiKey.districts).toEqual([{ code: '28177' }])
  const city = await product.as('city')
  const { data } = await city.ask(
    '{ round(year: 2019) { id } own: district(code: "28177") { id } other: district(code: "28185") { id } }',
  )
  for (const district of [data.own, data.other]) {
    const input = { roundId: data.round.id, districtId: district.id, titleKo: '열쇠 초안' }
    await city.ask('mutation ($input: CreateProgramInput!) { createProgram(input: $input) { errors { code } } }', {
      input,
    })
  }
  const drafts = '{ programs(filter: { stage: [DRAFT], search: "열쇠" }) { nodes { district { code } } } }'
  expect((await using(secret).ask(drafts)).data.programs.nodes).toEqual([{ district: { code: '28177' } }])
  expect((await using((await create()).secret).ask(drafts)).data.programs.nodes).toEqual([])
})

test('a key that is not good is refused by its fault and never taken for nobody', async () => {
  const { secret } = await create({ allowedOrigins: ['https://dashboard.example'] })
  const other = await create()
  const origin = { origin: 'https://dashboard.example' }
  expect(await works(using(secret, origin))).toBe(true)
  expect(await refusedWith(using(secret))).toBe('API_KEY_ORIGIN')
  expect(await refusedWith(using(secret, { origin: 'https://evil.example' }))).toBe('API_KEY_ORIGIN')
  const [prefix] = secret.split('.')
  const wrong = [
    `${prefix}.${other.secret.split('.')[1]}`,
    `sang_AAAAAAAA.${'A'.repeat(43)}`,
    `${secret}x`,
    secret.replace('.', ''),
    `${prefix}.`,
    '',
  ]
  for (const key of wrong) expect(await refusedWith(using(key, origin))).toBe('API_KEY_UNKNOWN')
  for (const authorization of ['', 'Basic YTpi', secret, `Bearer ${secret}, Bearer ${secret}`]) {
    expect(await refusedWith({ ask: (query) => product.ask(query, {}, { ...origin, authorization }) })).toBe(
      'API_KEY_UNKNOWN',
    )
  }
})

test('a key counts for more than a session that comes with it', async () => {
  const { secret } = await create()
  await product.as('28177')
  const { headers } = await product.ask(
    'mutation ($input: SignInInput!) { signIn(input: $input) { errors { code } } }',
    { input: { email: '28177@officers.example', password: 'long enough for 28177' } },
  )
  const cookie = headers.get('set-cookie')?.split(';')[0] as string
  expect((await asker(product.app, cookie).ask('{ viewer { id } }')).data.viewer).not.toBe(null)
  expect((await using(secret, { cookie }).ask('{ viewer { id } }')).data.viewer).toBe(null)
  expect(await refusedWith(using(`${secret}x`, { cookie }))).toBe('API_KEY_UNKNOWN')
})

test('a key ends after its last day in Korea', async () => {
  const { secret, apiKey } = await create({ expiresOn: '2026-03-31' })
  itIs('2026-03-31T14:59:59Z') // 23:59:59 in Korea
  expect(await works(using(secret))).toBe(true)
  itIs('2026-03-31T15:00:00Z')
  expect(await refusedWith(using(secret))).toBe('API_KEY_EXPIRED')
  const { done } = await act(admin, 'rotateApiKey', { id: apiKey.id, overlapHours: 1 })
  expect(done.errors).toMatchObject([{ field: 'id', code: 'KEY_EXPIRED' }])
})

test('a revoked key ends at once, and stays ended', async () => {
  const { secret, apiKey } = await create()
  expect(await works(using(secret))).toBe(true)
  const { done } = await act(admin, 'revokeApiKey', { id: apiKey.id })
  expect(done).toMatchObject({ errors: [], apiKey: { state: 'REVOKED' } })
  expect(await refusedWith(using(secret))).toBe('API_KEY_REVOKED')
  for (const [name, more] of [
    ['revokeApiKey', {}],
    ['rotateApiKey', { overlapHours: 1 }],
  ] as const) {
    const again = await act(admin, name, { id: apiKey.id, ...more })
    expect(again.done.errors).toMatchObject([{ field: 'id', code: 'KEY_REVOKED' }])
  }
})

test('after a rotation both keys work until the overlap ends', async () => {
  const old = await create({ scope: 'OWN_DISTRICT', districtIds: [districtId], allowedOrigins: ['https://a.example'] })
  const { done } = await act(admin, 'rotateApiKey', { id: old.apiKey.id, overlapHours: 24, expiresOn: '2027-12-31' })
  expect(done.errors).toEqual([])
  expect(done.apiKey).toMatchObject({
    name: 'Dashboard',
    scope: 'OWN_DISTRICT',
    districts: [{ code: '28177' }],
    allowedOrigins: ['https://a.example'],
    expiresOn: '2027-12-31',
    state: 'ACTIVE',
  })
  const [before, after] = [
    using(old.secret, { origin: 'https://a.example' }),
    using(done.secret, { origin: 'https://a.example' }),
  ]
  itIs('2026-01-10T23:59:59Z')
  expect([await works(before), await works(after)]).toEqual([true, true])
  const { data } = await admin.ask(
    `query ($id: ID!) { node(id: $id) { ... on ApiKey { state rotatedTo { prefix } } } }`,
    {
      id: old.apiKey.id,
    },
  )
  expect(data.node).toEqual({ state: 'ROTATED', rotatedTo: { prefix: done.apiKey.prefix } })
  itIs('2026-01-11T00:00:00Z')
  expect([await refusedWith(before), await works(after)]).toEqual(['API_KEY_EXPIRED', true])
  const again = await act(admin, 'rotateApiKey', { id: old.apiKey.id, overlapHours: 1 })
  expect(again.done.errors).toMatchObject([{ field: 'id', code: 'KEY_ROTATED' }])
})

test('the last use is written once a minute, and is no change of the record', async () => {
  const { secret, apiKey } = await create()
  const seen = async () => {
    const { data } = await admin.ask(
      `query ($id: ID!) { node(id: $id) { ... on ApiKey { lastUsedAt version updatedAt } } }`,
      { id: apiKey.id },
    )
    return data.node
  }
  const before = await seen()
  itIs('2026-01-10T00:01:00.000Z')
  await works(using(secret))
  itIs('2026-01-10T00:01:59.999Z')
  await works(using(secret))
  expect(await seen()).toEqual({ ...before, lastUsedAt: '2026-01-10T00:01:00.000Z' })
  itIs('2026-01-10T00:02:00.000Z')
  await works(using(secret))
  expect(await seen()).toEqual({ ...before, lastUsedAt: '2026-01-10T00:02:00.000Z' })
})

test('the privacy officer sees keys and changes none; the city and districts see none', async () => {
  const { apiKey } = await create()
  const privacy = await product.as('privacy')
  const list = '{ apiKeys(first: 1) { totalCount nodes { createdBy { name } } } }'
  expect((await privacy.ask(list)).data.apiKeys).toEqual((await admin.ask(list)).data.apiKeys)
  for (const name of ['city', '28177', 'reviewer']) {
    const asked = await (await product.as(name)).ask(list)
    expect(asked.data.apiKeys).toEqual({ totalCount: 0, nodes: [] })
  }
  const before = await fingerprint(product.db)
  for (const name of ['privacy', 'city', '28177', 'reviewer']) {
    const who = await product.as(name)
    const refused = [
      await act(who, 'createApiKey', { name: 'x', scope: 'PUBLIC', expiresOn: '2026-12-31' }),
      await act(who, 'rotateApiKey', { id: apiKey.id, overlapHours: 1 }),
      await act(who, 'revokeApiKey', { id: apiKey.id }),
    ]
    expect(refused.map(({ errors }) => errors?.[0]?.extensions.code)).toEqual(Array(3).fill('FORBIDDEN'))
  }
  // The officers' accounts were made above; what they tried left nothing.
  expect(await fingerprint(product.db)).toBe(before)
})

test('mistakes are named, and nothing is written', async () => {
  itIs('2026-01-10T00:00:00Z')
  const right = { name: 'x', scope: 'PUBLIC', expiresOn: '2026-12-31' }
  const before = await fingerprint(product.db)
  const wrong: [object, string, string][] = [
    [{ scope: 'OWN_DISTRICT' }, 'districtIds', 'KEY_NEEDS_DISTRICT'],
    [{ districtIds: [districtId] }, 'districtIds', 'KEY_IS_PUBLIC'],
    [{ expiresOn: '2026-01-09' }, 'expiresOn', 'DAY_OUT_OF_RANGE'],
    [{ expiresOn: '2028-01-12' }, 'expiresOn', 'DAY_OUT_OF_RANGE'],
    [{ allowedOrigins: ['https://a.example/path'] }, 'allowedOrigins.0', 'BAD_FORMAT'],
    [{ allowedOrigins: ['*'] }, 'allowedOrigins.0', 'BAD_FORMAT'],
    [{ name: ' ' }, 'name', 'REQUIRED'],
  ]
  for (const [more, field, code] of wrong) {
    const { done } = await act(admin, 'createApiKey', { ...right, ...more })
    expect([done.errors.map((error) => [error.field, error.code]), done.apiKey, done.secret]).toEqual([
      [[field, code]],
      null,
      null,
    ])
  }
  expect(await fingerprint(product.db)).toBe(before)
})
