import { allowed, isOfficer, type Viewer, verdict } from '../access.ts'
import { permitted } from '../batch.ts'
import { builder } from '../builder.ts'
import type { Reads } from '../compiled/plan.ts'
import type { Context } from '../context.ts'
import { isOfPeople } from '../disclosure.ts'
import type { Indicator, Outcome, Prisma } from '../generated/prisma/client.ts'
import { CitationMethod, FigureState, OutcomeStatus } from '../generated/prisma/enums.ts'
import { choice, day, flag, instant, many, pattern, ref, text, whole } from '../input.ts'
import { containing, filter, list } from '../list.ts'
import { validAt } from '../statistics/clock.ts'
import { Basis, Dimension } from './indicator.ts'

/** What every caller must know where a count of people may be withheld. */
export const SUPPRESSION =
  'Small cells are suppressed (통계 비밀보호, 소수 셀 비공개) for callers who are not officers of the program: a count of people below the threshold (5 unless set otherwise; 10 where a sensitive target group is concerned), or one that would give such a count away together with what is public already, has the state SUPPRESSED and no value.'

export const State = builder.enumType('FigureState', {
  description: 'Whether a figure has a value, and if not, which kind of nothing it is. Zero is a value.',
  values: {
    [FigureState.PRESENT]: { description: 'There is a value.' },
    [FigureState.MISSING]: { description: 'It should be there and is not (미보고).' },
    [FigureState.SUPPRESSED]: {
      description:
        'Hidden because it would tell of single people, or would do so together with other numbers that are public (소수 셀 비공개).',
    },
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

/** What is needed to tell whether the value of a figure is hidden from the one who asks. */
const SEEN = {
  value: true,
  publicValue: true,
  programId: true,
  indicator: { select: { population: true, basis: true, kind: true } },
} as const
export type Seen = Pick<Outcome, 'value' | 'publicValue' | 'programId'> & {
  indicator: Pick<Indicator, 'population' | 'basis' | 'kind'>
}

/** Whether the value of the figure, and what is said of it, is hidden from the one who asks. */
export const hides = async ({ value, publicValue, programId, indicator }: Seen, context: Context): Promise<boolean> =>
  value !== null &&
  publicValue === null &&
  isOfPeople(indicator) &&
  !(await permitted(context, 'countParticipants', 'Program', programId))

/** The column itself for those from whom no value of any figure is hidden. */
const unhidden = (column: string) => ({
  reads: { column, unhidden: (viewer) => verdict(viewer, 'countParticipants') === true } satisfies Reads,
})

builder.prismaObject('Citation', {
  select: { id: true },
  fields: (t) => ({
    source: t.relation('source', { description: 'The document.' }),
    method: t.expose('method', { type: Method }),
    quote: t.string({
      nullable: true,
      description: 'Short quote from the source; null where the figure is suppressed for the caller.',
      select: { quote: true, outcome: { select: SEEN } },
      resolve: async ({ quote, outcome }, _args, context) => ((await hides(outcome, context)) ? null : quote),
    }),
    page: t.exposeString('page', { nullable: true }),
  }),
})

const hidden = 'null for all but the city and the district that runs the program'
const seesWork = (id: number, context: Context) => permitted(context, 'seeWorkOnOutcome', 'Outcome', id)

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
    state: t.field({
      type: State,
      description: `Whether there is a value, and if not, why. ${SUPPRESSION}`,
      extensions: unhidden('state'),
      select: { state: true, ...SEEN },
      resolve: async (row, _args, context) => ((await hides(row, context)) ? 'SUPPRESSED' : row.state),
    }),
    value: t.field({
      type: 'Decimal',
      nullable: true,
      description:
        'The value in the unit of the indicator: at most 12 digits before and 3 after the decimal point. Null unless the state is PRESENT.',
      extensions: unhidden('value'),
      select: SEEN,
      resolve: async (row, _args, context) => ((await hides(row, context)) ? null : row.value),
    }),
    status: t.expose('status', { type: Status }),
    knownAt: t.expose('knownAt', { type: 'DateTime' }),
    approvedAt: t.expose('approvedAt', { type: 'DateTime', nullable: true }),
    submittedAt: t.expose('submittedAt', { type: 'DateTime', nullable: true }),
    returnNote: t.string({
      nullable: true,
      description: `Why it was sent back (반려 사유); ${hidden}.`,
      select: { id: true, returnNote: true },
      resolve: async ({ id, returnNote }, _args, context) => ((await seesWork(id, context)) ? returnNote : null),
    }),
    dimension: t.expose('dimension', { type: Dimension, nullable: true }),
    category: t.exposeString('category', { nullable: true }),
    supersedes: t.field({
      type: 'Outcome',
      nullable: true,
      description: 'The figure that this one corrects (정정 전 수치).',
      select: { supersedesId: true },
      resolve: ({ supersedesId }, _args, context) => visibleOutcome(supersedesId, context),
    }),
    corrections: t.relation('corrections', {
      description: 'The figures that correct this one (정정), the oldest first. At most one of them is approved.',
      query: (_args, { viewer }) => ({ where: allowed(viewer, 'readOutcome'), orderBy: { id: 'asc' } }),
    }),
    correctionReason: t.string({
      nullable: true,
      description: 'Why the figure that it supersedes was wrong; null where it is suppressed for the caller.',
      extensions: unhidden('correctionReason'),
      select: { correctionReason: true, ...SEEN },
      resolve: async (row, _args, context) => ((await hides(row, context)) ? null : row.correctionReason),
    }),
    supersededAt: t.expose('supersededAt', { type: 'DateTime', nullable: true }),
    note: t.string({
      nullable: true,
      description: 'Remark on the figure; null where it is suppressed for the caller.',
      extensions: unhidden('note'),
      select: { note: true, ...SEEN },
      resolve: async (row, _args, context) => ((await hides(row, context)) ? null : row.note),
    }),
    authorName: t.string({
      nullable: true,
      description: `Officer who entered it; null for seeded figures, and ${hidden}.`,
      select: { id: true, author: { select: { name: true } } },
      resolve: async ({ id, author }, _args, context) =>
        (await seesWork(id, context)) ? (author?.name ?? null) : null,
    }),
    approverName: t.string({
      nullable: true,
      description: `Officer who approved it; null for seeded figures, and ${hidden}.`,
      select: { id: true, approver: { select: { name: true } } },
      resolve: async ({ id, approver }, _args, context) =>
        (await seesWork(id, context)) ? (approver?.name ?? null) : null,
    }),
    viewerIsAuthor: t.boolean({
      description: 'True when the caller entered or changed it, so that somebody else must approve it.',
      select: { authorId: true, editorId: true },
      resolve: ({ authorId, editorId }, _args, { viewer }) =>
        isOfficer(viewer) && [authorId, editorId].includes(viewer.id),
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

const ownFigure = (viewer: Viewer): Prisma.OutcomeWhereInput =>
  isOfficer(viewer)
    ? {
        OR: [{ authorId: viewer.id }, { editorId: viewer.id }, { program: { districtId: { in: viewer.districtIds } } }],
      }
    : { id: { in: [] } }

/** Nobody's, as a seeded figure is, is not the caller's either: `NOT` would leave it out. */
const notOwnFigure = (viewer: Viewer): Prisma.OutcomeWhereInput =>
  isOfficer(viewer)
    ? {
        AND: [
          { OR: [{ authorId: null }, { authorId: { not: viewer.id } }] },
          { OR: [{ editorId: null }, { editorId: { not: viewer.id } }] },
          { program: { districtId: { notIn: viewer.districtIds } } },
        ],
      }
    : {}

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
    own: filter(
      flag('Whether the caller entered or changed it, or works for the district that runs the program.'),
      (own, { viewer }) => (own ? ownFigure(viewer) : notOwnFigure(viewer)),
    ),
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
    VALUE: {
      by: (viewer) => [verdict(viewer, 'countParticipants') === true ? 'value' : 'publicValue'],
      nullable: true,
      description: 'Value; for callers who may not see every value, the public one.',
    },
    UPDATED_AT: { by: ['updatedAt'], description: 'Last change.' },
  },
  defaultOrder: ['PROGRAM', 'ASC'],
})
outcomes.under('Program', 'outcomes', 'The figures reported for the program.')
