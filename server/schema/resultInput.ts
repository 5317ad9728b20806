import { builder } from '../builder.ts'
import { clockInputs } from '../clocks.ts'
import { choice, day, group, type Input, many, optional, pattern, text, type Values, whole } from '../input.ts'
import type { ResultDimension, ResultSource } from '../statistics/results.ts'
import { Basis, Category, PopulationEnum } from './indicator.ts'
import { Stage } from './program.ts'

const Dimension = builder.enumType('ResultDimension', {
  description: 'What results can be grouped by.',
  values: {
    ROUND: { description: 'Yearly round (연도).' },
    DISTRICT: { description: 'District (군·구), on the map that is asked for.' },
    PROGRAM: { description: 'Program (사업).' },
    PROGRAM_LINE: { description: 'Line of programs across rounds (사업 계열).' },
    CATEGORY: { description: 'Category of job measure (일자리 유형).' },
    BASIS: { description: 'Counting basis (산정기준).' },
    TARGET_GROUP: { description: 'Target group (대상), where figures are broken down by it.' },
    SEX: { description: 'Sex (성별), where figures are broken down by it.' },
    AGE_BAND: {
      description:
        'Age band (연령대), where figures are broken down by it; of registered participants ten years of the age in the year of the round.',
    },
    INDICATOR: { description: 'Indicator (지표).' },
  } satisfies Record<ResultDimension, object>,
})

const Source = builder.enumType('ResultSource', {
  description: 'Where results come from.',
  values: {
    REPORTED: { description: 'Approved figures (승인된 성과).' },
    REGISTERED: {
      description:
        'Participants counted by their stage history (참여자 명부): for officers the programs of their own districts by both clocks. Everyone else gets them once, as they were counted with the final report of the program (실적보고), by one breakdown at a time and with small counts suppressed (비공개).',
    },
  } satisfies Record<ResultSource, object>,
})

const Mixed = builder.enumType('ResultMixed', {
  description: 'What to do where a row would add unlike figures.',
  values: {
    REFUSE: { description: 'Refuse, with a list of what is unlike.' },
    LABEL: { description: 'Answer a row for each basis, population, unit and kind. They are never added.' },
  } as const,
})

const some = <T>(field: Input<T>, description: string) => optional(many(field, 100, description), description)

const filters = {
  years: some(whole(1900, 2199), 'Of the rounds of these years.'),
  districtCodes: some(pattern(/^\d{5}$/, '28177'), 'Of these districts, by code, on the map that is asked for.'),
  programCodes: some(pattern(/^\d{4}-\d{2,7}$/, '2019-02'), 'Of these programs, by number.'),
  lines: some(text(40), 'On these program lines, by code.'),
  targetGroups: some(text(40), 'Of programs that are meant for any of these target groups, by code.'),
  stages: some(choice(Stage), 'Of programs that are at these stages now.'),
  bases: some(choice(Basis), 'On these counting bases.'),
  populations: some(choice(PopulationEnum), 'Of these populations.'),
  indicators: some(pattern(/^[A-Z][A-Z0-9_]{1,39}$/, 'PLACED'), 'Of these indicators, by code.'),
  categories: some(choice(Category), 'Of these categories of job measure.'),
}

/** The arguments of `results`. */
export const inputs = {
  groupBy: many(choice(Dimension), 10, 'What each row is about; one row for all when empty.'),
  filter: optional(group('ResultFilter', 'Which figures count. All that is given must hold.', filters)),
  ...clockInputs,
  map: optional(
    group('DistrictMap', 'The map of districts to use.', { on: day('Day whose districts are used.') }),
    'The map on which districts are shown; as published, each program under its own district, when left out.',
  ),
  source: optional(choice(Source), 'REPORTED when left out.'),
  mixed: optional(choice(Mixed), 'REFUSE when left out.'),
}

export type Filter = Partial<Values<typeof filters>>
