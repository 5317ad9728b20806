import { Prisma, type PrismaClient } from '../generated/prisma/client.ts'
import { type Clocks, ofPrograms, totalsOnly, withFigures } from './figures.ts'

/** What is known of one indicator of a program: its total, or the sum of its intakes where no total is reported. */
export interface Known {
  programId: number
  code: string
  value: Prisma.Decimal
  asOf: Date
}
export interface Check {
  rule: string
  asOf: Date
  arithmetic: string
  value: number
  low: number
  high: number
  flagged: boolean
  messageKo: string
  messageEn: string
}
type Words = Record<'ko' | 'en', string>
interface Quotient {
  rule: string
  of: string
  by: string
  /** The divisor was rounded when it was published. */
  rounded?: true
  /** Digits after the decimal point that are shown. */
  places: number
  /** The quotient is plausible from `min` to `max`. */
  min: number
  max: number
  says: Words
}
interface AtMost {
  rule: string
  less: string
  more: string
  says: Words
}

/** The number of places in the intakes of a program, as if it were an indicator. */
export const CAPACITY = '(capacity)'

export const quotients: Quotient[] = [
  {
    rule: 'OPERATING_DAYS',
    of: 'SHUTTLE_RUNS',
    by: 'SHUTTLE_RUNS_PER_DAY',
    rounded: true,
    places: 1,
    min: 1,
    max: 366,
    says: { ko: '운행일수', en: 'days of operation' },
  },
  {
    rule: 'VISITS_PER_HOUSEHOLD',
    of: 'COACHING_VISITS',
    by: 'HOUSEHOLDS_REACHED',
    places: 2,
    min: 1,
    max: 366,
    says: { ko: '가구당 방문 횟수', en: 'visits per household' },
  },
]

const order = (rule: string, less: string, more: string, ko: string, en: string): AtMost => ({
  rule,
  less,
  more,
  says: { ko, en },
})

export const orders: AtMost[] = [
  order('SELECTED_UP_TO_APPLIED', 'SELECTED', 'APPLIED', '선발 인원과 신청 인원', 'selected and applied'),
  order('PLACED_UP_TO_SELECTED', 'PLACED', 'SELECTED', '취업 인원과 선발 인원', 'placed and selected'),
  order('PLACED_UP_TO_APPLIED', 'PLACED', 'APPLIED', '취업 인원과 신청 인원', 'placed and applied'),
  order('TRAINED_UP_TO_SELECTED', 'TRAINED', 'SELECTED', '수료 인원과 선발 인원', 'trained and selected'),
  order('TRAINED_UP_TO_APPLIED', 'TRAINED', 'APPLIED', '수료 인원과 신청 인원', 'trained and applied'),
  order('RETAINED_UP_TO_PLACED', 'RETAINED', 'PLACED', '고용 유지 인원과 취업 인원', 'retained and placed'),
  order('SELECTED_UP_TO_CAPACITY', 'SELECTED', CAPACITY, '선발 인원과 정원', 'selected and capacity'),
  order('IN_TRAINING_UP_TO_CAPACITY', 'IN_TRAINING', CAPACITY, '교육 중 인원과 정원', 'in training and capacity'),
]

/** The latest figures of the programs by the two clocks, and the places in their intakes. */
export function findKnown(
  client: Pick<PrismaClient, '$queryRaw'>,
  programIds: number[],
  clocks: Clocks,
): Promise<Known[]> {
  return client.$queryRaw<Known[]>`${withFigures(ofPrograms(programIds), clocks, totalsOnly)}
    SELECT f.program_id AS "programId", i.code,
      COALESCE(sum(f.value) FILTER (WHERE f.cohort_id IS NULL), sum(f.value)) AS value,
      COALESCE(max(f.figure_as_of) FILTER (WHERE f.cohort_id IS NULL), max(f.figure_as_of)) AS "asOf"
    FROM figure f JOIN indicator i ON i.id = f.indicator_id
    WHERE f.state = 'PRESENT' AND (f.cohort_id IS NULL OR i.kind <> 'RATE')
    GROUP BY f.program_id, i.code
    UNION ALL
    SELECT program_id, ${CAPACITY}, sum(capacity), NULL FROM cohort
    WHERE program_id = ANY(${programIds}::int[]) GROUP BY program_id
    HAVING count(capacity) = count(*)`
}

/** The quotient of two figures. A divisor that was rounded when it was published gives a range. */
export function divide({ rule, rounded, places, min, max, says }: Quotient, of: Known, by: Known): Check | null {
  if (by.value.isZero()) return null
  const half = new Prisma.Decimal(10).pow(-by.value.decimalPlaces()).div(2)
  const off = rounded ? half : new Prisma.Decimal(0)
  const [value, low, high] = [by.value, by.value.plus(off), by.value.minus(off)].map((divisor) =>
    Number(of.value.div(divisor).toFixed(places)),
  ) as [number, number, number]
  const flagged = high < min || low > max
  const range = low === high ? '' : ` (${shown(low, places)}–${shown(high, places)})`
  const found = `${shown(value, places)}${range}`
  return {
    ...{ rule, asOf: of.asOf, value, low, high, flagged },
    arithmetic: `${shown(of.value)} ÷ ${shown(by.value)} = ${found}`,
    messageKo: `${says.ko} ${found}: ${min}~${max} 범위${flagged ? '를 벗어남, 확인 필요' : ' 안'}`,
    messageEn: `${found} ${says.en}: ${flagged ? 'outside' : 'within'} ${min} to ${max}${flagged ? '; check both' : ''}`,
  }
}

/** One figure that cannot be above another; the value is what is left between them. */
export function compare({ rule, says }: AtMost, less: Known, more: Known): Check {
  const left = Number(more.value.minus(less.value))
  const flagged = left < 0
  return {
    ...{ rule, asOf: less.asOf, value: left, low: left, high: left, flagged },
    arithmetic: `${shown(more.value)} − ${shown(less.value)} = ${shown(left)}`,
    messageKo: `${says.ko}: ${flagged ? '앞의 수가 더 큼, 확인 필요' : '이상 없음'}`,
    messageEn: `${says.en}: ${flagged ? 'the first is above the second; check both' : 'as expected'}`,
  }
}

const shown = (value: Prisma.Decimal | number, places?: number) =>
  Number(value).toLocaleString('en-US', { minimumFractionDigits: places, maximumFractionDigits: places ?? 3 })
