import { PUBLIC_STAGES } from '../server/access.ts'
import { delegate } from '../server/delegate.ts'
import * as enums from '../server/generated/prisma/enums.ts'
import { histories, type Row } from './matrixExpectations.ts'
import type { Running } from './support.ts'

type Make = (model: string, given?: Row) => Promise<Row>

/**
 * Programs of three districts at every stage, each with all that can belong to a program, and an account of every kind.
 * Of the officers one works for A, one for A and C, one for B.
 */
export async function fillTables(make: Make, product: Running) {
  const codes = ['28177', '28140', '28185']
  const places: Row[] = []
  for (const code of codes) places.push(await make('District', { code, validFrom: null, validTo: null }))
  const [a, b, c] = places as [Row, Row, Row]
  const event = await make('DistrictEvent', { code: 'event-1' })
  await make('DistrictSuccession', { eventId: event.id, fromId: a.id, toId: b.id, whole: false, dong: ['q동'] })
  const officer = async (role: string, ...of: Row[]) => {
    const email = `${role}-${of.map(({ code }) => code).join('-')}@x.example`
    const person = await make('User', { role, email, ...withoutSecrets })
    for (const { id } of of) await make('UserDistrict', { userId: person.id, districtId: id })
    return person
  }
  const staff = {
    admin: await officer('ADMIN'),
    city: await officer('CITY'),
    privacy: await officer('PRIVACY'),
    a: await officer('DISTRICT', a),
    ac: await officer('DISTRICT', a, c),
    b: await officer('DISTRICT', b),
    reviewer: await officer('REVIEWER', c),
  }
  const fellow = await make('User', { role: 'REVIEWER', ...withoutSecrets })
  const idle = await make('User', { role: 'REVIEWER', ...withoutSecrets })
  await make('RightsChange', { byId: staff.admin.id, userId: staff.a.id })
  await make('AccessReview', { month: '2020-10', signedById: staff.privacy.id })
  const years = [2019, 2020]
  const rounds: Row[] = []
  for (const year of years) rounds.push(await make('Round', { year, state: 'RUNNING', citySharePct: 70 }))
  const [round, next] = rounds as [Row, Row]
  const criterion = await make('Criterion', { roundId: round.id, weightPct: 100, maxScore: 10, position: 1 })
  await make('RoundStep', { roundId: round.id, byId: staff.city.id })
  await make('PeriodLock', { roundId: next.id, lockedById: staff.city.id, unlockedAt: null, unlockedById: null })
  await make('FundingLine', { roundId: round.id, programId: null })
  const source = await make('Source')
  const indicator = await make('Indicator', {
    code: 'PLACED',
    basis: 'PLACED',
    kind: 'RUNNING_TOTAL',
    dimensions: ['SEX'],
  })
  const organization = await make('Organization')
  const line = await make('ProgramLine', { code: 'line-1' })
  const group = await make('TargetGroup', { code: 'GROUP_1' })
  await make('TargetGroupDefinition', { targetGroupId: group.id, validTo: null })
  const claim = await make('Claim', {
    code: '2019-claim',
    roundId: round.id,
    documentId: source.id,
    basis: 'PLACED',
    asOf: day(300),
  })
  const release = await make('Release', { query: { year: 2019 }, asOf: day(300), createdById: staff.city.id })
  const ranking = await make('Ranking', { roundId: round.id, frozenById: staff.city.id })
  const { vault } = product.product
  let number = 0

  async function program(place: Row, author: Row, stage: string, index: number) {
    const code = `2019-${String(++number).padStart(2, '0')}`
    // The same people take part in every district.
    const human = {
      name: `사람${index}`,
      birthDate: '1970-01-02',
      phone: `010-1111-${1000 + index}`,
      addressNote: null,
    }
    const one = await make('Program', {
      code,
      stage,
      roundId: round.id,
      districtId: place.id,
      lineId: line.id,
      updatedAt: day(index),
    })
    const programId = one.id
    const cohort = await make('Cohort', { programId, half: 1 })
    if (stage !== 'DRAFT' && stage !== 'REJECTED') {
      const person = await make('Person', vault.seal({ ...human, addressNote: code }) as never)
      const p = await make('Participant', {
        programId,
        cohortId: cohort.id,
        personId: person.id,
        stage: 'PLACED',
        ...present,
      })
      await make('StageChange', { participantId: p.id, stage: 'PLACED', retractedAt: null, recordedById: author.id })
      await make('FollowUp', { participantId: p.id, months: 3, supersededAt: null, recordedById: author.id })
      await make('ParticipantTargetGroup', { participantId: p.id, targetGroupId: group.id })
      await make('AccessLog', { accountId: author.id, participantId: p.id, role: 'DISTRICT' })
      await make('DestructionCertificate', { destroyedById: staff.privacy.id, programId })
    }
    const figure = {
      programId,
      indicatorId: indicator.id,
      dimension: null,
      category: null,
      periodStart: null,
      supersededAt: null,
    }
    const work = { authorId: author.id, editorId: author.id }
    const outcomes: Row[] = []
    for (const status of ['DRAFT', 'RETURNED', 'APPROVED', 'APPROVED']) {
      const approved = status === 'APPROVED' ? { approverId: staff.city.id } : { approvedAt: null }
      outcomes.push(
        await make('Outcome', {
          ...figure,
          ...work,
          ...approved,
          status,
          value: 1000 + number * 10 + outcomes.length,
          asOf: day(100 + number * 5 + outcomes.length),
        }),
      )
    }
    const [draft, , first, second] = outcomes as [Row, Row, Row, Row]
    await make('Outcome', {
      ...figure,
      ...work,
      approvedAt: null,
      status: 'SUBMITTED',
      supersedesId: first.id,
      asOf: first.asOf,
      value: 9000 + number,
    })
    if (stage === 'RUNNING')
      await make('Outcome', {
        ...figure,
        ...work,
        approverId: staff.city.id,
        status: 'APPROVED',
        cohortId: cohort.id,
        dimension: 'SEX',
        category: 'FEMALE',
        asOf: first.asOf,
        value: 7000 + number,
      })
    for (const { id: outcomeId } of [draft, first]) {
      await make('Citation', { outcomeId, sourceId: source.id })
      await make('Evidence', { outcomeId, uploadedById: author.id })
    }
    const conflict = await make('Conflict', {
      programId,
      indicatorId: indicator.id,
      chosenId: second.id,
      resolvedById: author.id,
    })
    for (const { id: outcomeId } of [first, second])
      await make('ConflictMember', { conflictId: conflict.id, outcomeId })
    for (const kind of ['CITY', 'DISTRICT']) await make('FundingLine', { programId, roundId: round.id, source: kind })
    await make('ProgramOrganization', { programId, organizationId: organization.id })
    const agreement = await make('Agreement', { programId, documentId: source.id })
    await make('AgreementParty', { agreementId: agreement.id, organizationId: organization.id })
    await make('Evaluation', { programId })
    await make('FlagshipAward', { programId, documentId: source.id, year: 2019 })
    await make('TargetStatement', { programId, documentId: source.id })
    await make('ProgramTargetGroup', { programId, targetGroupId: group.id })
    await make('ProgramStep', { programId, byId: author.id, rankingId: ranking.id, name: 'selectProgram' })
    await make('RankingEntry', { rankingId: ranking.id, programId })
    // A release pins what everyone may see.
    if (PUBLIC_STAGES.some((one) => one === stage))
      await make('ReleaseValue', { releaseId: release.id, programId, indicatorId: indicator.id, outcomeId: first.id })
    await make('ClaimTreatment', {
      claimId: claim.id,
      position: number,
      treatment: 'ADD',
      basis: null,
      outcomeId: second.id,
    })
    await make('Feedback', { programId, decidedById: staff.city.id, figuresAsOf: day(400) })
    await make('Review', { programId, reviewerId: idle.id, submittedAt: null })
    const handedIn = await make('Review', { programId, reviewerId: fellow.id })
    await make('ReviewScore', { reviewId: handedIn.id, criterionId: criterion.id })
    return one
  }
  const programs: Row[] = []
  for (const [place, author, stages] of [
    [a, staff.a, ['DRAFT', 'IN_REVIEW', 'REJECTED', 'RUNNING', 'WITHDRAWN']],
    [b, staff.b, Object.values(enums.ProgramStage)],
    [c, staff.ac, ['DRAFT', 'RUNNING']],
  ] as [Row, Row, string[]][]) {
    for (const [index, stage] of stages.entries()) programs.push(await program(place, author, stage, index))
  }
  const at = (place: Row, stage: string) =>
    programs.find((one) => one.districtId === place.id && one.stage === stage) as Row
  for (const [place, stage, submittedAt] of [
    [a, 'IN_REVIEW', day(50)],
    [b, 'IN_REVIEW', null],
    [b, 'WITHDRAWN', day(51)],
  ] as [Row, string, Date | null][]) {
    await make('Review', { programId: at(place, stage).id, reviewerId: staff.reviewer.id, submittedAt })
  }
  // Findings whose answer is in a program of another district that is hidden, or public.
  for (const [from, to] of [
    [at(a, 'RUNNING'), at(b, 'DRAFT')],
    [at(b, 'RUNNING'), at(a, 'RUNNING')],
  ] as [Row, Row][]) {
    await make('Feedback', { programId: from.id, nextProgramId: to.id, decidedById: staff.city.id })
  }
  for (const [at, { id: ownerId }] of Object.values(staff).entries()) {
    await make('SavedFilter', { ownerId, list: 'programs', filter: { search: `q-saved-${at}` }, sort: [] })
  }
  await addHistory(make, staff, programs, product)
  return { staff, own: a }
}

/** A change of one record of every table with a history in every program, by accounts of all kinds. */
async function addHistory(make: Make, staff: Record<string, Row>, programs: Row[], { db: { prisma } }: Running) {
  const authors = Object.values(staff)
  let index = 0
  for (const [tableName, [model]] of Object.entries(histories)) {
    const rows: Row[] = await delegate(prisma, model).findMany()
    for (const { id: recordId } of rows) {
      const fields: Row = { note: [`q-old-${index}`, `q-new-${index}`] }
      // Names of other records, some of which the caller may not see.
      if (tableName === 'feedback')
        fields.next_program_id = [programs.at(-1)?.id, programs[index % programs.length]?.id]
      if (tableName === 'conflict')
        fields.members = {
          removed: [],
          added: [
            { outcome_id: (await prisma.outcome.findFirstOrThrow({ where: { programId: { not: recordId } } })).id },
          ],
        }
      await make('Change', {
        tableName,
        recordId,
        kind: 'UPDATED',
        fields,
        act: 'anAct',
        byId: authors[index++ % authors.length]?.id,
      })
    }
  }
}

/** What a participation has only once the person was destroyed. */
const present = { destroyedAt: null, sex: null, ageBand: null }
const withoutSecrets = { passwordHash: null, oidcSubject: null, totpSecret: null, totpSince: null, totpLastStep: null }
const day = (index: number) => new Date(Date.UTC(2019, 0, 1 + index))
