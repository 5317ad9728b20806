import type {
  CountingBasis,
  FigureState,
  OutcomeStatus,
  ParticipantStage,
  ProgramStage,
} from '../server/generated/prisma/enums.ts'
import type { PersonFields } from '../server/person.ts'
import { districts } from './district.ts'
import { type Random, random } from './random.ts'
import { targetGroups } from './targetGroup.ts'

/** How much to make. The same amounts and seed give the same records, on every machine and day. */
export interface Amounts {
  participants: number
  outcomes: number
  programs: number
  seed: number
}

export interface SyntheticProgram {
  year: number
  code: string
  districtCode: string
  titleKo: string
  titleEn: string
  stage: ProgramStage
  targetGroups: string[]
}

export interface SyntheticParticipant {
  /** Index of the program. */
  program: number
  half: 1 | 2
  /** The person, or null for the person of the participant before: somebody who takes part in two programs. */
  person: PersonFields | null
  history: { stage: ParticipantStage; on: string; reason: string | null }[]
}

export interface SyntheticOutcome {
  program: number
  indicatorCode: string
  half: 1 | 2 | null
  asOf: string
  knownAt: string
  state: FigureState
  value: number | null
  status: OutcomeStatus
}

/** Ten years before the first real round, so that nothing synthetic can be taken for a real year's result. */
export const SYNTHETIC_YEARS = Array.from({ length: 10 }, (_, index) => 2009 + index)

export const SYNTHETIC_NOTE = '합성 자료이며 실제가 아님 / synthetic, not real'

/** A program has this many places for figures: indicators × months × (whole program, two cohorts). */
export const FIGURES_PER_PROGRAM = 8 * 12 * 3

/** Programs that ran; every eleventh was rejected and has neither participants nor figures. */
export const ran = (programs: SyntheticProgram[]): number[] =>
  programs.flatMap(({ stage }, index) => (stage === 'REJECTED' ? [] : [index]))

export function syntheticPrograms({ programs, seed }: Amounts): SyntheticProgram[] {
  const chance = random(seed)
  return Array.from({ length: programs }, (_, index) => {
    const year = SYNTHETIC_YEARS[index % 10] as number
    const number = String(Math.floor(index / 10) + 1).padStart(4, '0')
    const [ko, en] = chance.pick(TOPICS)
    return {
      year,
      code: `${year}-${number}`,
      districtCode: chance.pick(DISTRICT_CODES),
      titleKo: `[합성] ${ko} ${number}`,
      titleEn: `[Synthetic] ${en} ${number}`,
      stage: index % 11 === 10 ? 'REJECTED' : chance.weighted(FINAL_STAGES),
      targetGroups: [...new Set([chance.pick(GROUP_CODES), chance.pick(GROUP_CODES)])],
    }
  })
}

export function* syntheticParticipants(
  amounts: Amounts,
  programs: SyntheticProgram[],
): Generator<SyntheticParticipant> {
  const chance = random(amounts.seed + 1)
  const running = ran(programs)
  let before: { person: PersonFields; program: number } | null = null
  for (let made = 0; made < amounts.participants; made++) {
    const program = chance.pick(running)
    const half = chance.weighted(HALVES)
    const year = (programs[program] as SyntheticProgram).year
    const history = stageHistory(chance, year, half)
    const repeat = before && before.program !== program && chance.is(0.05) ? before : null
    // Half of the repeaters are one record with two parts; the other half were registered twice, as happens between districts.
    if (repeat && chance.is(0.5)) {
      before = null
      yield { program, half, person: null, history }
    } else {
      const person: PersonFields = repeat ? repeat.person : somebody(chance, year)
      before = { person, program }
      yield { program, half, person, history }
    }
  }
}

export function* syntheticOutcomes(amounts: Amounts, programs: SyntheticProgram[]): Generator<SyntheticOutcome> {
  const chance = random(amounts.seed + 2)
  const running = ran(programs)
  for (let made = 0; made < amounts.outcomes; made++) {
    const program = running[made % running.length] as number
    const place = Math.floor(made / running.length)
    const [indicatorCode, least, most] = FIGURES[place % 8] as (typeof FIGURES)[number]
    const month = MONTHS[Math.floor(place / 8) % 12] as number
    const half = ([null, 1, 2] as const)[Math.floor(place / 96)] ?? null
    const yearTotal = random(amounts.seed + program * 8 + (place % 8)).whole(least, most)
    const share = indicatorCode === 'SATISFACTION' ? 1 : (month / 12) * (half ? 0.5 : 1)
    const { year } = programs[program] as SyntheticProgram
    const state = chance.weighted(STATES)
    yield {
      program,
      indicatorCode,
      half,
      asOf: dayOf(year, month, 0),
      knownAt: `${dayOf(year, month, chance.whole(10, 25))}T09:00:00+09:00`,
      state,
      value: state === 'PRESENT' ? Math.round(yearTotal * share) : null,
      status: chance.weighted(STATUSES),
    }
  }
}

/** Steps of two to four stages; the second half-year's start early enough to end within the year. */
function stageHistory(chance: Random, year: number, half: 1 | 2): SyntheticParticipant['history'] {
  const start = half === 1 ? chance.whole(15, 90) : chance.whole(182, 215)
  let day = start
  return chance.weighted(PATHS).map((stage) => {
    const on = dayOf(year, 0, day)
    day += chance.whole(7, 45)
    return { stage, on, reason: stage === 'LEFT' ? chance.pick(REASONS) : null }
  })
}

function somebody(chance: Random, year: number): PersonFields {
  return {
    name: chance.pick(FAMILY_NAMES) + chance.pick(SYLLABLES) + chance.pick(SYLLABLES),
    birthDate: dayOf(year - chance.whole(20, 75), 0, chance.whole(1, 365)),
    phone: chance.is(0.97) ? `010-0000-${String(chance.whole(0, 9999)).padStart(4, '0')}` : null,
    addressNote: null,
  }
}

/** The day that lies `days` after the last day of the month; month 0 is the December before. */
const dayOf = (year: number, month: number, days: number) =>
  new Date(Date.UTC(year, month, days)).toISOString().slice(0, 10)

/** Districts that existed in all the synthetic years. */
const DISTRICT_CODES = districts.filter(({ validFrom }) => !validFrom).map(({ code }) => code)
const GROUP_CODES = targetGroups.map(({ code }) => code)

const TOPICS = [
  ['돌봄 인력 양성', 'Care Worker Training'],
  ['마을 환경 정비', 'Neighborhood Upkeep'],
  ['관광 안내 인력 양성', 'Tour Guide Training'],
  ['디지털 직무 교육', 'Digital Skills'],
  ['전통시장 배송 지원', 'Market Delivery'],
  ['창업 실습', 'Start-up Practice'],
] as const

const FINAL_STAGES: [ProgramStage, number][] = [
  ['EVALUATED', 9],
  ['SETTLED', 1],
]
const HALVES: [1 | 2, number][] = [
  [1, 55],
  [2, 45],
]
const STATES: [FigureState, number][] = [
  ['PRESENT', 97],
  ['MISSING', 2],
  ['NOT_APPLICABLE', 1],
]
const STATUSES: [OutcomeStatus, number][] = [
  ['APPROVED', 85],
  ['SUBMITTED', 6],
  ['DRAFT', 6],
  ['RETURNED', 3],
]

const PATHS: [ParticipantStage[], number][] = [
  [['APPLIED', 'WAITLISTED'], 6],
  [['APPLIED', 'LEFT'], 4],
  [['APPLIED', 'SELECTED'], 6],
  [['APPLIED', 'SELECTED', 'IN_TRAINING'], 8],
  [['APPLIED', 'SELECTED', 'IN_TRAINING', 'TRAINED'], 20],
  [['APPLIED', 'SELECTED', 'IN_TRAINING', 'LEFT'], 6],
  [['APPLIED', 'SELECTED', 'PLACED'], 30],
  [['APPLIED', 'SELECTED', 'PLACED', 'RETAINED'], 14],
  [['APPLIED', 'SELECTED', 'PLACED', 'LEFT'], 6],
]

const REASONS = ['취업', '이사', '건강', '학업', '개인 사정']

/** Indicator, and the least and the most that a program reports for a year. */
const FIGURES: [
  code: CountingBasis | 'HOUSEHOLDS_REACHED' | 'COACHING_VISITS' | 'SATISFACTION',
  least: number,
  most: number,
][] = [
  ['PLACED', 3, 60],
  ['TRAINED', 5, 80],
  ['APPLIED', 20, 200],
  ['SELECTED', 10, 120],
  ['IN_TRAINING', 0, 60],
  ['HOUSEHOLDS_REACHED', 50, 2000],
  ['COACHING_VISITS', 100, 6000],
  ['SATISFACTION', 60, 99],
]

/** The months that are reported first come first: end of September, end of the year, half-year, quarter. */
const MONTHS = [9, 12, 6, 3, 11, 10, 8, 7, 5, 4, 2, 1]

const FAMILY_NAMES = [...'김이박최정강조윤장임한오서신권황안송류홍']
const SYLLABLES = [...'가경규나다도동라미민보상서성소수승시아연영예우원유윤은인재정주준지진태하현혜호희']
