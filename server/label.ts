import type { ProgramStage, RoundState } from './generated/prisma/enums.ts'

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
