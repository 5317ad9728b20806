import { graphql } from './gql'
import type { Part } from './noun'

graphql(`
  fragment CriterionFields on Criterion { id position nameKo nameEn weightPct maxScore }
`)

export const criterion: Part<'nameKo' | 'nameEn' | 'weightPct' | 'maxScore'> = {
  name: 'criteria',
  acts: { edit: 'setCriteria' },
  words: {
    ko: {
      name: '심사 기준',
      fields: { nameKo: '심사 기준', nameEn: '영문', weightPct: '가중치(%)', maxScore: '최고점' },
    },
    en: {
      name: 'Criteria',
      fields: { nameKo: 'Criterion', nameEn: 'In English', weightPct: 'Weight (%)', maxScore: 'Maximum' },
    },
  },
}
