import type { Transaction } from './act.ts'
import { Problem, type ProblemCode, refuse } from './errors.ts'
import type { FundingSource, ProgramStage } from './generated/prisma/enums.ts'
import { labelsOf } from './label.ts'

/** What must be there before a step: the problems that stand in its way, each with the field that it is about. */
export type Guard = (client: Transaction, id: number) => Promise<Problem[]>

// Rounds

export const callIsDated: Guard = async (client, id) => {
  const { callOpensOn, callClosesOn } = await client.round.findUniqueOrThrow({ where: { id } })
  return [...needs(callOpensOn, 'callOpensOn', 'REQUIRED'), ...needs(callClosesOn, 'callClosesOn', 'REQUIRED')]
}

export const criteriaAreSet: Guard = async (client, id) => {
  const { _sum } = await client.criterion.aggregate({ where: { roundId: id }, _sum: { weightPct: true } })
  return needs(_sum.weightPct?.equals(100), 'criteria', 'NEEDS_CRITERIA')
}

export const proposalsAreDecided = noProgramAt('SUBMITTED', 'IN_REVIEW')
export const programsAreReported = noProgramAt('SELECTED', 'AGREED', 'RUNNING')
export const programsAreEvaluated = noProgramAt('REPORTED', 'SETTLED')

function noProgramAt(...stages: ProgramStage[]): Guard {
  return async (client, id) => {
    const count = await client.program.count({ where: { roundId: id, stage: { in: stages } } })
    const { en, ko } = labelsOf(stages)
    return needs(!count, 'programs', 'PROGRAMS_LEFT', { count, stagesEn: en, stagesKo: ko })
  }
}

export const findingsAreDecided: Guard = async (client, id) => {
  const count = await client.feedback.count({ where: { program: { roundId: id }, decision: null } })
  return needs(!count, 'feedback', 'FINDINGS_OPEN', { count })
}

// Programs

export const callIsOpen: Guard = async (client, id) =>
  needs(await client.program.count({ where: { id, round: { state: 'CALL_OPEN' } } }), 'round', 'CALL_NOT_OPEN')

export const roundIsScreening: Guard = async (client, id) =>
  needs(await client.program.count({ where: { id, round: { state: 'SCREENING' } } }), 'round', 'NOT_SCREENING')

export const targetIsSet: Guard = async (client, id) =>
  needs(await client.program.count({ where: { id, targetJobs: { not: null } } }), 'targetJobs', 'REQUIRED')

export const moneyIsPlanned: Guard = async (client, id) => {
  const planned = await client.fundingLine.count({ where: { programId: id, planned: { gt: 0 } } })
  return needs(planned, 'fundingLines', 'NEEDS_BUDGET')
}

export const deliveryBodyIsNamed: Guard = async (client, id) => {
  const bodies = await client.programOrganization.count({ where: { programId: id, role: 'IMPLEMENTING' } })
  return needs(bodies, 'organizations', 'NEEDS_DELIVERY_BODY')
}

export const reviewerIsAssigned: Guard = async (client, id) =>
  needs(await client.review.count({ where: { programId: id } }), 'reviews', 'NEEDS_REVIEWER')

export const reviewsAreIn: Guard = async (client, id) => {
  const all = await client.review.count({ where: { programId: id } })
  const open = await client.review.count({ where: { programId: id, submittedAt: null } })
  return all ? needs(!open, 'reviews', 'REVIEWS_OPEN', { open, all }) : needs(all, 'reviews', 'NEEDS_REVIEWER')
}

export const agreementIsMade: Guard = async (client, id) =>
  needs(await client.agreement.count({ where: { programId: id } }), 'agreements', 'NEEDS_AGREEMENT')

export const moneyIsGranted: Guard = async (client, id) => {
  const granted = await client.fundingLine.count({ where: { programId: id, granted: { gt: 0 } } })
  return needs(granted, 'fundingLines', 'NEEDS_GRANT')
}

/** Of each line, what was granted was spent or returned, to the won. */
export const moneyIsSettled: Guard = async (client, id) => {
  const lines = await client.fundingLine.findMany({ where: { programId: id }, orderBy: { source: 'asc' } })
  return lines.flatMap(({ source, granted, spent, returned }) => {
    if (granted === null && spent === null && returned === null) return []
    const of = sourceLabels[source]
    if (spent === null) return needs(spent, 'fundingLines', 'NEEDS_SPENT', of)
    const difference = (granted ?? 0n) - spent - (returned ?? 0n)
    return needs(!difference, 'fundingLines', 'NOT_BALANCED', { ...of, difference: String(difference) })
  })
}

export const evaluationIsRecorded: Guard = async (client, id) =>
  needs(await client.evaluation.count({ where: { programId: id } }), 'evaluation', 'NEEDS_EVALUATION')

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
