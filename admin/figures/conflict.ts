import type { Part } from '../noun'

export const conflict: Part<
  'question' | 'members' | 'chosen' | 'reason' | 'resolvedAt' | 'resolvedBy' | 'program' | 'indicator'
> = {
  name: 'conflicts',
  acts: { create: 'openConflict', edit: 'resolveConflict', history: 'seeHistoryOfConflict' },
  words: {
    ko: {
      name: '상충 수치',
      fields: {
        question: '무엇이 어긋나는지',
        members: '어긋나는 값',
        chosen: '고른 값',
        reason: '고른 사유',
        resolvedAt: '결정 일시',
        resolvedBy: '결정한 사람',
        program: '사업',
        indicator: '지표',
      },
    },
    en: {
      name: 'Rival values',
      fields: {
        question: 'What is to be settled',
        members: 'Rival values',
        chosen: 'Chosen value',
        reason: 'Why this value',
        resolvedAt: 'Decided at',
        resolvedBy: 'Decided by',
        program: 'Program',
        indicator: 'Indicator',
      },
    },
  },
}
