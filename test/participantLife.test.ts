import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { type Ids, idsOf } from './figures.ts'
import { enrolled, itIs, moved, PARTICIPANT, participantNow } from './people.ts'
import { done, type Found, refused, tried } from './proposal.ts'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
let city: Asker
let michuhol: Asker
let ids: Ids
beforeAll(async () => {
  product = await freshProduct()
  city = await product.as('city')
  michuhol = await product.as('28177')
  ids = await idsOf(product)
})

test('a participant goes from application to retention, and each step is written down', async () => {
  const one = await enrolled(michuhol, ids.program('2019-02'), '2019-03-04')
  expect(one).toMatchObject({ stage: 'APPLIED', stageOn: '2019-03-04' })
  await moved(michuhol, one, 'WAITLISTED', '2019-03-11', { reason: '정원 초과' })
  await moved(michuhol, one, 'SELECTED', '2019-03-20')
  await moved(michuhol, one, 'PLACED', '2019-04-01')
  const last = await moved(michuhol, one, 'RETAINED', '2019-07-01')
  expect(last).toMatchObject({ stage: 'RETAINED', stageOn: '2019-07-01' })
  const { history, nextStages } = await participantNow(
    michuhol,
    one,
    'nextStages history { stage on reason retractedAt recordedByName }',
  )
  expect(nextStages).toEqual(['LEFT'])
  expect(new Set(history.map(({ recordedByName }: Found) => recordedByName))).toEqual(new Set(['Officer 28177']))
  expect(history.map(({ stage, on, reason }: Found) => [on, stage, reason].join(' '))).toMatchInlineSnapshot(`
    [
      "2019-03-04 APPLIED ",
      "2019-03-11 WAITLISTED 정원 초과",
      "2019-03-20 SELECTED ",
      "2019-04-01 PLACED ",
      "2019-07-01 RETAINED ",
    ]
  `)
})

test('an illegal move answers with what is possible now, in both languages', async () => {
  const { id, version } = await enrolled(michuhol, ids.program('2019-02'), '2019-03-04')
  const input = { id, version, stage: 'PLACED', on: '2019-04-01' }
  expect((await tried(michuhol, 'moveParticipant', input, PARTICIPANT)).problems).toMatchInlineSnapshot(`
    [
      {
        "code": "MOVE_NOT_ALLOWED",
        "field": "stage",
        "message": "From the stage “Applied” a participant can go to: Selected, On the waiting list, Left.",
      },
    ]
  `)
  const { data } = await michuhol.ask(
    'mutation ($input: MoveParticipantInput!) { moveParticipant(input: $input) { errors { message } } }',
    { input },
    { 'accept-language': 'ko' },
  )
  expect(data.moveParticipant.errors[0].message).toMatchInlineSnapshot(
    `"현재 단계(신청)에서 옮길 수 있는 단계: 선발, 대기, 중도 포기·퇴사."`,
  )
  expect(await participantNow(michuhol, { id })).toEqual({ id, version, stage: 'APPLIED', stageOn: '2019-03-04' })
})

test('days go forward and not into the future, and waiting, leaving and coming back need a reason', async () => {
  itIs(product, '2019-05-01')
  const one = await enrolled(michuhol, ids.program('2019-02'), '2019-03-04', { stage: 'SELECTED' })
  const { id, version } = one
  const move = (stage: string, on: string) =>
    refused(michuhol, 'moveParticipant', { id, version, stage, on }, PARTICIPANT)
  expect(await move('PLACED', '2019-03-03')).toEqual(['on BEFORE'])
  expect(await move('PLACED', '2019-05-02')).toEqual(['on IN_FUTURE'])
  expect(await move('LEFT', '2019-04-01')).toEqual(['reason NEEDS_REASON'])
  await moved(michuhol, one, 'LEFT', '2019-04-01', { reason: '이사' })
  const back = { id, version: version + 1, stage: 'SELECTED', on: '2019-05-01' }
  expect(await refused(michuhol, 'moveParticipant', back, PARTICIPANT)).toEqual(['reason NEEDS_REASON'])
  await moved(michuhol, one, 'SELECTED', '2019-05-01', { reason: '다시 참여' })
  const late = { programId: ids.program('2019-02'), name: '가나다', stageOn: '2019-05-02' }
  expect(await refused(michuhol, 'enrollParticipant', late, PARTICIPANT)).toEqual(['stageOn IN_FUTURE'])
  product.product.now = () => new Date()
})

test('a participation starts neither with waiting nor with its end, and only in a program that was selected', async () => {
  const input = { programId: ids.program('2019-02'), name: '가나다', stageOn: '2019-03-04' }
  for (const stage of ['WAITLISTED', 'RETAINED', 'LEFT']) {
    expect(await refused(michuhol, 'enrollParticipant', { ...input, stage }, PARTICIPANT)).toEqual([
      'stage CANNOT_START_AT',
    ])
  }
  const { districtId } = await product.db.prisma.program.findFirstOrThrow({ where: { code: '2019-02' } })
  const round = await product.db.prisma.round.create({ data: { year: 2031, titleKo: '새 사업' } })
  const draft = { code: '2031-01', titleKo: '초안', roundId: round.id, districtId }
  await product.db.prisma.program.create({ data: draft })
  const programId = (await idsOf(product)).program('2031-01')
  expect(await refused(michuhol, 'enrollParticipant', { ...input, programId }, PARTICIPANT)).toEqual([
    'programId WRONG_STAGE',
  ])
})

test('a wrong step is corrected by another one: it stays in the history, and what was known before stays as it was', async () => {
  const programId = ids.program('2019-01')
  const district = await product.as('28140')
  const before = itIs(product, '2019-06-01')
  const one = await enrolled(district, programId, '2019-03-04', { stage: 'SELECTED' })
  await moved(district, one, 'PLACED', '2019-04-01')
  itIs(product, '2019-06-10')
  const { version } = await participantNow(district, one)
  const wrong = { id: one.id, version, stage: 'IN_TRAINING', on: '2019-03-20', correct: true }
  expect(await refused(district, 'moveParticipant', wrong, PARTICIPANT)).toEqual(['reason NEEDS_REASON'])
  const illegal = { ...wrong, stage: 'TRAINED', reason: '오기' }
  expect(await refused(district, 'moveParticipant', illegal, PARTICIPANT)).toEqual(['stage MOVE_NOT_ALLOWED'])
  await done(district, 'moveParticipant', { ...wrong, reason: '취업이 아니라 교육' }, PARTICIPANT)
  const seen = await participantNow(district, one, 'stage stageOn history { stage on reason retractedAt }')
  expect(seen).toMatchInlineSnapshot(`
    {
      "history": [
        {
          "on": "2019-03-04",
          "reason": null,
          "retractedAt": null,
          "stage": "SELECTED",
        },
        {
          "on": "2019-03-20",
          "reason": "취업이 아니라 교육",
          "retractedAt": null,
          "stage": "IN_TRAINING",
        },
        {
          "on": "2019-04-01",
          "reason": null,
          "retractedAt": "2019-06-10T03:00:00.000Z",
          "stage": "PLACED",
        },
      ],
      "stage": "IN_TRAINING",
      "stageOn": "2019-03-20",
    }
  `)
  const { data } = await district.ask(
    `query ($id: ID!, $before: DateTime!) { node(id: $id) { ... on Program {
      early: participantCounts(asOf: "2019-06-30", knownAt: $before) { stage reached standing }
      late: participantCounts(asOf: "2019-06-30") { stage reached standing }
    } } }`,
    { id: programId, before },
  )
  const some = (counts: Found[]) =>
    counts.filter(({ reached }) => reached).map(({ stage, reached, standing }) => `${stage} ${reached}/${standing}`)
  expect({ early: some(data.node.early), late: some(data.node.late) }).toMatchInlineSnapshot(`
    {
      "early": [
        "SELECTED 1/0",
        "PLACED 1/1",
      ],
      "late": [
        "SELECTED 1/0",
        "IN_TRAINING 1/1",
      ],
    }
  `)
  product.product.now = () => new Date()
})

test('two officers move one participant at once: one move counts, the other learns what is there now', async () => {
  const one = await enrolled(michuhol, ids.program('2019-02'), '2019-03-04')
  const { id, version } = one
  const [first, second] = await Promise.all(
    ['SELECTED', 'LEFT'].map((stage) =>
      tried(
        stage === 'LEFT' ? city : michuhol,
        'moveParticipant',
        { id, version, stage, on: '2019-03-05', reason: '-' },
        PARTICIPANT,
      ),
    ),
  )
  expect([first?.problems, second?.problems].filter((problems) => problems?.length)).toHaveLength(1)
  expect([...(first?.problems ?? []), ...(second?.problems ?? [])].map(({ code }) => code)).toEqual(['CONFLICT'])
  const { history } = await participantNow(michuhol, one, 'history { stage }')
  expect(history).toHaveLength(2)
})

test('sex and target groups are kept, replaced and shown only to those who may see the participant', async () => {
  const groups = await product.db.prisma.targetGroup.findMany({ orderBy: { id: 'asc' }, take: 2 })
  const [a, b] = groups.map(({ id }) => Buffer.from(`TargetGroup:${id}`).toString('base64url'))
  const select = 'participant { id version sex targetGroups { id } }'
  const programId = ids.program('2019-02')
  const one = await done(
    michuhol,
    'enrollParticipant',
    { programId, name: '라마바', stageOn: '2019-03-04', sex: 'FEMALE', targetGroupIds: [a] },
    select,
  )
  expect(one).toMatchObject({ sex: 'FEMALE', targetGroups: [{ id: a }] })
  const { id, version } = one
  const changed = await done(michuhol, 'updateParticipant', { id, version, targetGroupIds: [b] }, select)
  expect(changed.targetGroups).toEqual([{ id: b }])
  expect(await participantNow(await product.as('28140'), one)).toBeNull()
})

test('repeat participation is told to the city, and to a district only within its own programs', async () => {
  const somebody = { name: '사아자', birthDate: '1975-05-05', phone: '010-0000-9999' }
  const select = 'id repeatCount otherParticipations { year participant { id program { code } } }'
  const here = await enrolled(michuhol, ids.program('2019-02'), '2019-03-04', somebody)
  expect(await participantNow(michuhol, here, 'repeatCount otherParticipations { year }')).toEqual({
    repeatCount: 0,
    otherParticipations: [],
  })
  const elsewhere = await product.as('28185')
  const input = { ...somebody, phone: '010-0000-8888', programId: ids.program('2019-03'), stageOn: '2019-03-04' }
  const there = await done(elsewhere, 'enrollParticipant', input, `participant { ${select} }`)
  expect(there).toEqual({ id: there.id, repeatCount: 0, otherParticipations: [] })
  expect(await participantNow(city, there, select)).toEqual({
    id: there.id,
    repeatCount: 1,
    otherParticipations: [{ year: 2019, participant: { id: here.id, program: { code: '2019-02' } } }],
  })
  const nobody = await enrolled(michuhol, ids.program('2019-02'), '2019-03-04', {
    name: '사아자',
    birthDate: null,
    phone: null,
  })
  expect(await participantNow(michuhol, nobody, 'repeatCount')).toEqual({ repeatCount: null })
})

test('a district never learns from the record of a person what another district entered', async () => {
  const somebody = { name: 'Cha Kata', birthDate: null, phone: '010-0000-7777' }
  await enrolled(michuhol, ids.program('2019-02'), '2019-03-04', { ...somebody, sex: 'FEMALE' })
  const there = await enrolled(await product.as('28185'), ids.program('2019-03'), '2019-03-04', {
    ...somebody,
    name: 'CHA KATA',
  })
  const select = 'maskedName sex repeatCount'
  expect(await participantNow(await product.as('28185'), there, select)).toEqual({
    maskedName: 'C***A',
    sex: null,
    repeatCount: 0,
  })
  expect(await participantNow(city, there, select)).toMatchObject({ sex: null, repeatCount: 1 })
})

test('whatever moves are tried, only those of the table happen, and the history tells all of them', async () => {
  const stages = ['APPLIED', 'SELECTED', 'WAITLISTED', 'IN_TRAINING', 'TRAINED', 'PLACED', 'RETAINED', 'LEFT']
  // Written down a second time on purpose.
  const table: Record<string, string> = {
    APPLIED: 'SELECTED WAITLISTED LEFT',
    WAITLISTED: 'SELECTED LEFT',
    SELECTED: 'IN_TRAINING PLACED LEFT',
    IN_TRAINING: 'TRAINED LEFT',
    TRAINED: 'PLACED LEFT',
    PLACED: 'RETAINED LEFT',
    RETAINED: 'LEFT',
    LEFT: 'SELECTED',
  }
  const tries = fc.array(fc.tuple(fc.constantFrom(...stages), fc.nat(20)), { minLength: 1, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(tries, async (attempts) => {
      const one = await enrolled(michuhol, ids.program('2019-02'), '2019-02-01')
      const walked = [{ stage: 'APPLIED', on: '2019-02-01' }]
      for (const [stage, day] of attempts) {
        const last = walked.at(-1) as { stage: string; on: string }
        const on = `2019-02-${String(day + 1).padStart(2, '0')}`
        const legal = (table[last.stage] as string).split(' ').includes(stage) && on >= last.on
        const { version } = await participantNow(michuhol, one)
        const { problems } = await tried(
          michuhol,
          'moveParticipant',
          { id: one.id, version, stage, on, reason: '이유' },
          PARTICIPANT,
        )
        expect(problems.length === 0).toBe(legal)
        if (legal) walked.push({ stage, on })
      }
      const { history, stage, nextStages } = await participantNow(
        michuhol,
        one,
        'stage nextStages history { stage on }',
      )
      expect(history).toEqual(walked)
      expect(stage).toBe(walked.at(-1)?.stage)
      expect(nextStages.join(' ')).toBe(table[stage])
    }),
    { numRuns: 15, seed: 20191023 },
  )
})
