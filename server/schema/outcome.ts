import { allowed, isOfficer } from '../access.ts'
import { permitted } from '../batch.ts'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { CitationMethod, FigureState, OutcomeStatus } from '../generated/prisma/enums.ts'
import { choice, day, flag, instant, many, pattern, ref, text, whole } from '../input.ts'
import { containing, filter, list } from '../list.ts'
import { validAt } from '../statistics/clock.ts'
import { Basis, Dimension } from './indicator.ts'

export const State = builder.enumType('FigureState', {
  description: 'Whether a figure has a value, and if not, which kind of nothing it is. Zero is a value.',
  values: {
    [FigureState.PRESENT]: { description: 'There is a value.' },
    [FigureState.MISSING]: { description: 'It should be there and is not (미보고).' },
    [FigureState.SUPPRESSED]: { description: 'Hidden because it would tell of single people (비공개).' },
    [FigureState.NOT_APPLICABLE]: { description: 'There cannot be a value (해당 없음).' },
    [FigureState.NOT_DERIVABLE]: { description: 'It cannot be worked out from what is recorded (산출 불가).' },
  } as const,
})

const Status = builder.enumType('OutcomeStatus', {
  description: 'Approval status of an outcome.',
  values: {
    [OutcomeStatus.DRAFT]: { description: 'Being written (작성 중).' },
    [OutcomeStatus.SUBMITTED]: { description: 'Waits for approval (제출).' },
    [OutcomeStatus.RETURNED]: { description: 'Sent back with a note (반려).' },
    [OutcomeStatus.APPROVED]: { description: 'Approved and public (승인).' },
  } as const,
})

export const Method = builder.enumType('CitationMethod', {
  description: 'How a source comes to a figure.',
  values: {
    [CitationMethod.COUNTED]: { description: 'Counted by the source itself.' },
    [CitationMethod.REPORTED]: { description: 'Reported by the body in charge.' },
    [CitationMethod.QUOTED]: { description: 'Quoted from elsewhere.' },
    [CitationMethod.COMPUTED]: { description: 'Computed from other figures.' },
  } as const,
})

builder.prismaObject('Citation', {
  select: { id: true },
  fields: (t) => ({
    source: t.relation('source', { description: 'The document.' }),
    method: t.expose('method', { type: Method }),
    quote: t.exposeString('quote', { nullable: true }),
    page: t.exposeString('page', { nullable: true }),
  }),
})

builder.prismaNode('Outcome', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    program: t.relation('program', { description: 'The program that the figure is about.' }),
    indicator: t.relation('indicator', { description: 'What is counted, in which unit and on which basis.' }),
    cohort: t.relation('cohort', {
      nullable: true,
      description: 'The intake that it is about; null when it is about the whole program.',
    }),
    periodStart: t.expose('periodStart', { type: 'Date', nullable: true }),
    asOf: t.expose('asOf', { type: 'Date' }),
    state: t.expose('state', { type: State }),
    value: t.expose('value', { type: 'Decimal', nullable: true }),
    status: t.expose('status', { type: Status }),
    knownAt: t.expose('knownAt', { type: 'DateTime' }),
    approvedAt: t.expose('approvedAt', { type: 'DateTime', nullable: true }),
    submittedAt: t.expose('submittedAt', { type: 'DateTime', nullable: true }),
    returnNote: t.string({
      nullable: true,
      description: 'Why it was sent back (반려 사유); null for callers who are not signed in.',
      select: { returnNote: true },
      resolve: ({ returnNote }, _args, { viewer }) => (isOfficer(viewer) ? returnNote : null),
    }),
    dimension: t.expose('dimension', { type: Dimension, nullable: true }),
    category: t.exposeString('category', { nullable: true }),
    supersedes: t.relation('supersedes', {
      nullable: true,
      description: 'The figure that this one corrects (정정 전 수치).',
    }),
    corrections: t.relation('corrections', {
      description: 'The figures that correct this one (정정), the oldest first. At most one of them is approved.',
      query: (_args, { viewer }) => ({ where: allowed(viewer, 'readOutcome'), orderBy: { id: 'asc' } }),
    }),
    correctionReason: t.exposeString('correctionReason', { nullable: true }),
    supersededAt: t.expose('supersededAt', { type: 'DateTime', nullable: true }),
    note: t.exposeString('note', { nullable: true }),
    authorName: t.string({
      nullable: true,
      description: 'Officer who entered it; null for seeded figures and for callers who are not signed in.',
      select: { author: { select: { name: true } } },
      resolve: ({ author }, _args, { viewer }) => (isOfficer(viewer) ? (author?.name ?? null) : null),
    }),
    approverName: t.string({
      nullable: true,
      description: 'Officer who approved it; null for seeded figures and for callers who are not signed in.',
      select: { approver: { select: { name: true } } },
      resolve: ({ approver }, _args, { viewer }) => (isOfficer(viewer) ? (approver?.name ?? null) : null),
    }),
    citations: t.relation('citations', {
      description: 'The sources that it is taken from.',
      query: { orderBy: { id: 'asc' } },
    }),
    sourced: t.boolean({
      description: 'False when no source is named: the figure is unsourced (출처 없음).',
      select: { _count: { select: { citations: true } } },
      resolve: ({ _count }) => _count.citations > 0,
    }),
  }),
})

/** The figure with this id, if the caller may see it. */
export const visibleOutcome = async (id: number | null, context: Context) =>
  id && (await permitted(context, 'readOutcome', 'Outcome', id)) ? { id } : null

const VALID = { status: 'APPROVED', supersededAt: null } as const

export const outcomes = list({
  noun: 'Outcome',
  field: 'outcomes',
  description: 'Reported figures (성과). Anonymous callers see approved ones.',
  filters: {
    year: filter(whole(1900, 2199, 'Year of the round.'), (year) => ({ program: { round: { year } } })),
    program: filter(ref('Program', 'Id of the program.'), (programId) => ({ programId })),
    district: filter(ref('District', 'Id of the district that runs the program.'), (districtId) => ({
      program: { districtId },
    })),
    indicator: filter(pattern(/^[A-Z][A-Z0-9_]{1,39}$/, 'PLACED', 'Code of the indicator.'), (code) => ({
      indicator: { code },
    })),
    basis: filter(many(choice(Basis), 10, 'On any of these counting bases.'), (bases) => ({
      indicator: { basis: { in: bases } },
    })),
    status: filter(many(choice(Status), 4, 'Of any of these statuses.'), (statuses) => ({ status: { in: statuses } })),
    asOf: filter(day('True for exactly this day.'), (asOf) => ({ asOf })),
    knownAt: filter(instant('Approved and not yet corrected at this moment: as it was known then.'), validAt),
    valid: filter(flag('True: approved and not corrected. False: anything else.'), (valid) =>
      valid ? VALID : { NOT: VALID },
    ),
    superseded: filter(flag('Whether an approved correction took its place.'), (superseded) => ({
      supersededAt: superseded ? { not: null } : null,
    })),
    sourced: filter(flag('Whether a source is named.'), (sourced) => ({
      citations: sourced ? { some: {} } : { none: {} },
    })),
    asOfFrom: filter(day('True for this day or a later one.'), (from) => ({ asOf: { gte: from } })),
    source: filter(ref('Source', 'Id of a source that it is taken from.'), (sourceId) => ({
      citations: { some: { sourceId } },
    })),
    asOfTo: filter(day('True for this day or an earlier one.'), (to) => ({ asOf: { lte: to } })),
    search: filter(
      text(100, 'Part of the title or number of the program or of the name of the indicator.'),
      (part) => ({
        OR: [
          { program: containing(part, ['titleKo', 'titleEn', 'code']) },
          { indicator: containing(part, ['nameKo', 'nameEn', 'code']) },
        ],
      }),
    ),
  },
  orders: {
    AS_OF: { by: ['asOf'], description: 'Day for which the figure is true.' },
    KNOWN_AT: { by: ['knownAt'], description: 'When it became known.' },
    PROGRAM: { by: ['program', 'code'], description: 'Program number.' },
    INDICATOR: { by: ['indicator', 'code'], description: 'Code of the indicator.' },
    VALUE: { by: ['value'], nullable: true, description: 'Value.' },
    UPDATED_AT: { by: ['updatedAt'], description: 'Last change.' },
  },
  defaultOrder: ['PROGRAM', 'ASC'],
})
outcomes.under('Program', 'outcomes', 'The figures reported for the program.')
