import type { CitationMethod } from '../server/generated/prisma/enums.ts'
import {
  coachesReport,
  interimReport,
  newspimReport,
  type SourceSeed,
  satisfactionReport,
  shuttleReport,
} from './source.ts'

/** A figure that a source gives for one program. */
export interface OutcomeSeed {
  programCode: string
  indicatorCode: string
  half?: 1 | 2
  /** YYYY-MM-DD */
  asOf: string
  /** Whole number in the unit of the indicator. */
  value: number
  source: SourceSeed
  method: CitationMethod
  note?: string
}

/**
 * When a figure became known: at the start, in Korea, of the day on which its source was published. Where that day is
 * not known, the first day after the round's year: results of the whole year cannot have been known earlier, and a
 * question about what was known during the year is never answered from an undated source.
 */
export const knownAt = ({ publishedOn }: SourceSeed, year = 2019): Date =>
  new Date(`${publishedOn ?? `${year + 1}-01-01`}T00:00:00+09:00`)

/** Figures of source [A], as of the end of September 2019. */
const interim: OutcomeSeed[] = [
  inSeptember('2019-01', 'PLACED', 6),
  inSeptember('2019-02', 'PLACED', 33),
  inSeptember('2019-03', 'TRAINED', 30, { half: 1 }),
  inSeptember('2019-03', 'IN_TRAINING', 33, { half: 2 }),
  inSeptember('2019-04', 'APPLIED', 10),
  inSeptember('2019-05', 'TRAINED', 27),
  inSeptember('2019-05', 'HOUSEHOLDS_REACHED', 961),
  inSeptember('2019-05', 'COACHING_VISITS', 2634),
  inSeptember('2019-06', 'PLACED', 20, { note: '출처는 일자리 20개라 함 / the source speaks of 20 jobs' }),
  inSeptember('2019-07', 'PLACED', 12),
  inSeptember('2019-08', 'SHUTTLE_RUNS', 2136),
  inSeptember('2019-08', 'SHUTTLE_RUNS_PER_DAY', 16),
  inSeptember('2019-09', 'SELECTED', 16),
]

/** Figures of later sources: some are rivals of those above, some say how the year went on. */
const later: OutcomeSeed[] = [
  {
    programCode: '2019-02',
    indicatorCode: 'PLACED',
    asOf: '2019-12-31',
    value: 6,
    source: newspimReport,
    method: 'REPORTED',
    note:
      '출처는 2019년이라고만 하며 다른 출처의 33명과 다름 / ' +
      'the source says 2019 without a day; it differs from the 33 of another source',
  },
  {
    programCode: '2019-05',
    indicatorCode: 'TRAINED',
    asOf: '2019-12-31',
    value: 28,
    source: coachesReport,
    method: 'REPORTED',
    note: '9월 말 27명 / 27 at the end of September',
  },
  {
    programCode: '2019-05',
    indicatorCode: 'HOUSEHOLDS_REACHED',
    asOf: '2019-12-31',
    value: 1126,
    source: coachesReport,
    method: 'REPORTED',
    note: '9월 말 961가구, 둘 다 맞음 / 961 at the end of September; both are true',
  },
  {
    programCode: '2019-05',
    indicatorCode: 'SATISFACTION',
    asOf: '2019-12-31',
    value: 97,
    source: satisfactionReport,
    method: 'REPORTED',
    note: '출처는 2019년이라고만 함 / the source says 2019 without a day',
  },
  {
    programCode: '2019-08',
    indicatorCode: 'STAFF',
    asOf: '2019-09-30',
    value: 3,
    source: shuttleReport,
    method: 'REPORTED',
    note:
      '콜매니저 1명과 기사 2명. 기준일은 추정: 9월 말까지 2,136회 운행하였음 / 1 call manager and 2 drivers. ' +
      'The as-of date is inferred: the shuttle had made 2,136 runs by the end of September',
  },
]

export const outcomes: OutcomeSeed[] = [...interim, ...later]

export function seededOutcome(programCode: string, indicatorCode: string, value: number): OutcomeSeed {
  return outcomes.find(
    (one) => one.programCode === programCode && one.indicatorCode === indicatorCode && one.value === value,
  ) as OutcomeSeed
}

function inSeptember(
  programCode: string,
  indicatorCode: string,
  value: number,
  more: Pick<OutcomeSeed, 'half' | 'note'> = {},
): OutcomeSeed {
  const [asOf, source, method] = ['2019-09-30', interimReport, 'REPORTED'] as const
  return { programCode, indicatorCode, asOf, value, source, method, ...more }
}
