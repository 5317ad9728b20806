import { beforeAll, expect, test } from 'vitest'
import { type Ids, idsOf } from './figures.ts'
import { enrolled, itIs, moved, participantNow } from './people.ts'
import { done, type Found } from './proposal.ts'
import { type Asker, freshProduct, idOf, type Running } from './support.ts'

let product: Running
let city: Asker
let michuhol: Asker
let ids: Ids
beforeAll(async () => {
  product = await freshProduct()
  itIs(product, '2019-06-01')
  city = await product.as('city')
  michuhol = await product.as('28177')
  ids = await idsOf(product)
})

const MOVE = `mutation ($input: MoveParticipantsInput!) { moveParticipants(input: $input) {
  results { participant { id stage stageOn } errors { field code message } }
  errors { field code message }
} }`

async function moveAll(who: Asker, people: Found[], stage: string, on: string, more: object = {}) {
  const participants = people.map(({ id, version }) => ({ id, version }))
  const { data, errors } = await who.ask(MOVE, { input: { participants, stage, on, ...more } })
  return { ...data?.moveParticipants, refused: errors?.[0]?.extensions.code }
}

const told = ({ results }: { results: Found[] }) =>
  results.map(({ participant, errors }) => [participant.stage, ...errors.map(({ code }: Found) => code)].join(' '))

test('those who can be moved are moved, and of each of the others is told why not', async () => {
  const programId = ids.program('2019-02')
  const people = [
    await enrolled(michuhol, programId, '2019-03-04'),
    await enrolled(michuhol, programId, '2019-03-04', { stage: 'PLACED' }),
    await enrolled(michuhol, programId, '2019-05-20'),
    await enrolled(michuhol, programId, '2019-03-04'),
    await enrolled(michuhol, programId, '2019-03-05'),
  ]
  await moved(city, people[3], 'LEFT', '2019-03-10', { reason: '이사' })
  const answer = await moveAll(michuhol, people, 'SELECTED', '2019-04-01')
  expect(answer.errors).toEqual([])
  expect(told(answer)).toEqual([
    'SELECTED',
    'PLACED MOVE_NOT_ALLOWED',
    'APPLIED BEFORE',
    'LEFT CHANGED_MEANWHILE',
    'SELECTED',
  ])
  expect(answer.results[3].errors).toMatchInlineSnapshot(`
    [
      {
        "code": "CHANGED_MEANWHILE",
        "field": "version",
        "message": "Someone else changed this participant meanwhile. The stage is now “Left”. Look at it and try again.",
      },
    ]
  `)
  expect(answer.results.map(({ participant }: Found) => participant.id)).toEqual(people.map(({ id }) => id))
  for (const [index, steps] of [2, 1, 1, 2, 2].entries()) {
    const { history, version } = await participantNow(
      michuhol,
      people[index],
      'version history { stage on recordedByName }',
    )
    expect([index, history.length, version]).toEqual([index, steps, steps])
  }
  const { history } = await participantNow(michuhol, people[4], 'history { stage on recordedByName }')
  expect(history[1]).toEqual({ stage: 'SELECTED', on: '2019-04-01', recordedByName: 'Officer 28177' })

  // The failed ones are tried again as they are now.
  const again = await Promise.all([1, 2, 3].map((index) => participantNow(michuhol, people[index])))
  expect(told(await moveAll(michuhol, again, 'SELECTED', '2019-05-20', { reason: '추가 선발' }))).toEqual([
    'PLACED MOVE_NOT_ALLOWED',
    'SELECTED',
    'SELECTED',
  ])
})

test('one reason is given for all, and it is needed for each that needs one', async () => {
  const people = [
    await enrolled(michuhol, ids.program('2019-02'), '2019-03-04'),
    await enrolled(michuhol, ids.program('2019-02'), '2019-03-04', { stage: 'SELECTED' }),
  ]
  expect(told(await moveAll(michuhol, people, 'LEFT', '2019-04-01'))).toEqual([
    'APPLIED NEEDS_REASON',
    'SELECTED NEEDS_REASON',
  ])
  expect(told(await moveAll(michuhol, people, 'LEFT', '2019-04-01', { reason: '사업 축소' }))).toEqual(['LEFT', 'LEFT'])
  const { history } = await participantNow(michuhol, people[1], 'history { reason }')
  expect(history.map(({ reason }: Found) => reason)).toEqual([null, '사업 축소'])
})

test('what is wrong for all is told once, and nobody moves', async () => {
  const one = await enrolled(michuhol, ids.program('2019-02'), '2019-03-04')
  const codes = ({ errors }: { errors: Found[] }) => errors.map(({ field, code }) => `${field} ${code}`)
  expect(codes(await moveAll(michuhol, [], 'SELECTED', '2019-04-01'))).toEqual(['participants TOO_FEW'])
  expect(codes(await moveAll(michuhol, [one, one], 'SELECTED', '2019-04-01'))).toEqual(['participants NAMED_TWICE'])
  expect(codes(await moveAll(michuhol, [one], 'SELECTED', '2019-06-02'))).toEqual(['on IN_FUTURE'])
  const many = Array.from({ length: 101 }, (_, index) => ({ id: idOf('Participant', index + 1), version: 1 }))
  expect(codes(await moveAll(michuhol, many, 'SELECTED', '2019-04-01'))).toEqual(['participants TOO_MANY'])
  expect((await participantNow(michuhol, one)).stage).toBe('APPLIED')
})

test('a participant of another district among them is as one that is not there, and nobody moves', async () => {
  const own = await enrolled(michuhol, ids.program('2019-02'), '2019-03-04')
  const foreign = await enrolled(await product.as('28140'), ids.program('2019-01'), '2019-03-04')
  const missing = { id: idOf('Participant', 2_000_000_000), version: 1 }
  for (const other of [foreign, missing]) {
    const { errors, results } = await moveAll(michuhol, [own, other], 'SELECTED', '2019-04-01')
    expect([errors, results]).toEqual([[expect.objectContaining({ code: 'NO_SUCH' })], null])
    expect(errors[0].field).toBe('participants.1.id')
  }
  expect((await moveAll(await product.as('privacy'), [own], 'SELECTED', '2019-04-01')).refused).toBe('FORBIDDEN')
  expect((await moveAll(await product.as('reviewer'), [own], 'SELECTED', '2019-04-01')).refused).toBe('FORBIDDEN')
  expect((await moveAll(product, [own], 'SELECTED', '2019-04-01')).refused).toBe('UNAUTHENTICATED')
  expect((await participantNow(michuhol, own)).stage).toBe('APPLIED')
  expect(told(await moveAll(city, [own, foreign], 'SELECTED', '2019-04-01'))).toEqual(['SELECTED', 'SELECTED'])
})

test('two officers move the same people in opposite order at once: each person moves once', async () => {
  const people: Found[] = []
  for (let count = 0; count < 12; count++) people.push(await enrolled(michuhol, ids.program('2019-02'), '2019-03-04'))
  const answers = await Promise.all([
    moveAll(michuhol, people, 'SELECTED', '2019-04-01'),
    moveAll(city, people.toReversed(), 'WAITLISTED', '2019-04-02', { reason: '정원 초과' }),
  ])
  const failed = answers.map(({ results }) => results.filter(({ errors }: Found) => errors.length).length)
  expect(failed.toSorted((a, b) => a - b)).toEqual([0, 12])
  for (const one of people) {
    expect((await participantNow(city, one, 'history { stage }')).history).toHaveLength(2)
  }
})

test('the follow-ups that are due are told with their days, as the filter finds them', async () => {
  const one = await enrolled(michuhol, ids.program('2019-02'), '2018-05-31', { stage: 'PLACED' })
  const due = async (on?: string) =>
    (await participantNow(michuhol, one, `followUpsDue${on ? `(on: "${on}")` : ''} { months dueOn }`)).followUpsDue
  expect(await due('2018-08-30')).toEqual([])
  expect(await due('2018-12-01')).toEqual([
    { months: 3, dueOn: '2018-08-31' },
    { months: 6, dueOn: '2018-11-30' },
  ])
  const answer = { id: one.id, months: 3, result: 'UNKNOWN', on: '2018-09-03' }
  await done(michuhol, 'recordFollowUp', answer, 'participant { id }')
  expect(await due()).toEqual([
    { months: 6, dueOn: '2018-11-30' },
    { months: 12, dueOn: '2019-05-31' },
  ])
  const other = await enrolled(michuhol, ids.program('2019-02'), '2019-03-04')
  expect((await participantNow(michuhol, other, 'followUpsDue { months }')).followUpsDue).toEqual([])
})

test('who is to be enrolled is looked for before: by the city everywhere, by a district in its own programs', async () => {
  const somebody = { name: '타파하', birthDate: '1975-05-05', phone: '010-7777-0001' }
  const here = await enrolled(michuhol, ids.program('2019-02'), '2019-03-04', somebody)
  const ASK = `query ($name: String!, $birthDate: Date, $phone: String) {
    repeatParticipations(name: $name, birthDate: $birthDate, phone: $phone) { year participant { id program { code } } } }`
  const look = async (who: Asker, asked: object) => {
    const { data, errors } = await who.ask(ASK, asked)
    return errors ? errors[0]?.extensions.code : data.repeatParticipations
  }
  const found = [{ year: 2019, participant: { id: here.id, program: { code: '2019-02' } } }]
  const born = { name: '타 파하', birthDate: '1975-05-05' }
  expect(await look(city, born)).toEqual(found)
  expect(await look(michuhol, born)).toEqual(found)
  expect(await look(await product.as('28140'), born)).toEqual([])
  expect(await look(city, { name: '타파하', birthDate: '1975-05-06' })).toEqual([])
  expect(await look(city, { name: '타파하' })).toBeNull()
  expect(await look(city, { name: '타파하', birthDate: '1975-5-5' })).toBe('BAD_USER_INPUT')
  expect(await look(await product.as('privacy'), born)).toBe('FORBIDDEN')
  expect(await look(product, born)).toBe('UNAUTHENTICATED')

  const phoneOnly = { name: '타파카', birthDate: null, phone: '010-7777-0002' }
  const other = await enrolled(michuhol, ids.program('2019-02'), '2019-03-04', phoneOnly)
  expect(await look(city, { name: '타파카', phone: '01077770002' })).toMatchObject([{ participant: { id: other.id } }])
  expect(await look(city, { name: '타파카', phone: '01077770003' })).toEqual([])

  // Each look is in the access log: whom it found, and that it found nobody.
  const { prisma } = product.db
  const { id } = await prisma.user.findFirstOrThrow({ where: { email: '28140@officers.example' } })
  const rows = await prisma.accessLog.findMany({ where: { accountId: id, kind: 'SEARCH' } })
  expect(rows.map(({ participantId }) => participantId)).toEqual([null])
  const own = await prisma.user.findFirstOrThrow({ where: { email: '28177@officers.example' } })
  const seen = await prisma.accessLog.findMany({ where: { accountId: own.id, kind: 'SEARCH' } })
  expect(seen.map(({ participantId }) => idOf('Participant', participantId as number))).toEqual([here.id])
})
