import { act } from '../act.ts'
import { builder } from '../builder.ts'
import {
  CountingBasis,
  Dimension as Dimensions,
  IndicatorKind,
  JobCategory,
  Population,
} from '../generated/prisma/enums.ts'
import { choice, keep, many, optional, pattern, self, text, version } from '../input.ts'
import { containing, filter, list, one } from '../list.ts'

export const PopulationEnum = builder.enumType('Population', {
  description: 'Who or what is counted. Figures of different populations are never added.',
  values: {
    [Population.PARTICIPANTS]: { description: 'People who take part (참여자).' },
    [Population.SERVICE_USERS]: { description: 'People or households that a program serves (이용자).' },
    [Population.SERVICE_EVENTS]: { description: 'Visits, runs and other services delivered (서비스 건수).' },
    [Population.MONEY]: { description: 'Won (금액).' },
  } as const,
})

export const Basis = builder.enumType('CountingBasis', {
  description: 'What being counted means (산정기준). Figures of different bases are never added silently.',
  values: {
    [CountingBasis.APPLIED]: { description: 'People who applied (신청).' },
    [CountingBasis.SELECTED]: { description: 'People who were selected (선발).' },
    [CountingBasis.IN_TRAINING]: { description: 'People in training (교육 중).' },
    [CountingBasis.TRAINED]: { description: 'People who completed training (수료).' },
    [CountingBasis.PLACED]: { description: 'People placed in a job (취업).' },
    [CountingBasis.RETAINED]: { description: 'People still in the job at follow-up (고용 유지).' },
    [CountingBasis.TARGET]: { description: 'What was aimed at (목표).' },
    [CountingBasis.REACHED]: { description: 'Service users reached (이용).' },
    [CountingBasis.DELIVERED]: { description: 'Services delivered (제공).' },
    [CountingBasis.OTHER]: { description: 'As the definition says.' },
  } as const,
})

export const Kind = builder.enumType('IndicatorKind', {
  description: 'How figures of an indicator behave over time.',
  values: {
    [IndicatorKind.FLOW]: { description: 'Counted over a period; periods that follow each other may be summed.' },
    [IndicatorKind.RUNNING_TOTAL]: { description: 'Counted since the start; never summed over dates (누계).' },
    [IndicatorKind.POINT_IN_TIME]: { description: 'True on one day; never summed over dates (시점).' },
    [IndicatorKind.RATE]: { description: 'A rate, mean or score; never summed.' },
  } as const,
})

export const Category = builder.enumType('JobCategory', {
  description: 'Category of job measure of the local jobs target disclosure system (지역일자리 목표공시제).',
  values: {
    [JobCategory.DIRECT_JOB]: { description: 'Direct job (직접일자리).' },
    [JobCategory.VOCATIONAL_TRAINING]: { description: 'Vocational training (직업능력개발훈련).' },
    [JobCategory.EMPLOYMENT_SERVICE]: { description: 'Employment service (고용서비스).' },
    [JobCategory.HIRING_INCENTIVE]: { description: 'Hiring incentive (고용장려금).' },
    [JobCategory.STARTUP_SUPPORT]: { description: 'Start-up support (창업지원).' },
    [JobCategory.INFRASTRUCTURE]: { description: 'Job infrastructure (일자리 인프라).' },
    [JobCategory.OTHER]: { description: 'Other (기타).' },
  } as const,
})

export const Dimension = builder.enumType('Dimension', {
  description: 'By what a figure is broken down (세부 구분).',
  values: {
    [Dimensions.SEX]: { description: 'FEMALE or MALE (성별).' },
    [Dimensions.AGE_BAND]: { description: 'Age bands, such as 40-49 or 65+ (연령대).' },
    [Dimensions.TARGET_GROUP]: { description: 'Target groups, by their codes (대상).' },
  } as const,
})

builder.prismaNode('Indicator', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    code: t.exposeString('code'),
    nameKo: t.exposeString('nameKo'),
    nameEn: t.exposeString('nameEn'),
    unitKo: t.exposeString('unitKo'),
    unitEn: t.exposeString('unitEn'),
    population: t.expose('population', { type: PopulationEnum }),
    basis: t.expose('basis', { type: Basis }),
    kind: t.expose('kind', { type: Kind }),
    jobCategory: t.expose('jobCategory', { type: Category, nullable: true }),
    definition: t.exposeString('definition', { nullable: true }),
    method: t.exposeString('method', { nullable: true }),
    verification: t.exposeString('verification', { nullable: true }),
    limits: t.exposeString('limits', { nullable: true }),
    dimensions: t.expose('dimensions', { type: [Dimension] }),
  }),
})

const code = pattern(/^[A-Z][A-Z0-9_]{1,39}$/, 'PLACED', 'Short name in capitals, such as PLACED.')

list({
  noun: 'Indicator',
  field: 'indicators',
  description: 'What is counted (지표).',
  filters: {
    population: filter(choice(PopulationEnum, 'Of this population.'), (population) => ({ population })),
    basis: filter(many(choice(Basis), 10, 'On any of these bases.'), (bases) => ({ basis: { in: bases } })),
    search: filter(text(100, 'Part of a name or code.'), (part) => containing(part, ['nameKo', 'nameEn', 'code'])),
  },
  orders: {
    CODE: { by: ['code'], description: 'Code.' },
    NAME_KO: { by: ['nameKo'], description: 'Korean name.' },
    NAME_EN: { by: ['nameEn'], description: 'English name.' },
    UPDATED_AT: { by: ['updatedAt'], description: 'Last change.' },
  },
  defaultOrder: ['CODE', 'ASC'],
})

one('indicator', 'Indicator', 'The indicator with this code', { code })

const fields = {
  nameKo: text(100),
  nameEn: text(100),
  unitKo: text(20),
  unitEn: text(40),
  jobCategory: optional(choice(Category)),
  definition: optional(text(4000)),
  method: optional(text(4000)),
  verification: optional(text(4000)),
  limits: optional(text(4000)),
}
const dimensions = many(choice(Dimension), 3, 'By what its figures may be broken down.')

act('createIndicator', {
  description: 'Defines what is counted. Population, basis and kind cannot be changed later: figures depend on them.',
  noun: 'Indicator',
  input: {
    code,
    population: choice(PopulationEnum),
    basis: choice(Basis),
    kind: choice(Kind),
    ...fields,
    dimensions: optional(dimensions),
  },
  perform: async ({ dimensions: by, ...input }, { tx }) =>
    (await tx.indicator.create({ data: { ...input, dimensions: [...new Set(by)] } })).id,
})

act('updateIndicator', {
  description: 'Changes names, unit and definition sheet of an indicator.',
  noun: 'Indicator',
  input: { id: self('Indicator'), version, ...keep({ ...fields, dimensions }) },
  perform: 'corrects',
})
