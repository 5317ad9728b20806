import { beforeAll, expect, test } from 'vitest'
import { account, signIn, tryAct, whoIs } from './account.ts'
import { type Asker, freshProduct, idOf, type Running } from './support.ts'

let product: Running
let admin: Asker
beforeAll(async () => {
  product = await freshProduct()
  admin = await product.as('admin')
})

const create = `mutation ($input: InviteUserInput!) {
  inviteUser(input: $input) { user { id email role active version districts { code } } errors { field code message } }
}`
const update = `mutation ($input: UpdateUserInput!) {
  updateUser(input: $input) { user { name active version districts { code } } errors { field code message } }
}`
const idsOf = async (...codes: string[]) => {
  const { data } = await product.ask('{ districts(first: 100) { nodes { id code } } }')
  return data.districts.nodes
    .filter(({ code }: { code: string }) => codes.includes(code))
    .map(({ id }: { id: string }) => id)
}
test('a city administrator opens an account, whose address is taken then', async () => {
  const input = {
    email: ' Kim@Example.go.kr ',
    name: '김',
    role: 'DISTRICT',
    districtIds: await idsOf('28177'),
  }
  expect((await admin.ask(create, { input })).data.inviteUser).toMatchInlineSnapshot(
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
  expect((await admin.ask(create, { input })).data.inviteUser).toMatchObject({
    user: null,
    errors: [{ field: 'email', code: 'NOT_UNIQUE' }],
  })
})

test('a district officer without a district is refused', async () => {
  const input = { email: 'lee@example.go.kr', name: '이', role: 'DISTRICT' }
  const homeless = await admin.ask(create, { input })
  expect(homeless.data.inviteUser.errors).toMatchInlineSnapshot(`
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

test('closing an account, another role and other districts end its sessions and its open invitation', async () => {
  const [one, two] = await idsOf('28177', '28185')
  for (const change of [{ active: false }, { role: 'PRIVACY' }, { districtIds: [one, two] }]) {
    const email = `${Object.keys(change)[0]?.toLowerCase()}@example.go.kr`
    const { id } = await account(product, email)
    const person = await signIn(product, email)
    expect(await whoIs(person)).toBe(email)
    const changed = await admin.ask(update, { input: { id: idOf('User', id), version: 1, ...change } })
    expect(changed.data.updateUser.errors).toEqual([])
    expect(await whoIs(person)).toBeNull()
  }
  expect((await signIn(product, 'active@example.go.kr')).data.errors[0]?.code).toBe('WRONG_PASSWORD')

  const invited = await admin.ask(create, { input: { email: 'open@example.go.kr', name: '박', role: 'CITY' } })
  await admin.ask(update, { input: { id: invited.data.inviteUser.user.id, version: 1, active: false } })
  expect(await product.db.prisma.invitation.count({ where: { user: { email: 'open@example.go.kr' } } })).toBe(0)
})

test('a change of the name ends no session', async () => {
  const { id } = await account(product, 'name@example.go.kr')
  const person = await signIn(product, 'name@example.go.kr')
  const changed = await admin.ask(update, { input: { id: idOf('User', id), version: 1, name: '다른 이름' } })
  expect(changed.data.updateUser.errors).toEqual([])
  expect(await whoIs(person)).toBe('name@example.go.kr')
})

test('a lost update of the districts is refused', async () => {
  const [one = '', two = ''] = await idsOf('28177', '28185')
  const input = { email: 'choi@example.go.kr', name: '최', role: 'DISTRICT', districtIds: [one] }
  const { id } = (await admin.ask(create, { input })).data.inviteUser.user
  await admin.ask(update, { input: { id, version: 1, name: '최고' } })
  const late = await admin.ask(update, { input: { id, version: 1, districtIds: [two] } })
  expect(late.data.updateUser).toMatchInlineSnapshot(`
    {
      "errors": [
        {
          "code": "CONFLICT",
          "field": "districtIds",
          "message": "Someone else changed this meanwhile. It is now 미추홀구; you sent 연수구. Read the record again and repeat the change.",
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

test('of two administrators who close each other at once one stays', async () => {
  const [first, second] = [
    await account(product, 'first@example.go.kr', 'ADMIN'),
    await account(product, 'second@example.go.kr', 'ADMIN'),
  ]
  const [one, two] = [await signIn(product, 'first@example.go.kr'), await signIn(product, 'second@example.go.kr')]
  await product.db.prisma.user.updateMany({
    where: { role: 'ADMIN', id: { notIn: [first.id, second.id] } },
    data: { active: false },
  })
  const close = (who: Asker, id: number) =>
    tryAct(who, 'updateUser', { id: idOf('User', id), version: 1, active: false })
  const answers = await Promise.all([close(one, second.id), close(two, first.id)])
  expect(answers.map(({ problems, refused }) => problems[0] ?? refused ?? 'done').sort()).toEqual([
    'active LAST_ADMIN',
    'done',
  ])
  await product.db.prisma.user.updateMany({ data: { active: true } })
})

test('how an account is kept safe is told to the person and to administrators only', async () => {
  await account(product, 'safe@example.go.kr', 'REVIEWER')
  const person = await signIn(product, 'safe@example.go.kr')
  const seen = async (who: Asker) =>
    (await who.ask('{ users(filter: { search: "safe@" }) { nodes { hasPassword hasSecondFactor } } }')).data.users.nodes
  const known = [{ hasPassword: true, hasSecondFactor: false }]
  expect([await seen(person), await seen(await signIn(product, 'first@example.go.kr'))]).toEqual([known, known])
  expect(await seen(await product.as('city'))).toEqual([{ hasPassword: null, hasSecondFactor: null }])
})

test('no field of the schema gives a password', async () => {
  const { data } = await product.ask('{ __type(name: "User") { fields { name } } }')
  expect(data.__type.fields.map(({ name }: { name: string }) => name).join()).not.toMatch(
    /(?<!has)password|hash|secret/i,
  )
})
