import { beforeAll, expect, test } from 'vitest'
import { type Asker, asker, freshProduct, type Running } from './support.ts'

let product: Running
let admin: Asker
beforeAll(async () => {
  product = await freshProduct()
  admin = await product.as('admin')
})

const create = `mutation ($input: CreateUserInput!) {
  createUser(input: $input) { user { id email role active version districts { code } } errors { field code message } }
}`
const update = `mutation ($input: UpdateUserInput!) {
  updateUser(input: $input) { user { name active version districts { code } } errors { field code message } }
}`
const password = 'a long enough password'
const idsOf = async (...codes: string[]) => {
  const { data } = await product.ask('{ districts(first: 100) { nodes { id code } } }')
  return data.districts.nodes
    .filter(({ code }: { code: string }) => codes.includes(code))
    .map(({ id }: { id: string }) => id)
}
const signIn = (email: string, given: string) =>
  product.ask('mutation ($input: SignInInput!) { signIn(input: $input) { user { name } } }', {
    input: { email, password: given },
  })

test('a city administrator opens an account, whose address is taken then', async () => {
  const input = {
    email: ' Kim@Example.go.kr ',
    name: '김',
    role: 'DISTRICT',
    password,
    districtIds: await idsOf('28177'),
  }
  expect((await admin.ask(create, { input })).data.createUser).toMatchInlineSnapshot(
    { user: { id: expect.any(String) } },
    `
    {
      "errors": [],
      "user": {
        "active": true,
        "districts": [
          {
            "code": "28177",
          },
        ],
        "email": "kim@example.go.kr",
        "id": Any<String>,
        "role": "DISTRICT",
        "version": 1,
      },
    }
  `,
  )
  expect((await admin.ask(create, { input })).data.createUser).toMatchObject({
    user: null,
    errors: [{ field: 'email', code: 'NOT_UNIQUE' }],
  })
})

test('a short password, and a district officer without a district, are refused', async () => {
  const input = { email: 'lee@example.go.kr', name: '이', role: 'DISTRICT', password: 'short' }
  const short = await admin.ask(create, { input }, { 'accept-language': 'ko' })
  expect(short.data.createUser.errors).toMatchInlineSnapshot(`
    [
      {
        "code": "TOO_SHORT",
        "field": "password",
        "message": "12자 이상 입력하세요.",
      },
    ]
  `)
  const homeless = await admin.ask(create, { input: { ...input, password } })
  expect(homeless.data.createUser.errors).toMatchInlineSnapshot(`
    [
      {
        "code": "NEEDS_DISTRICT",
        "field": "districtIds",
        "message": "A district officer needs at least one district.",
      },
    ]
  `)
  expect(await product.db.prisma.user.count({ where: { email: input.email } })).toBe(0)
})

test('officers of districts see nobody but themselves', async () => {
  const officer = await product.as('28245')
  expect((await officer.ask('{ users { totalCount nodes { email districts { nameKo } } } }')).data.users).toEqual({
    totalCount: 1,
    nodes: [{ email: '28245@officers.example', districts: [{ nameKo: '계양구' }] }],
  })
  expect(
    (await admin.ask('{ users(filter: { role: ADMIN, search: "ADMIN" }) { nodes { name } } }')).data.users.nodes,
  ).toEqual([{ name: 'Officer admin' }])
})

test('closing an account, and a new password, end the sessions', async () => {
  const input = { email: 'park@example.go.kr', name: '박', role: 'CITY', password }
  const { user } = (await admin.ask(create, { input })).data.createUser
  const cookie = (await signIn(user.email, password)).headers.get('set-cookie')?.split(';')[0]
  const park = asker(product.app, cookie)
  expect((await park.ask('{ viewer { name } }')).data).toEqual({ viewer: { name: '박' } })
  const changed = await admin.ask(update, { input: { id: user.id, version: 1, password: `${password}!` } })
  expect(changed.data.updateUser.errors).toEqual([])
  expect((await park.ask('{ viewer { name } }')).data).toEqual({ viewer: null })
  expect((await signIn(user.email, password)).data.signIn.user).toBeNull()
  expect((await signIn(user.email, `${password}!`)).data.signIn.user).toEqual({ name: '박' })
  await admin.ask(update, { input: { id: user.id, version: 2, active: false } })
  expect((await signIn(user.email, `${password}!`)).data.signIn.user).toBeNull()
})

test('a lost update of the password or the districts is refused and tells no password', async () => {
  const [one = '', two = ''] = await idsOf('28177', '28185')
  const input = { email: 'choi@example.go.kr', name: '최', role: 'DISTRICT', password, districtIds: [one] }
  const { id } = (await admin.ask(create, { input })).data.createUser.user
  await admin.ask(update, { input: { id, version: 1, name: '최고' } })
  const late = await admin.ask(update, { input: { id, version: 1, password: `${password}!`, districtIds: [two] } })
  expect(late.data.updateUser).toMatchInlineSnapshot(`
    {
      "errors": [
        {
          "code": "CONFLICT",
          "field": "districtIds",
          "message": "Someone else changed this meanwhile. It is now 미추홀구; you sent 연수구. Read the record again and repeat the change.",
        },
        {
          "code": "CONFLICT",
          "field": "password",
          "message": "Someone else changed this meanwhile. It is now ***; you sent ***. Read the record again and repeat the change.",
        },
      ],
      "user": {
        "active": true,
        "districts": [
          {
            "code": "28177",
          },
        ],
        "name": "최고",
        "version": 2,
      },
    }
  `)
  expect((await signIn(input.email, password)).data.signIn.user).toEqual({ name: '최고' })
})

test('the last open account of a city administrator cannot be closed', async () => {
  await product.db.prisma.user.updateMany({
    where: { role: 'ADMIN', email: { not: 'admin@officers.example' } },
    data: { active: false },
  })
  const { data } = await admin.ask('{ viewer { id version } }')
  const answer = await admin.ask(update, { input: { ...data.viewer, active: false } })
  expect(answer.data.updateUser).toMatchObject({ errors: [{ field: 'active', code: 'LAST_ADMIN' }] })
  expect((await admin.ask('{ viewer { active } }')).data.viewer.active).toBe(true)
})

test('no field of the schema gives a password', async () => {
  const { data } = await product.ask('{ __type(name: "User") { fields { name } } }')
  expect(data.__type.fields.map(({ name }: { name: string }) => name).join()).not.toMatch(/password|hash/i)
})
