import type { CountingBasis, ProgramStage, RoundState } from './generated/prisma/enums.ts'

/** What the states of rounds and the stages of programs are called in messages. */
const labels: Record<RoundState | ProgramStage, { en: string; ko: string }> = {
  PLANNED: { en: 'planned', ko: '계획' },
  CALL_OPEN: { en: 'call open', ko: '공모' },
  SCREENING: { en: 'screening', ko: '심사' },
  DRAFT: { en: 'draft', ko: '작성' },
  SUBMITTED: { en: 'submitted', ko: '신청' },
  IN_REVIEW: { en: 'in review', ko: '심사' },
  SELECTED: { en: 'selected', ko: '선정' },
  RESERVE: { en: 'reserve', ko: '예비' },
  REJECTED: { en: 'rejected', ko: '탈락' },
  AGREED: { en: 'agreed', ko: '협약' },
  RUNNING: { en: 'running', ko: '추진' },
  REPORTED: { en: 'reported', ko: '실적보고' },
  SETTLED: { en: 'settled', ko: '정산' },
  EVALUATED: { en: 'evaluated', ko: '평가' },
  CLOSED: { en: 'closed', ko: '종료' },
  WITHDRAWN: { en: 'withdrawn', ko: '철회' },
}

export const labelsOf = (stages: readonly (RoundState | ProgramStage)[]) => ({
  en: stages.map((stage) => labels[stage].en).join(' or '),
  ko: stages.map((stage) => labels[stage].ko).join('·'),
})

/** What the counting bases are called in the steps of an explanation. */
export const basisLabels: Record<CountingBasis, { en: string; ko: string }> = {
  APPLIED: { en: 'applied', ko: '신청' },
  SELECTED: { en: 'selected', ko: '선발' },
  IN_TRAINING: { en: 'in training', ko: '교육 중' },
  TRAINED: { en: 'trained', ko: '수료' },
  PLACED: { en: 'placed', ko: '취업' },
  RETAINED: { en: 'retained', ko: '고용 유지' },
  TARGET: { en: 'target', ko: '목표' },
  REACHED: { en: 'reached', ko: '이용' },
  DELIVERED: { en: 'delivered', ko: '제공' },
  OTHER: { en: 'other', ko: '기타' },
}

/** What the days are called that another one must not be before. */
export const dayLabels: Partial<Record<string, { en: string; ko: string }>> = {
  awardedOn: { en: 'the day of the award', ko: '지정일' },
  callClosesOn: { en: 'the end of the call', ko: '공모 마감일' },
  callOpensOn: { en: 'the start of the call', ko: '공모 시작일' },
  from: { en: 'the first day', ko: '첫날' },
  periodStart: { en: 'the first day of the period', ko: '기간의 첫날' },
  screeningFrom: { en: 'the start of the screening', ko: '심사 시작일' },
  startsOn: { en: 'the start', ko: '시작일' },
  validFrom: { en: 'the first day', ko: '시작일' },
}
