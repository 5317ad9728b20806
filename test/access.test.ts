import {
  type GraphQLInputType,
  type GraphQLObjectType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql'
import { beforeAll, describe, expect, test } from 'vitest'
import { schema } from '../server/schema/index.ts'
import { type Answer, type Asker, fingerprint, freshProduct, idOf, type Running } from './support.ts'

// The officer works for 28177 (program 2019-02); 28185 is foreign (2019-03). Each district has a draft program, and an
// unapproved figure in both; its public program has two participants.
let product: Running
let city: Asker
let officer: Asker
const own = { code: '28177', public: '2019-02' } as Hidden
const foreign = { code: '28185', public: '2019-03' } as Hidden

interface Hidden {
  code: string
  public: string
  district: string
  program: string
  draft: string
  outcomes: string[]
  participants: string[]
}

beforeAll(async () => {
  product = await freshProduct()
  city = await product.as('city')
  officer = await product.as('28177')
  await hide(own)
  await hide(foreign)
})

async function hide(place: Hidden) {
  const { data } = await product.ask(`{
    district(code: "${place.code}") { id } round(year: 2019) { id } indicator(code: "PLACED") { id }
    program(code: "${place.public}") { id }
  }`)
  const input = { roundId: data.round.id, districtId: data.district.id, titleKo: '비밀 초안' }
  const draft = await acted('createProgram', 'program', input)
  Object.assign(place, { district: data.district.id, program: data.program.id, draft, outcomes: [], participants: [] })
  for (const programId of [data.program.id, draft]) {
    const figure = { programId, indicatorId: data.indicator.id, asOf: '2019-06-30', value: 77 }
    place.outcomes.push(await acted('recordOutcome', 'outcome', figure))
  }
  for (const name of ['홍길동', '성춘향']) {
    const person = { programId: data.program.id, name, phone: '010-1234-5678', stage: 'APPLIED', stageOn: '2019-02-01' }
    place.participants.push(await acted('enrollParticipant', 'participant', person))
  }
}

async function acted(name: string, noun: string, input: object): Promise<string> {
  const { data } = await call(city, name, input, `${noun} { id }`)
  expect(data[name].errors).toEqual([])
  return data[name][noun].id
}

function call(asker: Asker, name: string, input: object, more = ''): Promise<Answer> {
  const type = `${(name[0] ?? '').toUpperCase()}${name.slice(1)}Input!`
  return asker.ask(`mutation ($input: ${type}) { ${name}(input: $input) { ${more} errors { field code } } }`, { input })
}

const nodes = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }'
const seen = async (asker: Asker, ids: string[]) =>
  (await asker.ask(nodes, { ids })).data.nodes.map((node: object | null) => node !== null)
const one = 'query ($id: ID!) { node(id: $id) { id } }'
/** Every path to participants but the node itself. */
const everywhere = `{
  participants { totalCount nodes { id } edges { cursor } pageInfo { hasNextPage startCursor } }
  byName: participants(filter: { name: "홍길동" }) { totalCount nodes { id } }
  byPhone: participants(filter: { phone: "010-1234-5678" }) { totalCount nodes { id } }
  byYear: participants(filter: { year: 2019, stage: [APPLIED] }) { totalCount nodes { id } }
  programs { nodes { participants { totalCount nodes { id } } } }
  districts(filter: { validOn: "2019-09-30" }) { nodes { programs { nodes { participants { totalCount nodes { id } } } } } }
  rounds { nodes { programs { nodes { participants(last: 5) { totalCount edges { node { id } } } } } } }
  outcomes { nodes { program { participants { totalCount nodes { id } } } } }
}`
const idsIn = (data: object, noun: string) =>
  [...new Set([...JSON.stringify(data).matchAll(/"id":"([\w-]+)"/g)].map(([, id]) => id as string))].filter((id) =>
    Buffer.from(id, 'base64url').toString().startsWith(`${noun}:`),
  )

describe('an anonymous caller', () => {
  test('sees no participant by any path', async () => {
    const { data, errors } = await product.ask(everywhere)
    expect(errors).toBeUndefined()
    expect(idsIn(data, 'Participant')).toEqual([])
    expect([...JSON.stringify(data).matchAll(/"totalCount":(\d+)/g)].map(([, count]) => count)).toEqual(
      expect.not.arrayContaining(['1', '2', '3', '4']),
    )
    for (const id of [...own.participants, ...foreign.participants]) {
      expect((await product.ask(one, { id })).data).toEqual({ node: null })
    }
    expect(await seen(product, [...own.participants, ...foreign.participants])).toEqual([false, false, false, false])
  })

  test('sees no draft program and no unapproved figure', async () => {
    const { data } = await product.ask(`{
      programs(filter: { stage: [DRAFT] }) { totalCount nodes { id } }
      search: programs(filter: { search: "비밀" }) { totalCount nodes { id } }
      program(code: "2019-10") { id }
      outcomes(filter: { status: [DRAFT, SUBMITTED, RETURNED] }) { totalCount nodes { id } }
      nested: districts(filter: { validOn: "2019-09-30" }) { nodes {
        programs(filter: { stage: [DRAFT] }) { totalCount nodes { id } }
      } }
      figures: program(code: "2019-02") { outcomes(filter: { status: [DRAFT] }) { totalCount nodes { id } } }
    }`)
    const none = { totalCount: 0, nodes: [] }
    expect(data).toEqual({
      programs: none,
      search: none,
      program: null,
      outcomes: none,
      nested: { nodes: Array(10).fill({ programs: none }) },
      figures: { outcomes: none },
    })
    expect(await seen(product, [own.draft, foreign.draft, ...own.outcomes])).toEqual([false, false, false, false])
    expect(
      (
        await product.ask(
          '{ outcomes(filter: { year: 2019 }) { totalCount } programs(filter: { year: 2019 }) { totalCount } }',
        )
      ).data,
    ).toEqual({
      outcomes: { totalCount: 18 },
      programs: { totalCount: 9 },
    })
  })

  test('sees neither accounts nor who entered a figure', async () => {
    const { data } = await product.ask(
      '{ viewer { id } users { totalCount nodes { id } } outcomes { nodes { authorName } } }',
    )
    expect(data).toMatchObject({ viewer: null, users: { totalCount: 0, nodes: [] } })
    expect(JSON.stringify(data.outcomes)).not.toContain('Officer')
  })

  const { signIn, enterCode, acceptInvitation, signOut, ...acts } = (
    schema.getMutationType() as GraphQLObjectType
  ).getFields()

  test.each(Object.keys(acts))('may not %s', async (name) => {
    const type = acts[name]?.args[0]?.type as GraphQLInputType
    const before = await fingerprint(product.db)
    const { data, errors } = await call(product, name, anyOf('', type) as object)
    expect({ data, codes: errors?.map(({ extensions }) => extensions.code) }).toEqual({
      data: null,
      codes: ['UNAUTHENTICATED'],
    })
    expect(await fingerprint(product.db)).toBe(before)
  })

  test('may do nothing, as the panel is told, but sign in and out', async () => {
    const open = [signIn, enterCode, acceptInvitation, signOut].map((field) => field?.name)
    expect(open).toEqual(['signIn', 'enterCode', 'acceptInvitation', 'signOut'])
    const { data } = await product.ask(`{ viewerCan { ${Object.keys(acts).join(' ')} } }`)
    expect(data.viewerCan).toEqual(Object.fromEntries(Object.keys(acts).map((name) => [name, false])))
  })
})

describe('a district officer', () => {
  test('sees participants, drafts and unapproved figures of the own district only', async () => {
    const { data, errors } = await officer.ask(everywhere)
    expect(errors).toBeUndefined()
    expect(idsIn(data, 'Participant').sort()).toEqual([...own.participants].sort())
    expect(data.participants.totalCount).toBe(2)
    expect(data.byPhone.totalCount).toBe(2)
    const hidden = ({ draft, outcomes, participants }: Hidden) => [draft, ...outcomes, ...participants]
    expect(await seen(officer, hidden(own))).toEqual(Array(5).fill(true))
    expect(await seen(officer, hidden(foreign))).toEqual(Array(5).fill(false))
    const lists = await officer.ask(`{
      programs(filter: { stage: [DRAFT] }) { nodes { id } } outcomes(filter: { status: [DRAFT] }) { totalCount nodes { id } }
      district(code: "${foreign.code}") { programs(filter: { stage: [DRAFT] }) { totalCount } }
      foreign: participants(filter: { district: "${foreign.district}" }) { totalCount }
      program: participants(filter: { program: "${foreign.program}" }) { totalCount }
    }`)
    expect(idsIn(lists.data, 'Program')).toEqual([own.draft])
    expect(idsIn(lists.data, 'Outcome').sort()).toEqual([...own.outcomes].sort())
    expect(lists.data).toMatchObject({
      outcomes: { totalCount: 2 },
      district: { programs: { totalCount: 0 } },
      foreign: { totalCount: 0 },
      program: { totalCount: 0 },
    })
  })

  const indicatorId = idOf('Indicator', 1)
  const person = { name: '홍길동', phone: '010-1234-5678', stage: 'APPLIED', stageOn: '2019-02-01' }
  test.each<[string, string, () => object, string]>([
    [
      'a foreign public program',
      'updateProgram',
      () => ({ id: foreign.program, version: 1, titleKo: '탈취' }),
      'FORBIDDEN',
    ],
    ['a foreign draft', 'updateProgram', () => ({ id: foreign.draft, version: 1, titleKo: '탈취' }), 'NOT_FOUND'],
    [
      'a program in a foreign district',
      'createProgram',
      () => ({ roundId: idOf('Round', 1), districtId: foreign.district, titleKo: '가' }),
      'FORBIDDEN',
    ],
    [
      'a figure of a foreign program',
      'recordOutcome',
      () => ({ programId: foreign.program, indicatorId, asOf: '2019-06-30', value: 1 }),
      'FORBIDDEN',
    ],
    [
      'a figure of a foreign draft',
      'recordOutcome',
      () => ({ programId: foreign.draft, indicatorId, asOf: '2019-06-30', value: 1 }),
      'NO_SUCH',
    ],
    [
      'a foreign unapproved figure',
      'updateOutcome',
      () => ({ id: foreign.outcomes[0], version: 1, value: 1 }),
      'NOT_FOUND',
    ],
    [
      'a person in a foreign program',
      'enrollParticipant',
      () => ({ ...person, name: '아무개', programId: foreign.program }),
      'FORBIDDEN',
    ],
    [
      'a person who already is in a foreign program',
      'enrollParticipant',
      () => ({ ...person, programId: foreign.program }),
      'FORBIDDEN',
    ],
    ['a person in a foreign draft', 'enrollParticipant', () => ({ ...person, programId: foreign.draft }), 'NO_SUCH'],
    [
      'a foreign participant',
      'updateParticipant',
      () => ({ id: foreign.participants[0], version: 1, note: '가' }),
      'NOT_FOUND',
    ],
    [
      'a cohort of a foreign program',
      'updateParticipant',
      () => ({ id: own.participants[0], version: 1, cohortId: idOf('Cohort', 1) }),
      'NO_SUCH',
    ],
    ['a district', 'updateDistrict', () => ({ id: own.district, version: 1, note: '가' }), 'FORBIDDEN'],
    ['a round', 'updateRound', () => ({ id: idOf('Round', 1), version: 1, note: '가' }), 'FORBIDDEN'],
    ['an account', 'updateUser', () => ({ id: idOf('User', 2), version: 1, role: 'CITY' }), 'FORBIDDEN'],
  ])('cannot write %s', async (_what, name, input, code) => {
    const before = await fingerprint(product.db)
    const { data, errors } = await call(officer, name, input())
    const codes = [
      ...(errors ?? []).map(({ extensions }) => extensions.code),
      ...(data?.[name]?.errors ?? []).map((problem: { code: string }) => problem.code),
    ]
    expect(codes).toEqual([code])
    expect(await fingerprint(product.db)).toBe(before)
  })

  test('cannot move a record to another district: no edit offers it', () => {
    const fields = (name: string) => Object.keys((schema.getType(name) as GraphQLObjectType).getFields())
    expect(fields('UpdateProgramInput')).not.toContain('districtId')
    for (const name of ['UpdateOutcomeInput', 'UpdateParticipantInput']) expect(fields(name)).not.toContain('programId')
  })

  test('edits what belongs to the own district', async () => {
    const draft = await call(officer, 'updateProgram', { id: own.draft, version: 1, titleKo: '새 초안' })
    expect(draft.data.updateProgram.errors).toEqual([])
    const outcome = await call(officer, 'updateOutcome', { id: own.outcomes[1], version: 1, value: 78 })
    expect(outcome.data.updateOutcome.errors).toEqual([])
    const participant = await call(officer, 'updateParticipant', { id: own.participants[1], version: 1, note: '가' })
    expect(participant.data.updateParticipant.errors).toEqual([])
  })

  test('of two districts works for both', async () => {
    const both = await product.as('28177,28185')
    const { data } = await both.ask(
      '{ participants { totalCount } programs(filter: { stage: [DRAFT] }) { totalCount } }',
    )
    expect(data).toEqual({ participants: { totalCount: 4 }, programs: { totalCount: 2 } })
  })
})

describe('through what is public nobody reaches what is not', () => {
  test('a figure names no intake of another program', async () => {
    const cohort = { programId: foreign.draft, half: 1, nameKo: '비밀 기수' }
    const id = await acted('createCohort', 'cohort', cohort)
    const query = `query ($id: ID!) { program(code: "${own.public}") { figure(indicator: "PLACED", cohort: $id) {
      cohort { nameKo program { titleKo } } } } }`
    const [hidden, none] = await Promise.all(
      [id, idOf('Cohort', 2_000_000)].map((cohortId) => product.ask(query, { id: cohortId })),
    )
    expect(hidden?.errors?.map(({ message }) => message)).toEqual([
      'Argument cohort: There is no cohort of this program with this id that you may use.',
    ])
    expect(hidden?.errors).toEqual(none?.errors)
    expect(JSON.stringify(hidden?.data)).not.toContain('비밀')
  })

  test('a claim does not itemize a figure of a program that was withdrawn', async () => {
    const { prisma } = product.db
    const [program, claim] = await Promise.all([
      prisma.program.findUniqueOrThrow({ where: { code: '2019-09' }, include: { outcomes: true } }),
      prisma.claim.findUniqueOrThrow({ where: { code: '2019-headline' } }),
    ])
    const outcomeId = program.outcomes.find(({ status, value }) => status === 'APPROVED' && value)?.id
    const step = { claimId: claim.id, position: 99, treatment: 'ADD', outcomeId, reason: '-' } as const
    const { id } = await prisma.claimTreatment.create({ data: step })
    await prisma.program.update({ where: { id: program.id }, data: { stage: 'WITHDRAWN' } })
    const query = '{ claim(code: "2019-headline") { reconciliation { items { program { code } } } } }'
    const { data } = await product.ask(query)
    expect(JSON.stringify(data)).toContain('2019-08')
    expect(JSON.stringify(data)).not.toContain('2019-09')
    await prisma.claimTreatment.delete({ where: { id } })
    await prisma.program.update({ where: { id: program.id }, data: { stage: program.stage } })
  })

  test('who worked on a figure, and why it was returned, is for the city and the own district', async () => {
    const { prisma } = product.db
    const id = Number(
      Buffer.from(foreign.outcomes[0] as string, 'base64url')
        .toString()
        .split(':')[1],
    )
    const open = { status: 'APPROVED', publicValue: 77, returnNote: '비밀 사유' } as const
    await prisma.outcome.update({ where: { id }, data: open })
    const query = 'query ($id: ID!) { node(id: $id) { ... on Outcome { value authorName returnNote } } }'
    const told = async (who: Asker) => (await who.ask(query, { id: foreign.outcomes[0] })).data.node
    const nothing = { value: 77, authorName: null, returnNote: null }
    const all = { value: 77, authorName: 'Officer city', returnNote: '비밀 사유' }
    expect(await told(product)).toEqual(nothing)
    expect(await told(officer)).toEqual(nothing)
    expect(await told(await product.as('reviewer'))).toEqual(nothing)
    expect(await told(await product.as(foreign.code))).toEqual(all)
    expect(await told(city)).toEqual(all)
  })

  test('a privacy officer sees the program of every participant, a city officer no account of the city but the own', async () => {
    const { prisma } = product.db
    const [privacy, admin] = await Promise.all([product.as('privacy'), product.as('admin')])
    const code = foreign.public
    const { stage } = await prisma.program.update({ where: { code }, data: { stage: 'WITHDRAWN' } })
    expect(stage).toBe('WITHDRAWN')
    const { data } = await privacy.ask('{ participants { nodes { program { code } } } }')
    expect(JSON.stringify(data)).toContain(code)
    await prisma.program.update({ where: { code }, data: { stage: 'EVALUATED' } })
    const roles = async (who: Asker) =>
      new Set(
        (await who.ask('{ users { nodes { role } } }')).data.users.nodes.map((user: { role: string }) => user.role),
      )
    expect(await roles(city)).toEqual(new Set(['CITY', 'DISTRICT', 'REVIEWER']))
    expect(await roles(admin)).toContain('PRIVACY')
  })
})

/** Any value of the type, with all that it requires. */
function anyOf(name: string, type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return anyOf(name, type.ofType)
  if (isListType(type)) return [anyOf(name, type.ofType)]
  if (isEnumType(type)) return type.getValues()[0]?.name
  if (isInputObjectType(type)) {
    const required = Object.values(type.getFields()).filter((field) => isNonNullType(field.type))
    return Object.fromEntries(required.map((field) => [field.name, anyOf(field.name, field.type)]))
  }
  const scalar = getNamedType(type).name
  return { String: 'text', Int: 1, ID: own.program, Date: '2019-06-30', Decimal: '1', Boolean: true, Won: 1 }[scalar]
}
