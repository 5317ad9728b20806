export interface TargetGroupSeed {
  /** The natural key. */
  code: string
  nameKo: string
  nameEn: string
  /** Belonging to it reveals origin (PIPA art. 23). */
  sensitive?: boolean
}

export const targetGroups: TargetGroupSeed[] = [
  { code: 'DEFECTORS', nameKo: '북한이탈주민', nameEn: 'North Korean defectors', sensitive: true },
  { code: 'MARRIAGE_MIGRANT_WOMEN', nameKo: '결혼이주여성', nameEn: 'Marriage migrant women', sensitive: true },
  {
    code: 'CAREER_INTERRUPTED_MIDDLE_AGED_WOMEN',
    nameKo: '경력단절 중장년 여성',
    nameEn: 'Career-interrupted women in middle age',
  },
  { code: 'NEW_MIDDLE_AGED', nameKo: '신중년', nameEn: 'New middle-aged (sinjungnyeon)' },
  { code: 'OLDER_PEOPLE', nameKo: '노인(어르신)', nameEn: 'Older people' },
  { code: 'WOMEN', nameKo: '여성', nameEn: 'Women' },
  {
    code: 'INDUSTRIAL_ESTATE_WORKERS',
    nameKo: '산업단지 소기업 근로자(이용자)',
    nameEn: 'Workers of small firms in an industrial estate (service users)',
  },
]
