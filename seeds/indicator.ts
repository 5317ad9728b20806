import type {
  CountingBasis,
  Dimension,
  IndicatorKind,
  JobCategory,
  Population,
} from '../server/generated/prisma/enums.ts'

export interface IndicatorSeed {
  /** The natural key. */
  code: string
  nameKo: string
  nameEn: string
  unitKo: string
  unitEn: string
  population: Population
  basis: CountingBasis
  kind: IndicatorKind
  jobCategory?: JobCategory
  definition: string
  method?: string
  verification?: string
  limits?: string
  dimensions?: Dimension[]
}

const persons = { unitKo: '명', unitEn: 'persons', population: 'PARTICIPANTS' } as const
/** How participants are recorded, so that the figures can be broken down and derived from their stages. */
const participants: Pick<IndicatorSeed, keyof typeof persons | 'method' | 'dimensions'> = {
  ...persons,
  method:
    '참여자의 단계 이력에서 세거나 출처의 값을 옮김 / Counted from the stages of participants, or taken from a source',
  dimensions: ['SEX', 'AGE_BAND', 'TARGET_GROUP'],
}

export const indicators: IndicatorSeed[] = [
  {
    ...participants,
    code: 'APPLIED',
    nameKo: '신청 인원',
    nameEn: 'Persons who applied',
    basis: 'APPLIED',
    kind: 'RUNNING_TOTAL',
    definition:
      '연초부터 신청한 사람 수, 신청은 일자리가 아님 / Persons who applied since the start of the year; an application is not a job.',
    limits:
      '2019년 180개를 설명할 때에는 뺌(추정) / ' + 'Left out where the 180 jobs of 2019 are explained (inferred).',
  },
  {
    ...participants,
    code: 'SELECTED',
    nameKo: '선발 인원',
    nameEn: 'Persons selected',
    basis: 'SELECTED',
    kind: 'RUNNING_TOTAL',
    definition:
      '연초부터 선발된 사람 수, 취업 여부는 말하지 않음 / ' +
      'Persons selected since the start of the year; says nothing about whether they work yet.',
    limits:
      '2019년 180개를 설명할 때에는 취업과 함께 셈(추정): 엄밀히는 취업이 아님 / ' +
      'Counted with placements where the 180 jobs of 2019 are explained (inferred); strictly they are none.',
  },
  {
    ...participants,
    code: 'IN_TRAINING',
    nameKo: '교육 중 인원',
    nameEn: 'Persons in training',
    basis: 'IN_TRAINING',
    kind: 'POINT_IN_TIME',
    jobCategory: 'VOCATIONAL_TRAINING',
    definition:
      '기준일에 교육을 받고 있는 사람 수 / Persons in training on the as-of date; they are trainees, not holders of a job.',
  },
  {
    ...participants,
    code: 'TRAINED',
    nameKo: '교육 수료 인원',
    nameEn: 'Persons trained',
    basis: 'TRAINED',
    kind: 'RUNNING_TOTAL',
    jobCategory: 'VOCATIONAL_TRAINING',
    definition:
      '연초부터 교육을 마친 사람 수, 취업은 따로 셈 / ' +
      'Persons who finished training since the start of the year; placements are counted apart.',
    limits: '부평구 2019년 값은 출처마다 다름(27, 28) / ' + 'Sources differ about 부평구 in 2019: 27 and 28.',
  },
  {
    ...participants,
    code: 'PLACED',
    nameKo: '취업 인원',
    nameEn: 'Persons placed',
    basis: 'PLACED',
    kind: 'RUNNING_TOTAL',
    jobCategory: 'DIRECT_JOB',
    definition:
      '연초부터 배치·고용된 사람 수, 계속 일하는지는 말하지 않음 / ' +
      'Persons placed or employed since the start of the year; says nothing about how long they stay.',
    limits: '미추홀구 2019년 값은 출처마다 다름(33, 6) / ' + 'Sources differ about 미추홀구 in 2019: 33 and 6.',
  },
  {
    ...persons,
    code: 'STAFF',
    nameKo: '운영 인력',
    nameEn: 'Staff who run the service',
    basis: 'OTHER',
    kind: 'POINT_IN_TIME',
    definition:
      '기준일에 서비스를 운영하는 인력 수, 채용 경로는 알려지지 않아 취업 인원과 구분함 / ' +
      'Staff running the service on the as-of date; kept apart from placements because how they were hired is not known.',
  },
  {
    code: 'HOUSEHOLDS_REACHED',
    nameKo: '서비스 이용 가구',
    nameEn: 'Households reached',
    unitKo: '가구',
    unitEn: 'households',
    population: 'SERVICE_USERS',
    basis: 'REACHED',
    kind: 'RUNNING_TOTAL',
    definition:
      '연초부터 서비스를 받은 가구 수 / Households that received the service since the start of the year; never added to participants.',
  },
  {
    code: 'COACHING_VISITS',
    nameKo: '육아코칭 방문 횟수',
    nameEn: 'Coaching visits',
    unitKo: '회',
    unitEn: 'visits',
    population: 'SERVICE_EVENTS',
    basis: 'DELIVERED',
    kind: 'RUNNING_TOTAL',
    definition:
      '연초부터 이루어진 방문 횟수, 한 가구를 여러 번 방문함 / Visits made since the start of the year; a household is visited several times.',
    verification:
      '이용 가구 수로 나누어 봄: 2,634회 / 961가구 = 2.74 / ' +
      'Divide by the households reached: 2,634 visits / 961 households = 2.74.',
  },
  {
    code: 'SHUTTLE_RUNS',
    nameKo: '셔틀 운행 횟수',
    nameEn: 'Shuttle runs',
    unitKo: '회',
    unitEn: 'runs',
    population: 'SERVICE_EVENTS',
    basis: 'DELIVERED',
    kind: 'RUNNING_TOTAL',
    definition: '연초부터 운행한 횟수 / Runs made since the start of the year.',
    verification:
      '하루 평균으로 나누어 운행일수를 봄: 2,136회 / 16회 = 133.5일 / ' +
      'Divide by the runs a day for the days of operation: 2,136 / 16 = 133.5.',
  },
  {
    code: 'SHUTTLE_RUNS_PER_DAY',
    nameKo: '하루 평균 운행 횟수',
    nameEn: 'Shuttle runs a day',
    unitKo: '회/일',
    unitEn: 'runs a day',
    population: 'SERVICE_EVENTS',
    basis: 'DELIVERED',
    kind: 'RATE',
    definition:
      '운행일 하루 평균 횟수, 발표된 값은 반올림되었을 수 있음 / Mean runs on a day of operation; the published value may be rounded.',
    limits:
      '반올림으로 운행일수 133.5일은 129.5~137.8일일 수 있음 / ' +
      'With rounding, the 133.5 days of operation may be 129.5 to 137.8.',
  },
  {
    code: 'SATISFACTION',
    nameKo: '만족도',
    nameEn: 'Satisfaction',
    unitKo: '점',
    unitEn: 'points',
    population: 'SERVICE_USERS',
    basis: 'OTHER',
    kind: 'RATE',
    definition:
      '만족도 점수, 조사 대상과 척도는 출처마다 확인해야 함 / ' +
      'Satisfaction score; who was asked and on which scale is to be checked in the source.',
  },
]
