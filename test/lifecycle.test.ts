import { beforeAll, expect, test } from 'vitest'
import {
  assigned,
  completeDraft,
  done,
  draft,
  type Found,
  handedIn,
  moved,
  now,
  PROGRAM,
  plannedRound,
  refused,
  step,
  tried,
} from './proposal.ts'
import { type Asker, fingerprint, freshProduct, idOf, type Running } from './support.ts'

let product: Running
let city: Asker
let dong: Asker
let year = 2030
beforeAll(async () => {
  product = await freshProduct()
  city = await product.as('city')
  dong = await product.as('28140')
})

const round = () => plannedRound(product, ++year)
const openRound = async () => moved(product, 'openCall', await round())

test('a proposal needs the open call, target jobs, planned money and a delivery body', async () => {
  const planned = await round()
  const program = await draft(product, planned, '28140')
  const select = 'transitions { name to labelKo needsReason allowed missing { field code } }'
  expect(await now(dong, program.id, select)).toMatchInlineSnapshot(`
    {
      "transitions": [
        {
          "allowed": false,
          "labelKo": "신청",
          "missing": [
            {
              "code": "CALL_NOT_OPEN",
              "field": "round",
            },
            {
              "code": "REQUIRED",
              "field": "targetJobs",
            },
            {
              "code": "NEEDS_BUDGET",
              "field": "fundingLines",
            },
            {
              "code": "NEEDS_DELIVERY_BODY",
              "field": "organizations",
            },
          ],
          "name": "submitProposal",
          "needsReason": false,
          "to": "SUBMITTED",
        },
        {
          "allowed": true,
          "labelKo": "철회",
          "missing": [],
          "name": "withdrawProgram",
          "needsReason": true,
          "to": "WITHDRAWN",
        },
      ],
    }
  `)
  const before = await fingerprint(product.db)
  const { problems } = await tried(dong, 'submitProposal', { id: program.id, version: program.version }, PROGRAM)
  expect(problems).toMatchInlineSnapshot(`
    [
      {
        "code": "CALL_NOT_OPEN",
        "field": "round",
        "message": "The call of this round is not open.",
      },
      {
        "code": "REQUIRED",
        "field": "targetJobs",
        "message": "This is needed.",
      },
      {
        "code": "NEEDS_BUDGET",
        "field": "fundingLines",
        "message": "Enter at least one budget line with a planned amount.",
      },
      {
        "code": "NEEDS_DELIVERY_BODY",
        "field": "organizations",
        "message": "Name the delivery body: an organization with the role IMPLEMENTING.",
      },
    ]
  `)
  expect(await fingerprint(product.db)).toBe(before)
})

test('an illegal step answers with the present stage and what can be done now, in both languages', async () => {
  const program = await completeDraft(product, await openRound(), '28140')
  const query = `mutation { startProgram(input: { id: "${program.id}", version: ${program.version} }) { program { stage } errors { field code message } } }`
  expect((await dong.ask(query)).data.startProgram).toMatchInlineSnapshot(`
    {
      "errors": [
        {
          "code": "NOT_ALLOWED_NOW",
          "field": "id",
          "message": "This is not possible at the stage “draft”. Possible now: Submit the proposal (submitProposal), Withdraw (withdrawProgram).",
        },
      ],
      "program": {
        "stage": "DRAFT",
      },
    }
  `)
  const { data } = await city.ask(query, {}, { 'accept-language': 'ko' })
  expect(data.startProgram.errors[0].message).toMatchInlineSnapshot(
    `"현재 단계(작성)에서는 할 수 없습니다. 지금 할 수 있는 일: 신청, 철회."`,
  )
})

test('a district steps its own programs only, and only where it may', async () => {
  const program = await completeDraft(product, await openRound(), '28140')
  const other = await product.as('28177')
  const { id, version } = program
  expect(await refused(other, 'submitProposal', { id, version }, PROGRAM)).toBe('NOT_FOUND')
  expect(await now(other, id)).toBeNull()
  await step(dong, 'submitProposal', program)
  expect(await refused(dong, 'startReview', { id, version: version + 1 }, PROGRAM)).toBe('FORBIDDEN')
  expect(await now(dong, id, 'transitions { name }')).toEqual({ transitions: [{ name: 'withdrawProgram' }] })
})

test('after the submission the district no longer changes what it proposed; the city can', async () => {
  const program = await completeDraft(product, await openRound(), '28140')
  const { id, version } = await step(dong, 'submitProposal', program)
  const organizationId = idOf('Organization', 1)
  expect({
    text: await refused(dong, 'updateProgram', { id, version, titleKo: '다른 이름' }, PROGRAM),
    money: await refused(dong, 'setFunding', { programId: id, source: 'OWN', planned: 1 }, 'fundingLine { id }'),
    body: await refused(dong, 'assignOrganization', { programId: id, organizationId, role: 'PARTNER' }, PROGRAM),
    city: await refused(city, 'updateProgram', { id, version, titleKo: '다른 이름' }, PROGRAM),
  }).toEqual({ text: 'FORBIDDEN', money: 'FORBIDDEN', body: 'FORBIDDEN', city: [] })
})

test('a program goes from the draft to the evaluation, and each step says who, when and why', async () => {
  const called = await openRound()
  const program = await completeDraft(product, called, '28140')
  const { id } = program
  await step(dong, 'submitProposal', program)
  expect(await refused(city, 'startReview', { id, version: (await now(city, id)).version }, PROGRAM)).toEqual([
    'round NOT_SCREENING',
    'reviews NEEDS_REVIEWER',
  ])
  await moved(product, 'startScreening', called)
  const review = await assigned(product, program, 'reviewer')
  await step(city, 'startReview', program)
  const version = async () => (await now(city, id)).version
  for (const name of ['selectProgram', 'reserveProgram', 'rejectProgram']) {
    expect(await refused(city, name, { id, version: await version() }, PROGRAM)).toEqual(['reviews REVIEWS_OPEN'])
  }
  await handedIn(product, called, review, 'reviewer', [9, 4, 15])
  await step(city, 'selectProgram', program, '1위')
  expect(await refused(city, 'agreeProgram', { id, version: await version() }, PROGRAM)).toEqual([
    'agreements NEEDS_AGREEMENT',
    'fundingLines NEEDS_GRANT',
  ])
  await done(
    city,
    'recordAgreement',
    { programId: id, titleKo: '업무 협약', signedOn: `${year}-02-12` },
    'agreement { id }',
  )
  const money = async (source: string, amounts: object) => {
    const { fundingLines } = await now(city, id, 'fundingLines { source version }')
    const line = fundingLines.find((line: Found) => line.source === source)
    return done(city, 'setFunding', { programId: id, source, version: line.version, ...amounts }, 'fundingLine { id }')
  }
  await money('CITY', { granted: 70_000_000 })
  await money('DISTRICT', { granted: 30_000_000 })
  await step(city, 'agreeProgram', program)
  await step(dong, 'startProgram', program)
  await step(dong, 'reportProgram', program)
  await money('CITY', { spent: 69_500_000, returned: 400_000 })
  const { problems } = await tried(city, 'settleProgram', { id, version: await version() }, PROGRAM)
  expect(problems).toMatchInlineSnapshot(`
    [
      {
        "code": "NOT_BALANCED",
        "field": "fundingLines",
        "message": "The city money does not balance: granted minus spent minus returned is 100000 won; it must be 0.",
      },
      {
        "code": "NEEDS_SPENT",
        "field": "fundingLines",
        "message": "Enter what was spent of the district money.",
      },
    ]
  `)
  await money('CITY', { returned: 500_000 })
  await money('DISTRICT', { spent: 30_000_000 })
  await step(city, 'settleProgram', program)
  expect(await refused(city, 'evaluateProgram', { id, version: await version() }, PROGRAM)).toEqual([
    'evaluation NEEDS_EVALUATION',
  ])
  const programId = Number(Buffer.from(id, 'base64url').toString().split(':')[1])
  await product.db.prisma.evaluation.create({
    data: { programId, evaluatedOn: new Date(`${year}-12-31`), findings: '잘됨' },
  })
  await step(city, 'evaluateProgram', program)
  const { steps, transitions } = await now(
    dong,
    id,
    'steps { name fromStage toStage reason byName ranking { id } } transitions { name }',
  )
  expect(transitions).toEqual([])
  expect(steps.map((taken: Found) => Object.values(taken).join(' '))).toMatchInlineSnapshot(`
    [
      "submitProposal DRAFT SUBMITTED  Officer 28140 ",
      "startReview SUBMITTED IN_REVIEW  Officer city ",
      "selectProgram IN_REVIEW SELECTED 1위 Officer city ",
      "agreeProgram SELECTED AGREED  Officer city ",
      "startProgram AGREED RUNNING  Officer 28140 ",
      "reportProgram RUNNING REPORTED  Officer 28140 ",
      "settleProgram REPORTED SETTLED  Officer city ",
      "evaluateProgram SETTLED EVALUATED  Officer city ",
    ]
  `)
  expect((await now(product, id, 'stage steps { name }')).steps).toEqual([])
})

test('a withdrawal needs a reason, and a settled program is not withdrawn', async () => {
  const program = await completeDraft(product, await openRound(), '28140')
  const { id, version } = program
  expect(await refused(dong, 'withdrawProgram', { id, version }, PROGRAM)).toEqual(['reason REQUIRED'])
  expect(await refused(dong, 'withdrawProgram', { id, version, reason: ' ' }, PROGRAM)).toEqual(['reason REQUIRED'])
  expect((await step(dong, 'withdrawProgram', program, '중복 신청')).stage).toBe('WITHDRAWN')
  const seeded = (await city.ask('{ program(code: "2019-01") { id version } }')).data.program
  expect(await refused(city, 'withdrawProgram', { ...seeded, reason: '늦음' }, PROGRAM)).toEqual(['id NOT_ALLOWED_NOW'])
})

test('a step on an older version is refused with both versions, and the answer shows the program as it is', async () => {
  const program = await completeDraft(product, await openRound(), '28140')
  const answer = await tried(dong, 'submitProposal', { id: program.id, version: 1 }, PROGRAM)
  expect(answer.problems.map(({ field, code }: Found) => `${field} ${code}`)).toEqual(['version CONFLICT'])
  expect(answer.record).toEqual(program)
})

test('of two officers who take a step at once exactly one does', async () => {
  const second = await product.as('city-2')
  for (const names of [
    ['submitProposal', 'submitProposal'],
    ['submitProposal', 'withdrawProgram'],
  ] as const) {
    const { id, version } = await completeDraft(product, await openRound(), '28140')
    const input = { id, version, reason: '동시에' }
    const answers = await Promise.all([tried(city, names[0], input, PROGRAM), tried(second, names[1], input, PROGRAM)])
    expect(answers.map(({ problems }) => problems.length).sort()).toEqual([0, 1])
    const loser = answers.find(({ problems }) => problems.length)
    expect(['NOT_ALLOWED_NOW', 'CONFLICT']).toContain(loser?.problems[0].code)
    const { stage, steps } = await now(city, id, 'stage steps { toStage }')
    expect(steps).toEqual([{ toStage: stage }])
  }
})
