import type { NodeName } from '../access.ts'
import { builder } from '../builder.ts'
import type { Reads } from '../compiled/plan.ts'
import type { Context } from '../context.ts'
import type { FigureState } from '../generated/prisma/enums.ts'
import { conditionSql } from '../sql.ts'
import type { Reason } from '../statistics/lineage.ts'
import { cellOf, findBehind, type ResultQuestion, type ResultRow } from '../statistics/results.ts'
import { Basis, Category, Kind, PopulationEnum } from './indicator.ts'
import { outcomes, State } from './outcome.ts'
import { SexType } from './participant.ts'

/** What a key of a row is called, the noun that it names and the column that has its id. */
export const RECORD_KEYS = {
  round: ['Round', 'roundId'],
  district: ['District', 'districtId'],
  program: ['Program', 'programId'],
  programLine: ['ProgramLine', 'programLineId'],
  indicator: ['Indicator', 'indicatorId'],
  targetGroup: ['TargetGroup', 'targetGroupId'],
} as const satisfies Record<string, [NodeName, keyof ResultRow]>

export type RecordKey = keyof typeof RECORD_KEYS
export type Records = Record<RecordKey, Map<number, object>>

/** A row with what it was made from. */
export interface Row extends ResultRow {
  question: ResultQuestion
  records: Records
}

export interface Undecided {
  program: object
  reason: Reason
  values: Row[]
}

/** A field made of these columns of the row: nothing else is read where nothing else is asked for. */
const madeOf = <Column extends keyof ResultRow, Made>(
  columns: Column[],
  resolve: (row: Pick<ResultRow, Column>) => Made,
) => ({ extensions: { reads: { columns } satisfies Reads }, resolve })

const column = <Column extends keyof ResultRow>(name: Column) => madeOf([name], (row) => row[name])
/** The row itself, for fields of its own. */
const itself = { extensions: { reads: { columns: [] } satisfies Reads }, resolve: (row: Row) => row }

const ResultFigure = builder.objectRef<Row>('ResultFigure').implement({
  description: 'A number, or which kind of nothing there is in its place. Zero is a value.',
  fields: (t) => ({
    state: t.field({
      type: State,
      description: 'PRESENT when there is a value; rates are never added, so that several are NOT_DERIVABLE.',
      ...madeOf(['kind', 'present', 'missing', 'suppressed', 'notDerivable'], stateOf),
    }),
    value: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'The value in the unit of the row.',
      ...madeOf(['kind', 'present', 'value'], (row) => (hasValue(row) ? row.value : null)),
    }),
  }),
})

const ResultCounts = builder.objectRef<Row>('ResultCounts').implement({
  description:
    'How many figures are behind a row, by their state. Of registered participants that the caller may count: how many people; of others: how many published counts.',
  fields: (t) => ({
    present: t.int({ ...column('present'), description: 'With a value.' }),
    missing: t.int({ ...column('missing'), description: 'That should be there and are not (미보고).' }),
    suppressed: t.int({
      ...column('suppressed'),
      description: 'Hidden because they would tell of single people (비공개).',
    }),
    notApplicable: t.int({ ...column('notApplicable'), description: 'That cannot have a value (해당 없음).' }),
    notDerivable: t.int({
      ...column('notDerivable'),
      description: 'That may belong here, but nobody can say, or that overlap others (산출 불가).',
    }),
    notYetReported: t.int({
      ...column('notYetReported'),
      description:
        'True for an earlier day than was asked about, because no later figure was known; also counted above.',
    }),
  }),
})

const record = (key: RecordKey) => ({
  nullable: true as const,
  extensions: { reads: { named: RECORD_KEYS[key][1] } satisfies Reads },
  resolve(row: Row) {
    const id = row[RECORD_KEYS[key][1]]
    return (id === null || id === undefined ? null : (row.records[key].get(id) ?? null)) as never
  },
})

export const ResultRowType = builder.objectRef<Row>('ResultRow').implement({
  description:
    'One cell of results: its keys, the figure and all that must be said with it. A key is null when it was not grouped by or is not known.',
  fields: (t) => ({
    round: t.field({ type: 'Round', description: 'The round.', ...record('round') }),
    district: t.field({
      type: 'District',

      description: 'The district, on the map that was asked for.',
      ...record('district'),
    }),
    program: t.field({ type: 'Program', description: 'The program.', ...record('program') }),
    programLine: t.field({
      type: 'ProgramLine',

      description: 'The line of programs; null also for programs on no line.',
      ...record('programLine'),
    }),
    category: t.field({
      type: Category,
      nullable: true,
      description: 'The category of job measure; null also for indicators without one.',
      ...madeOf(['category'], ({ category }) => category ?? null),
    }),
    targetGroup: t.field({
      type: 'TargetGroup',

      description: 'The target group (대상); null also for what is not broken down.',
      ...record('targetGroup'),
    }),
    sex: t.field({
      type: SexType,
      nullable: true,
      description: 'The sex (성별); null also for what is not broken down.',
      ...madeOf(['sex'], ({ sex }) => sex ?? null),
    }),
    ageBand: t.string({
      nullable: true,
      description: 'The age band (연령대), such as 40-49; null also for what is not broken down.',
      ...madeOf(['ageBand'], ({ ageBand }) => ageBand ?? null),
    }),
    indicator: t.field({
      type: 'Indicator',

      description: 'The indicator.',
      ...record('indicator'),
    }),
    figure: t.field({ type: ResultFigure, description: 'The number.', ...itself }),
    unitKo: t.string({ ...column('unitKo'), description: 'Unit in Korean.' }),
    unitEn: t.string({ ...column('unitEn'), description: 'Unit in English.' }),
    basis: t.field({ ...column('basis'), type: Basis, description: 'What being counted means (산정기준).' }),
    population: t.field({ ...column('population'), type: PopulationEnum, description: 'Who or what is counted.' }),
    kind: t.field({ ...column('kind'), type: Kind, description: 'How the figures behave over time.' }),
    incomplete: t.boolean({
      description: 'True when the value leaves out figures that are missing, suppressed or not derivable.',
      ...madeOf(
        ['missing', 'suppressed', 'notDerivable'],
        ({ missing, suppressed, notDerivable }) => missing + suppressed + notDerivable > 0,
      ),
    }),
    outcomeCounts: t.field({
      type: ResultCounts,
      description: 'How many figures are behind the row.',
      ...itself,
    }),
    asOfFrom: t.field({
      type: 'Date',
      description: 'Earliest day for which a figure behind it is true.',
      ...column('asOfFrom'),
    }),
    asOfTo: t.field({
      type: 'Date',
      description: 'Latest day for which a figure behind it is true.',
      ...column('asOfTo'),
    }),
    outcomes: outcomes.behind(
      t as never,
      'The figures behind the row, with their sources, in the order of entry; none for registered participants.',
      behind as never,
    ),
  }),
})

export const NotDerivableType = builder.objectRef<Undecided>('NotDerivable').implement({
  description: 'A program whose district on the map cannot be told (산출 불가), so that its values are in no row.',
  fields: (t) => ({
    program: t.field({
      type: 'Program',
      description: 'The program.',
      extensions: { reads: { named: RECORD_KEYS.program[1] } satisfies Reads },
      resolve: ({ program }) => program as never,
    }),
    code: t.string({
      description: 'Kind of reason, for programs: DONG_UNKNOWN, DONG_NOT_LISTED or NOT_RECORDED.',
      resolve: ({ reason }) => reason.code,
    }),
    reasonKo: t.string({ description: 'Why, in Korean.', resolve: ({ reason }) => reason.ko }),
    reasonEn: t.string({ description: 'Why, in English.', resolve: ({ reason }) => reason.en }),
    values: t.field({
      type: [ResultRowType],
      description: 'Its figures, by indicator.',
      resolve: ({ values }) => values,
    }),
  }),
})

type Counts = Pick<ResultRow, 'kind' | 'present' | 'missing' | 'suppressed' | 'notDerivable'>

/** Several rates make none; with no value, the gravest reason for it. */
function stateOf(row: Counts): FigureState {
  if (hasValue(row)) return 'PRESENT'
  if (row.present || row.notDerivable) return 'NOT_DERIVABLE'
  if (row.suppressed) return 'SUPPRESSED'
  return row.missing ? 'MISSING' : 'NOT_APPLICABLE'
}

const hasValue = ({ kind, present }: Pick<Counts, 'kind' | 'present'>) =>
  present === 1 || (present > 1 && kind !== 'RATE')

interface Page {
  where: object
  descending: boolean
  take: number
  skip: number
}

/** All rows of an answer that are asked for the same page read it with one query. */
async function behind(row: Row, { where, ...page }: Page, { product }: Context) {
  const { question } = row
  const count = () => (question.source === 'REGISTERED' ? 0 : countOf(row))
  const pages = read.get(question) ?? new Map<string, Promise<Map<string, number[]>>>()
  read.set(question, pages)
  const name = JSON.stringify([where, page])
  const found =
    pages.get(name) ?? findBehind(product.db.prisma, question, { ...page, where: conditionSql('Outcome', 'o', where) })
  pages.set(name, found)
  return { ids: (await found).get(cellOf(question.by, row)) ?? [], count }
}

const read = new WeakMap<ResultQuestion, Map<string, Promise<Map<string, number[]>>>>()

const countOf = ({ present, missing, suppressed, notApplicable, notDerivable }: Row) =>
  present + missing + suppressed + notApplicable + notDerivable
