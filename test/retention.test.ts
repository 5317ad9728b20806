import { beforeAll, expect, test } from 'vitest'
import { type Ids, idsOf } from './figures.ts'
import { enrolled, itIs, moved, participantNow } from './people.ts'
import { done, type Found, refused, tried } from './proposal.ts'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
let city: Asker
let cooks: Asker
let creators: Asker
let privacy: Asker
let ids: Ids
const inCooks: Found[] = []
let both: Found
let bothThere: Found
beforeAll(async () => {
  product = await freshProduct()
  // A person is known within one district, so both programs are of the same.
  const { districtId } = await product.db.prisma.program.findUniqueOrThrow({ where: { code: '2019-02' } })
  await product.db.prisma.program.update({ where: { code: '2019-03' }, data: { districtId } })
  ;[city, cooks, creators, privacy] = (await Promise.all(
    ['city', '28177', '28177,28185', 'privacy'].map((name) => product.as(name)),
  )) as [Asker, Asker, Asker, Asker]
  ids = await idsOf(product)
  itIs(product, '2020-02-03')
  await stageOf('RUNNING')
  const groups = await product.db.prisma.targetGroup.findMany({ orderBy: { id: 'asc' }, take: 2 })
  const targetGroupIds = groups.map(({ id }) => Buffer.from(`TargetGroup:${id}`).toString('base64url'))
  const program = ids.program('2019-02')
  for (const [index, stages] of [['SELECTED', 'PLACED'], ['SELECTED', 'IN_TRAINING'], ['LEFT'], []].entries()) {
    const who = { birthDate: `19${5 + index}${index}-05-05`, sex: index % 2 ? 'MALE' : 'FEMALE', note: '메모' }
    const one = await enrolled(cooks, program, '2019-03-04', {
      ...who,
      targetGroupIds: targetGroupIds.slice(index % 3),
    })
    for (const [step, stage] of stages.entries())
      await moved(cooks, one, stage, `2019-0${4 + step}-01`, { reason: '사유' })
    inCooks.push(one)
  }
  const placed = { id: inCooks[0].id, months: 3, result: 'EMPLOYED', on: '2019-09-01', note: '통화함' }
  await done(cooks, 'recordFollowUp', placed, 'participant { id }')
  const somebody = { name: '양쪽이', birthDate: '1966-06-06', phone: '010-0000-4321', sex: 'FEMALE' }
  both = await enrolled(cooks, program, '2019-03-04', somebody)
  bothThere = await enrolled(creators, ids.program('2019-03'), '2019-03-05', somebody)
})

const stageOf = (stage: 'RUNNING' | 'EVALUATED') =>
  product.db.prisma.program.updateMany({ where: { code: { in: ['2019-02', '2019-03'] } }, data: { stage } })

const destroyOn = async (code: string, day: string | null, who = city) => {
  const id = ids.program(code)
  const { data } = await who.ask('query ($id: ID!) { node(id: $id) { ... on Program { version } } }', { id })
  return tried(who, 'setDestroyOn', { id, version: data.node.version, destroyOn: day }, 'program { destroyOn }')
}
const due = async (on: string, who = privacy) =>
  (
    await who.ask(
      'query ($on: Date) { destructionsDue(on: $on) { programId code status destroyOn participations kept } }',
      { on },
    )
  ).data?.destructionsDue
const CERTIFICATE = `destructionCertificate {
  at destroyedByName programCode reason persons participations kept method legalBasis sha256 }`

/** Every count that participants make, on several days and by every grouping. */
async function counts(): Promise<unknown> {
  const { data: schema } = await city.ask('{ __type(name: "ResultDimension") { enumValues { name } } }')
  const dimensions: string[] = schema.__type.enumValues.map(({ name }: Found) => name)
  const asked = [
    [],
    ...dimensions.map((one) => [one]),
    ['PROGRAM', 'SEX'],
    ['PROGRAM', 'AGE_BAND'],
    ['SEX', 'AGE_BAND'],
  ]
  const found: Found[] = []
  let told = 0
  for (const asOf of ['2019-03-31', '2019-09-30', '2020-06-30', '2031-01-01']) {
    for (const by of asked) {
      const { data, errors } = await city.ask(
        `query ($by: [ResultDimension!]!, $asOf: Date!) { results(groupBy: $by, source: REGISTERED, asOf: $asOf, mixed: LABEL) { rows {
          sex ageBand targetGroup { code } program { code } district { code } basis population figure { state value } } } }`,
        { by, asOf },
      )
      told += data?.results.rows.length ?? 0
      found.push({ asOf, by, rows: data?.results.rows, errors: errors?.map(({ message }) => message) })
    }
  }
  const { data } = await city.ask(`{ programs(filter: { year: 2019 }, first: 100) { nodes { code
    participants { totalCount } placed: participants(filter: { stage: [PLACED] }) { totalCount }
    participantCounts(asOf: "2019-09-30") { stage reached standing } retention(months: 3, asOf: "2019-12-31") { due employed notAsked }
    cohorts { counts(asOf: "2019-09-30") { stage reached standing } placesTaken(asOf: "2019-09-30") } } } }`)
  expect(told).toBeGreaterThan(100)
  return { found, programs: data.programs.nodes }
}

test('a program without a day is warned of when it or its year is over, and the city sets the day', async () => {
  expect(await due('2019-12-31')).toEqual([])
  await stageOf('EVALUATED')
  expect(await due('2019-12-31')).toHaveLength(2)
  await stageOf('RUNNING')
  const noDate = { status: 'NO_DATE', destroyOn: null, kept: 1 }
  expect((await due('2020-02-03')).map(({ programId, ...row }: Found) => row)).toEqual([
    { ...noDate, code: '2019-02', participations: 5 },
    { ...noDate, code: '2019-03', participations: 1 },
  ])
  for (const name of ['28177', 'privacy', 'reviewer']) {
    expect((await destroyOn('2019-02', '2020-03-01', await product.as(name))).refused).toBe('FORBIDDEN')
  }
  expect((await destroyOn('2019-02', '2020-03-01')).record).toEqual({ destroyOn: '2020-03-01' })
  expect((await destroyOn('2019-03', '2020-05-01', await product.as('admin'))).record).toEqual({
    destroyOn: '2020-05-01',
  })
  expect(await due('2020-02-29')).toEqual([])
  expect(await due('2020-03-01', city)).toEqual([
    {
      programId: ids.program('2019-02'),
      code: '2019-02',
      status: 'DUE',
      destroyOn: '2020-03-01',
      participations: 5,
      kept: 1,
    },
  ])
  for (const who of [product, cooks, await product.as('reviewer')]) {
    expect((await who.ask('{ destructionsDue { code } }')).errors?.[0]?.extensions.code).toMatch(/FORBIDDEN|UNAUTH/)
  }
})

test('nobody but the privacy officer destroys, and not before the day', async () => {
  const input = { programId: ids.program('2019-02'), reason: '보유 기간 경과' }
  for (const name of ['admin', 'city', '28177']) {
    expect(await refused(await product.as(name), 'destroyPersons', input, CERTIFICATE)).toBe('FORBIDDEN')
  }
  itIs(product, '2020-02-29')
  expect(await refused(privacy, 'destroyPersons', input, CERTIFICATE)).toEqual(['programId NOT_DUE'])
  const noDay = { ...input, programId: ids.program('2019-01') }
  expect(await refused(privacy, 'destroyPersons', noDay, CERTIFICATE)).toEqual(['programId NO_DESTROY_DATE'])
  expect(await refused(privacy, 'destroyPersons', { reason: input.reason }, CERTIFICATE)).toEqual([
    'programId ONE_OF_TWO',
  ])
  const twice = { ...input, participantIds: [both.id] }
  expect(await refused(privacy, 'destroyPersons', twice, CERTIFICATE)).toEqual(['programId ONE_OF_TWO'])
  expect(await product.db.prisma.destructionCertificate.count()).toBe(0)
})

test('destruction leaves nothing of the person and every count as it was', async () => {
  itIs(product, '2020-03-01')
  const before = await counts()
  const persons = await product.db.prisma.person.findMany({ orderBy: { id: 'asc' } })
  const input = { programId: ids.program('2019-02'), reason: '보유 기간 경과' }
  const { sha256, method, ...certificate } = await done(privacy, 'destroyPersons', input, CERTIFICATE)
  expect(certificate).toEqual({
    at: '2020-03-01T03:00:00.000Z',
    destroyedByName: 'Officer privacy',
    programCode: '2019-02',
    reason: '보유 기간 경과',
    ...{ persons: 4, participations: 5, kept: 1 },
    legalBasis: '개인정보 보호법 제21조 (PIPA art. 21)',
  })
  expect(method).toMatch(/암호키.*삭제/)
  const { createHash } = await import('node:crypto')
  const gone = persons.slice(0, 4).map(({ id }) => id)
  expect(sha256).toBe(createHash('sha256').update(gone.join(',')).digest('hex'))
  expect(await counts()).toEqual(before)
  expect((await product.db.prisma.person.findMany()).map(({ id }) => id)).toEqual(persons.slice(4).map(({ id }) => id))
  const rows = await product.db.query(
    'SELECT to_jsonb(a) AS row FROM participant a WHERE person_id IS NULL ORDER BY id',
  )
  expect(rows).toHaveLength(5)
  expect(rows[0]?.row).toMatchObject({ note: null, sex: 'FEMALE', age_band: 60, person_id: null })
  const written = await product.db.query(
    'SELECT (SELECT count(*) FROM stage_change s JOIN participant a ON a.id = s.participant_id WHERE a.person_id IS NULL AND reason IS NOT NULL)::int AS reasons, (SELECT count(*) FROM follow_up f WHERE note IS NOT NULL)::int AS notes',
  )
  expect(written).toEqual([{ reasons: 0, notes: 0 }])
  for (const { wrappedKey, nameHash } of persons.slice(0, 4)) {
    expect(
      await product.db.prisma.person.count({ where: { OR: [{ wrappedKey }, { nameHash, id: { in: gone } }] } }),
    ).toBe(0)
  }
})

test('after it the participant shows as destroyed, is not found by name and not revealed', async () => {
  const select = 'maskedName birthYear sex destroyedAt stage note repeatCount history { stage reason }'
  const one = await participantNow(cooks, inCooks[0], select)
  expect(one).toEqual({
    ...{ maskedName: 'destroyed', birthYear: null, sex: 'FEMALE', stage: 'PLACED', note: null, repeatCount: null },
    destroyedAt: '2020-03-01T03:00:00.000Z',
    history: ['APPLIED', 'SELECTED', 'PLACED'].map((stage) => ({ stage, reason: null })),
  })
  const korean = await cooks.ask(
    'query ($id: ID!) { node(id: $id) { ... on Participant { maskedName } } }',
    { id: inCooks[0].id },
    { 'accept-language': 'ko' },
  )
  expect(korean.data.node.maskedName).toBe('파기됨')
  const { data } = await cooks.ask('{ participants(filter: { name: "가나다" }) { totalCount } }')
  expect(data.participants.totalCount).toBe(0)
  const input = { participantId: inCooks[0].id, reason: '면접 일정 안내' }
  expect(await refused(cooks, 'revealPerson', input, 'person { name }')).toEqual(['participantId DESTROYED'])
  const { version } = await participantNow(cooks, inCooks[0])
  const correction = { ...input, version, name: '다시' }
  expect(await refused(cooks, 'correctPerson', correction, 'participant { id }')).toEqual(['participantId DESTROYED'])
})

test('who takes part elsewhere stays there, until the day of that program has come too', async () => {
  expect((await participantNow(cooks, both, 'maskedName')).maskedName).toBe('destroyed')
  const input = { participantId: bothThere.id, reason: '면접 일정 안내' }
  expect((await done(creators, 'revealPerson', input, 'person { name }')).name).toBe('양쪽이')
  expect((await due('2020-05-01')).map(({ code, kept }: Found) => [code, kept])).toEqual([['2019-03', 0]])
  itIs(product, '2020-05-01')
  const before = await counts()
  const end = { programId: ids.program('2019-03'), reason: '보유 기간 경과' }
  expect(await done(privacy, 'destroyPersons', end, CERTIFICATE)).toMatchObject({
    persons: 1,
    participations: 1,
    kept: 0,
  })
  expect(await counts()).toEqual(before)
  expect(await product.db.prisma.person.count()).toBe(0)
  expect(await refused(privacy, 'destroyPersons', end, CERTIFICATE)).toEqual(['programId NOBODY_LEFT'])
  expect(await due('2030-01-01')).toEqual([])
})

test('named participants are destroyed on their wish at any time, and only where they are named', async () => {
  const somebody = { name: '스스로', birthDate: '1977-07-07', phone: '010-0000-7777' }
  const here = await enrolled(cooks, ids.program('2019-02'), '2019-03-04', somebody)
  const there = await enrolled(creators, ids.program('2019-03'), '2019-03-05', somebody)
  const input = { participantIds: [here.id], reason: '정보주체의 삭제 요구' }
  expect(await done(privacy, 'destroyPersons', input, CERTIFICATE)).toMatchObject({
    programCode: null,
    persons: 0,
    participations: 1,
    kept: 1,
  })
  expect((await participantNow(creators, there, 'maskedName')).maskedName).toBe('스*로')
  const rest = { ...input, participantIds: [there.id] }
  expect(await done(privacy, 'destroyPersons', rest, CERTIFICATE)).toMatchObject({
    persons: 1,
    participations: 1,
    kept: 0,
  })
})

test('each destruction is in the access log and has a certificate that nobody changes', async () => {
  const log = await product.db.prisma.accessLog.findMany({ where: { kind: 'DESTROY' } })
  expect(log).toHaveLength(8)
  expect(log.every(({ personId, participantId, reason }) => personId && participantId && reason)).toBe(true)
  const { data } = await privacy.ask(
    '{ destructionCertificates { totalCount nodes { persons } } accessLogCheck { ok } }',
  )
  expect(data.destructionCertificates.totalCount).toBe(4)
  expect(data.accessLogCheck.ok).toBe(true)
  expect((await cooks.ask('{ destructionCertificates { totalCount } }')).data.destructionCertificates.totalCount).toBe(
    0,
  )
  await expect(product.db.query('DELETE FROM destruction_certificate')).rejects.toThrow('append-only')
})
