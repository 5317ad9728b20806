import type { CountingBasis, Population, Treatment } from '../server/generated/prisma/enums.ts'
import { type OutcomeSeed, seededOutcome } from './outcome.ts'
import {
  budgetReport,
  flagshipReport,
  interimReport,
  newspimReport,
  nextRoundReport,
  type SourceSeed,
} from './source.ts'

export interface ClaimSeed {
  /** The natural key. */
  code: string
  /** Year of the round. */
  year: number
  titleKo: string
  titleEn: string
  value: number
  unitKo: string
  unitEn: string
  population: Population
  basis: CountingBasis
  /** YYYY-MM-DD */
  asOf: string
  source: SourceSeed
  note?: string
  treatments?: TreatmentSeed[]
}

interface TreatmentSeed {
  treatment: Treatment
  basis?: CountingBasis
  outcome?: OutcomeSeed
  reason: string
}

const jobs = { unitKo: '개', unitEn: 'jobs', population: 'PARTICIPANTS', basis: 'OTHER' } as const
const won = { unitKo: '원', unitEn: 'won', population: 'MONEY', basis: 'OTHER' } as const
const YEAR_ONLY = '출처는 연도만 말함 / the source gives the year, not a day'

/** The headline figures of the rounds. What explains one is an inference of these seeds, not said by a source. */
export const claims: ClaimSeed[] = [
  {
    ...jobs,
    code: '2019-headline',
    year: 2019,
    titleKo: '2019년 9월 기준 일자리 180개 창출',
    titleEn: '180 jobs created as of September 2019',
    value: 180,
    asOf: '2019-09-30',
    source: interimReport,
    note: '출처는 어떤 기준으로 셌는지 말하지 않음 / the source does not say on which basis it counted',
    treatments: [
      {
        treatment: 'LEAVE_OUT',
        basis: 'APPLIED',
        reason: '신청은 일자리가 아님: 남동구 신청자 10명 / an application is not a job: the 10 applicants of 남동구',
      },
      {
        treatment: 'ADD',
        outcome: seededOutcome('2019-08', 'STAFF', 3),
        reason:
          '[A]에는 무빙콜 인원이 없고 다른 출처가 콜매니저 1명과 기사 2명이라 함 / ' +
          '[A] has no headcount for the shuttle; another source gives its staff as 1 call manager and 2 drivers',
      },
    ],
  },
  {
    ...jobs,
    code: '2019-target',
    year: 2019,
    titleKo: '2019년 일자리 목표 176개',
    titleEn: 'Target of 176 jobs in 2019',
    value: 176,
    basis: 'TARGET',
    asOf: '2019-12-31',
    source: budgetReport,
    note:
      '24news.kr idxno=191457도 출처로 알려져 있으나 읽은 발췌에는 목표가 없음 / ' +
      '24news.kr idxno=191457 is named as a source too, but the excerpt that was read does not have the target',
  },
  {
    ...jobs,
    code: '2019-full-year',
    year: 2019,
    titleKo: '2019년 한 해 일자리 190개 창출',
    titleEn: '190 jobs created in the whole of 2019',
    value: 190,
    asOf: '2019-12-31',
    source: budgetReport,
  },
  {
    ...won,
    code: '2019-budget',
    year: 2019,
    titleKo: '2019년 예산 18.4억 원',
    titleEn: 'Budget of 1,840 million won in 2019',
    value: 1_840_000_000,
    asOf: '2019-12-31',
    source: budgetReport,
    note: '시비와 군·구비의 구분은 알려지지 않음 / how it is divided between city and districts is not known',
  },
  {
    ...jobs,
    code: '2020-target',
    year: 2020,
    titleKo: '2020년 일자리 목표 195개',
    titleEn: 'Target of 195 jobs in 2020',
    value: 195,
    basis: 'TARGET',
    asOf: '2020-12-31',
    source: newspimReport,
    note: YEAR_ONLY,
  },
  {
    ...jobs,
    code: '2020-reported',
    year: 2020,
    titleKo: '2020년 일자리 221개 창출',
    titleEn: '221 jobs reported for 2020',
    value: 221,
    asOf: '2020-12-31',
    source: flagshipReport,
    note:
      `${YEAR_ONLY}. 2020년 사업을 다룬 출처 셋 가운데 결과가 나온 뒤의 것은 이 출처뿐임 / ` +
      'of the three sources on the round of 2020 this is the only one from after its results',
  },
  {
    ...won,
    code: '2021-city-money',
    year: 2021,
    titleKo: '2021년 시비 16억 원',
    titleEn: '1,600 million won of city money in 2021',
    value: 1_600_000_000,
    asOf: '2021-12-31',
    source: nextRoundReport,
    note: YEAR_ONLY,
  },
]
