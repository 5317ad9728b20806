import { graphql } from './gql'
import type { TargetGroupFieldsFragment } from './gql/graphql'
import { localized, type Noun } from './noun'

export const targetGroup: Noun<TargetGroupFieldsFragment> = {
  name: 'targetGroups',
  type: 'TargetGroup',
  fields: graphql(`
    fragment TargetGroupFields on TargetGroup { id code nameKo nameEn }
  `),
  recordRepresentation: (row) => localized(row, 'name'),
  words: {
    ko: {
      name: '대상',
      empty: '등록된 대상이 없습니다',
      fields: { code: '코드', nameKo: '이름', nameEn: '영문 이름' },
    },
    en: {
      name: 'Target groups',
      empty: 'No target groups yet',
      fields: { code: 'Code', nameKo: 'Korean name', nameEn: 'English name' },
    },
  },
}
