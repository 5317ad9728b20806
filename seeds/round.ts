import type { RoundState } from '../server/generated/prisma/enums.ts'

export interface RoundSeed {
  /** The natural key. */
  year: number
  titleKo: string
  titleEn: string
  state: RoundState
  /** Persons. */
  jobTarget?: number
  /** Percent of city plus district money. */
  citySharePct?: string
  cityShareNote?: string
  note?: string
}

const inferredRule = {
  citySharePct: '70',
  cityShareNote:
    '규정이 아니라 추정: 2020년 시비 16.0억 대 군·구비 6.8억 = 70.2 %, 2023년 한 사업 4.43억 중 시비 3.1억 = 70.0 % / ' +
    'inferred, not a written rule: 16.0 : 6.8 in 2020 = 70.2 % and 3.1 of 4.43 in a program of 2023 = 70.0 %',
}

/** Where the counts of programs come from is said with them; jobs and money are claims, each with its source. */
export const rounds: RoundSeed[] = [
  {
    year: 2019,
    titleKo: '2019년 시·군·구 상생협력 특화일자리사업',
    titleEn: 'City–District Win-Win Specialised Jobs Programme 2019',
    state: 'EVALUATED',
    jobTarget: 176,
    ...inferredRule,
    note:
      '2018년 공모와 심사로 8개 군·구 9개 사업 선정(ebreaknews.com), 공모 날짜는 알려지지 않음 / ' +
      '9 programs in 8 districts were selected in 2018 by open call and screening (ebreaknews.com); ' +
      'the dates of the call are not known',
  },
  {
    year: 2020,
    titleKo: '2020년 시·군·구 상생협력 특화일자리사업',
    titleEn: 'City–District Win-Win Specialised Jobs Programme 2020',
    state: 'EVALUATED',
    jobTarget: 195,
    ...inferredRule,
    note:
      '8개 군·구 14개 사업(newspim.com 20200131000623), 여기에는 3개만 있음 / ' +
      '14 programs in 8 districts (newspim.com 20200131000623), of which three are recorded here',
  },
  {
    year: 2021,
    titleKo: '2021년 시·군·구 상생협력 특화일자리사업',
    titleEn: 'City–District Win-Win Specialised Jobs Programme 2021',
    state: 'SELECTED',
    ...inferredRule,
    note:
      '9개 군·구 12개 사업(fnnews 202101291052283397), 여기에는 1개만 있음. 선정까지만 알려짐 / 12 programs in 9 districts ' +
      '(fnnews 202101291052283397), of which one is recorded here. Nothing is known beyond the selection',
  },
]
