import { beforeAll, expect, test } from 'vitest'
import { type Asker, freshProduct, idOf, type Running } from './support.ts'

let product: Running
let officer: Asker
let programId: string
const cohortIds: string[] = []
beforeAll(async () => {
  product = await freshProduct()
  officer = await product.as('28185')
  const { data } = await product.ask('{ program(code: "2019-03") { id cohorts { id } } }')
  programId = data.program.id
  cohortIds.push(...data.program.cohorts.map(({ id }: { id: string }) => id))
})

const enroll = `mutation ($input: EnrollParticipantInput!) {
  enrollParticipant(input: $input) {
    participant {
      id maskedName birthYear synthetic stage stageOn version cohort { nameKo } program { code }
    }
    errors { field code message }
  }
}`
const update = `mutation ($input: UpdateParticipantInput!) {
  updateParticipant(input: $input) {
    participant { note version cohort { half } }
    errors { field code message }
  }
}`
const person = (name: string, phone: string | null = null) => ({
  programId,
  name,
  birthDate: '1990-05-05',
  phone,
  stage: 'APPLIED',
  stageOn: '2019-02-01',
})

test('a person is enrolled, and only a masked name is shown', async () => {
  const input = { ...person('홍길동', '010-1234-5678'), addressNote: '연수동', cohortId: cohortIds[0] }
  const { data } = await officer.ask(enroll, { input })
  expect(data.enrollParticipant).toMatchInlineSnapshot(
    { participant: { id: expect.any(String) } },
    `
    {
      "errors": [],
      "participant": {
        "birthYear": 1990,
        "cohort": {
          "nameKo": "상반기",
        },
        "id": Any<String>,
        "maskedName": "홍*동",
        "program": {
          "code": "2019-03",
        },
        "stage": "APPLIED",
        "stageOn": "2019-02-01",
        "synthetic": false,
        "version": 1,
      },
    }
  `,
  )
})

test('nothing that names the person is stored in the clear', async () => {
  await officer.ask(enroll, { input: { ...person('남궁민수', '010-9999-1111'), addressNote: '송도 1번지' } })
  const rows = await product.db.query('SELECT t::text AS row, sealed::text FROM person t')
  const stored = JSON.stringify(rows)
  for (const text of ['남궁민수', '9999', '송도', Buffer.from('남궁민수').toString('hex')])
    expect(stored).not.toContain(text)
})

test('the same person is not enrolled twice in one program', async () => {
  const input = person('김하나', '010-1111-2222')
  expect((await officer.ask(enroll, { input })).data.enrollParticipant.errors).toEqual([])
  const again = await officer.ask(enroll, { input: { ...input, phone: '01011112222' } }, { 'accept-language': 'ko' })
  expect(again.data.enrollParticipant).toMatchInlineSnapshot(`
    {
      "errors": [
        {
          "code": "ALREADY_ENROLLED",
          "field": "name",
          "message": "이름, 생년월일, 전화번호가 같은 사람이 이미 이 사업에 참여하고 있습니다.",
        },
      ],
      "participant": null,
    }
  `)
})

test('participants are found by exact name or phone number, by stage and by program', async () => {
  await officer.ask(enroll, { input: { ...person('이두리', '010-3333-4444'), stage: 'PLACED' } })
  const by = (filter: string) => `participants(filter: { ${filter} }) { totalCount nodes { maskedName } }`
  const { data } = await officer.ask(`{
    name: ${by('name: "이 두리"')} phone: ${by('phone: "01033334444"')} stage: ${by('stage: [PLACED], year: 2019')}
    part: ${by('name: "두리"')} program: ${by('program: "UHJvZ3JhbTox"')}
  }`)
  const found = { totalCount: 1, nodes: [{ maskedName: '이*리' }] }
  const none = { totalCount: 0, nodes: [] }
  expect(data).toEqual({ name: found, phone: found, stage: found, part: none, program: none })
})

test('of two officers who change one participation the second is told both values', async () => {
  const { participant } = (await officer.ask(enroll, { input: person('박세미') })).data.enrollParticipant
  const input = { id: participant.id, version: participant.version, note: '전화 통화', cohortId: cohortIds[1] }
  expect((await officer.ask(update, { input })).data.updateParticipant).toEqual({
    participant: { note: '전화 통화', version: 2, cohort: { half: 2 } },
    errors: [],
  })
  const late = await (await product.as('city')).ask(update, { input: { ...input, note: '문자' } })
  expect(late.data.updateParticipant).toMatchInlineSnapshot(`
    {
      "errors": [
        {
          "code": "CONFLICT",
          "field": "note",
          "message": "Someone else changed this meanwhile. It is now 전화 통화; you sent 문자. Read the record again and repeat the change.",
        },
      ],
      "participant": {
        "cohort": {
          "half": 2,
        },
        "note": "전화 통화",
        "version": 2,
      },
    }
  `)
})

test('a cohort of another program is refused', async () => {
  const { data } = await (await product.as('city')).ask('{ program(code: "2019-01") { id } }')
  const input = { ...person('정다섯'), programId: data.program.id, cohortId: cohortIds[0] }
  const answer = await (await product.as('city')).ask(enroll, { input })
  expect(answer.data.enrollParticipant).toMatchObject({
    participant: null,
    errors: [{ field: 'cohortId', code: 'NO_SUCH' }],
  })
})

test('a lost update of the target groups is refused, not silent', async () => {
  const city = await product.as('city')
  const groups = await product.db.prisma.targetGroup.findMany({ take: 2, orderBy: { id: 'asc' } })
  const [first, second] = groups.map(({ id }) => idOf('TargetGroup', id))
  const { id } = await product.db.prisma.participant.findFirstOrThrow({ orderBy: { id: 'asc' } })
  const update = (version: number, group?: string) =>
    city.ask(
      `mutation ($input: UpdateParticipantInput!) { updateParticipant(input: $input) {
        participant { version targetGroups { id } } errors { field code } } }`,
      { input: { id: idOf('Participant', id), version, targetGroupIds: [group] } },
    )
  const { version } = await product.db.prisma.participant.findUniqueOrThrow({ where: { id } })
  expect((await update(version, first)).data.updateParticipant.errors).toEqual([])
  expect((await update(version, second)).data.updateParticipant).toEqual({
    participant: { version: version + 1, targetGroups: [{ id: first }] },
    errors: [{ field: 'targetGroupIds', code: 'CONFLICT' }],
  })
})
