import type { Transaction } from './act.ts'
import { Problem, type ProblemCode, refuse } from './errors.ts'
import { Prisma } from './generated/prisma/client.ts'
import type { FundingSource, ProgramStage } from './generated/prisma/enums.ts'
import { labelsOf } from './label.ts'

/** What must be there before a step: the problems that stand in its way, each with the field that it is about. */
export type Guard<Facts> = (facts: Facts) => Problem[]

type Reader = Pick<Transaction, 'round' | 'program'>
type FactsOf<Load extends (...args: never[]) => Promise<unknown[]>> = Awaited<ReturnType<Load>>[number]

// Rounds

/** What the guards of rounds ask. */
export const roundFacts = (client: Reader, ids: number[]) =>
  client.round.findMany({
    where: { id: { in: ids } },
    select: {
      id: true,
      callOpensOn: true,
      callClosesOn: true,
      criteria: { select: { weightPct: true } },
      programs: { select: { stage: true, findings: { where: { decision: null }, select: { id: true } } } },
    },
  })
export type RoundFacts = FactsOf<typeof roundFacts>
type RoundGuard = Guard<RoundFacts>

export const callIsDated: RoundGuard = ({ callOpensOn, callClosesOn }) => [
  ...needs(callOpensOn, 'callOpensOn', 'REQUIRED'),
  ...needs(callClosesOn, 'callClosesOn', 'REQUIRED'),
]

export const criteriaAreSet: RoundGuard = ({ criteria }) => {
  const sum = criteria.reduce((sum, { weightPct }) => sum.plus(weightPct), new Prisma.Decimal(0))
  return needs(sum.equals(100), 'criteria', 'NEEDS_CRITERIA')
}

export const proposalsAreDecided = noProgramAt('SUBMITTED', 'IN_REVIEW')
export const programsAreReported = noProgramAt('SELECTED', 'AGREED', 'RUNNING')
export const programsAreEvaluated = noProgramAt('REPORTED', 'SETTLED')

function noProgramAt(...stages: ProgramStage[]): RoundGuard {
  return ({ programs }) => {
    const count = programs.filter(({ stage }) => stages.includes(stage)).length
    const { en, ko } = labelsOf(stages)
    return needs(!count, 'programs', 'PROGRAMS_LEFT', { count, stagesEn: en, stagesKo: ko })
  }
}

export const findingsAreDecided: RoundGuard = ({ programs }) => {
  const count = programs.flatMap(({ findings }) => findings).length
  return needs(!count, 'feedback', 'FINDINGS_OPEN', { count })
}

// Programs

/** What the guards of programs ask. */
export const programFacts = (client: Reader, ids: number[]) =>
  client.program.findMany({
    where: { id: { in: ids } },
    select: {
      id: true,
      targetJobs: true,
      round: { select: { state: true } },
      fundingLines: {
        select: { source: true, planned: true, granted: true, spent: true, returned: true },
        orderBy: { source: 'asc' },
      },
      organizations: { where: { role: 'IMPLEMENTING' }, select: { role: true } },
      reviews: { select: { submittedAt: true } },
      agreements: { select: { id: true } },
      evaluation: { select: { id: true } },
    },
  })
export type ProgramFacts = FactsOf<typeof programFacts>
type ProgramGuard = Guard<ProgramFacts>

export const callIsOpen: ProgramGuard = ({ round }) => needs(round.state === 'CALL_OPEN', 'round', 'CALL_NOT_OPEN')

export const roundIsScreening: ProgramGuard = ({ round }) =>
  needs(round.state === 'SCREENING', 'round', 'NOT_SCREENING')

export const targetIsSet: ProgramGuard = ({ targetJobs }) => needs(targetJobs !== null, 'targetJobs', 'REQUIRED')

export const moneyIsPlanned: ProgramGuard = ({ fundingLines }) =>
  needs(
    fundingLines.some(({ planned }) => (planned ?? 0n) > 0n),
    'fundingLines',
    'NEEDS_BUDGET',
  )

export const deliveryBodyIsNamed: ProgramGuard = ({ organizations }) =>
  needs(organizations.length, 'organizations', 'NEEDS_DELIVERY_BODY')

export const reviewerIsAssigned: ProgramGuard = ({ reviews }) => needs(reviews.length, 'reviews', 'NEEDS_REVIEWER')

export const reviewsAreIn: ProgramGuard = ({ reviews }) => {
  const all = reviews.length
  const open = reviews.filter(({ submittedAt }) => !submittedAt).length
  return all ? needs(!open, 'reviews', 'REVIEWS_OPEN', { open, all }) : needs(all, 'reviews', 'NEEDS_REVIEWER')
}

export const agreementIsMade: ProgramGuard = ({ agreements }) =>
  needs(agreements.length, 'agreements', 'NEEDS_AGREEMENT')

export const moneyIsGranted: ProgramGuard = ({ fundingLines }) =>
  needs(
    fundingLines.some(({ granted }) => (granted ?? 0n) > 0n),
    'fundingLines',
    'NEEDS_GRANT',
  )

/** Of each line, what was granted was spent or returned, to the won. */
export const moneyIsSettled: Guard<Pick<ProgramFacts, 'fundingLines'>> = ({ fundingLines }) =>
  fundingLines.flatMap(({ source, granted, spent, returned }) => {
    if (granted === null && spent === null && returned === null) return []
    const of = sourceLabels[source]
    if (spent === null) return needs(spent, 'fundingLines', 'NEEDS_SPENT', of)
    const difference = (granted ?? 0n) - spent - (returned ?? 0n)
    return needs(!difference, 'fundingLines', 'NOT_BALANCED', { ...of, difference: String(difference) })
  })

export const evaluationIsRecorded: ProgramGuard = ({ evaluation }) =>
  needs(evaluation, 'evaluation', 'NEEDS_EVALUATION')

/** Refuses an act on a program that is not at one of these stages. */
export async function needsStage(field: string, id: number, stages: readonly ProgramStage[], client: Transaction) {
  const { stage } = await client.program.findUniqueOrThrow({ where: { id }, select: { stage: true } })
  if (stages.includes(stage)) return
  const [now, only] = [labelsOf([stage]), labelsOf(stages)]
  refuse(field, 'WRONG_STAGE', { nowEn: now.en, nowKo: now.ko, stagesEn: only.en, stagesKo: only.ko })
}

const sourceLabels: Record<FundingSource, { sourceEn: string; sourceKo: string }> = {
  CITY: { sourceEn: 'city', sourceKo: '시비' },
  DISTRICT: { sourceEn: 'district', sourceKo: '군·구비' },
  OWN: { sourceEn: 'own', sourceKo: '자부담' },
  OTHER: { sourceEn: 'other', sourceKo: '기타 재원' },
}

const needs = (met: unknown, field: string, code: ProblemCode, details = {}) =>
  met ? [] : [new Problem(code, details, field)]
