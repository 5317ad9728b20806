import { allowed } from '../access.ts'
import { act, type Doing } from '../act.ts'
import { builder } from '../builder.ts'
import { readClocks } from '../clocks.ts'
import { refuse } from '../errors.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { type FigureState, ReleaseAudience } from '../generated/prisma/enums.ts'
import { choice, day, group, many, optional, pattern, ref, text, type Values, whole } from '../input.ts'
import { containing, filter, list } from '../list.ts'
import { findFigures, totalsOnly } from '../statistics/figures.ts'
import { ALL_OUTCOMES } from '../statistics/seen.ts'
import { type Figure, FigureType, totalsOf } from './figure.ts'
import { hides, type Seen, State, SUPPRESSION, visibleOutcome } from './outcome.ts'

const Audience = builder.enumType('ReleaseAudience', {
  description: 'Whom a release was made for.',
  values: {
    [ReleaseAudience.PRESS]: { description: 'The press (보도).' },
    [ReleaseAudience.COUNCIL]: { description: 'The city council (의회 보고).' },
    [ReleaseAudience.PUBLIC]: { description: 'The public (공개).' },
  } as const,
})

type Pinned = { state: FigureState; value: Prisma.Decimal | null }
type Kept = Pinned & {
  programId: number
  indicator: Seen['indicator']
  outcome: { publicValue: Prisma.Decimal | null } | null
}

/** The pinned value as the caller may see it. */
async function seen({ state, value, outcome, ...row }: Kept, context: Doing['context']): Promise<Pinned> {
  const hidden = await hides({ ...row, value, publicValue: outcome?.publicValue ?? null }, context)
  return hidden ? { state: 'SUPPRESSED', value: null } : { state, value }
}

const pinned = {
  programId: true,
  indicatorId: true,
  cohortId: true,
  state: true,
  value: true,
  indicator: { select: { population: true, basis: true, kind: true } },
  outcome: { select: { publicValue: true } },
  release: { select: { asOf: true } },
} as const
type Key = { programId: number; indicatorId: number; cohortId: number | null; release: { asOf: Date } }

const said = ({ state, value }: Pinned) => (value ? Number(value).toLocaleString('en-US') : state)

const Value = builder.prismaObject('ReleaseValue', {
  select: { id: true, outcomeId: true },
  fields: (t) => ({
    program: t.relation('program', { description: 'The program.' }),
    indicator: t.relation('indicator', { description: 'What was counted.' }),
    cohort: t.relation('cohort', { nullable: true, description: 'The intake; null for the whole program.' }),
    state: t.field({
      type: State,
      description: `State of the figure when it was pinned. ${SUPPRESSION}`,
      select: pinned,
      resolve: async (row, _args, context) => (await seen(row, context)).state,
    }),
    value: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'Value when it was pinned.',
      select: pinned,
      resolve: async (row, _args, context) => (await seen(row, context)).value,
    }),
    outcome: t.field({
      type: 'Outcome',
      nullable: true,
      description: 'The figure that was used.',
      resolve: ({ outcomeId }, _args, context) => visibleOutcome(outcomeId, context),
    }),
  }),
})

builder.prismaObjectFields('ReleaseValue', (t) => ({
  now: t.field({
    type: FigureType,
    select: pinned,
    description: 'The same figure as it is known now, for the day of the release.',
    complexity: 5,
    resolve: (value, _args, context) => figureNow(value, context),
  }),
  drift: t.string({
    nullable: true,
    select: pinned,
    description: 'What changed since the release, such as `27 → 28`; null when nothing did (공표 후 변동).',
    complexity: 5,
    resolve: async (value, _args, context) => {
      const { state = 'MISSING', value: present = null } = await figureNow(value, context)
      const [before, after] = [said(await seen(value, context)), said({ state, value: present })]
      return before === after ? null : `${before} → ${after}`
    },
  }),
  difference: t.field({
    type: 'Decimal',
    nullable: true,
    select: pinned,
    description: 'The value of now minus the value of the release; null when one of them has none.',
    complexity: 5,
    resolve: async (row, _args, context) => {
      const [{ value: before }, { value: now }] = [await seen(row, context), await figureNow(row, context)]
      return before && now ? now.minus(before) : null
    },
  }),
}))

async function figureNow(
  { programId, indicatorId, cohortId, release }: Key,
  context: Doing['context'],
): Promise<Figure> {
  const clocks = { ...readClocks({}, context), asOf: release.asOf }
  const totals = await totalsOf(programId, clocks, context)
  const same = totals.find((figure) => figure.indicatorId === indicatorId && figure.cohortId === cohortId)
  return same ?? { programId, indicatorId, cohortId, dimension: null, category: null, ...clocks }
}

const code = pattern(/^[A-Z][A-Z0-9_]{1,39}$/, 'PLACED', 'Code of an indicator.')
const query = {
  year: whole(1900, 2199, 'Year of the round.'),
  districtIds: optional(many(ref('District'), 100, 'Ids of the districts that run the programs; all when left out.')),
  indicators: optional(many(code, 50, 'Codes of the indicators; all when left out.')),
}
const QueryInput = group('ReleaseQueryInput', 'Which figures a release uses.', query)

interface StoredQuery {
  year: number
  districtIds?: number[]
  indicators?: string[]
}
const QueryType = builder.objectRef<StoredQuery>('ReleaseQuery').implement({
  description: 'Which figures a release used.',
  fields: (t) => ({
    year: t.exposeInt('year', { description: 'Year of the round.' }),
    districts: t.field({
      type: ['District'],
      nullable: true,
      description: 'The districts that run the programs; null when all.',
      resolve: ({ districtIds }) => districtIds?.map((id) => ({ id })) ?? null,
    }),
    indicators: t.exposeStringList('indicators', {
      nullable: true,
      description: 'Codes of the indicators; null when all.',
    }),
  }),
})

builder.prismaNode('Release', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    titleKo: t.exposeString('titleKo'),
    audience: t.expose('audience', { type: Audience }),
    releasedOn: t.expose('releasedOn', { type: 'Date' }),
    asOf: t.expose('asOf', { type: 'Date' }),
    knownAt: t.expose('knownAt', { type: 'DateTime' }),
    query: t.field({
      type: QueryType,
      description: 'The query that chose the values.',
      select: { query: true },
      resolve: ({ query: stored }) => stored as unknown as StoredQuery,
    }),
    values: t.field({
      type: [Value],
      description: 'The values as they were pinned, sorted by program and indicator.',
      select: (_args, { viewer }, nested) => ({
        values: {
          ...(nested() as object),
          where: { program: allowed(viewer, 'readProgram') },
          orderBy: [{ program: { code: 'asc' } }, { indicator: { code: 'asc' } }, { id: 'asc' }],
        },
      }),
      complexity: { field: 5, multiplier: 20 },
      resolve: ({ values }) => values as never,
    }),
  }),
})

list({
  noun: 'Release',
  field: 'releases',
  description: 'Press and council releases (보도·보고 자료) with the values that they used.',
  filters: {
    audience: filter(choice(Audience, 'Made for them.'), (audience) => ({ audience })),
    releasedFrom: filter(day('Published on this day or later.'), (from) => ({ releasedOn: { gte: from } })),
    releasedTo: filter(day('Published on this day or earlier.'), (to) => ({ releasedOn: { lte: to } })),
    search: filter(text(100, 'Part of the title.'), (part) => containing(part, ['titleKo'])),
  },
  orders: {
    RELEASED_ON: { by: ['releasedOn'], description: 'Day of publication.' },
    TITLE_KO: { by: ['titleKo'], description: 'Korean title.' },
  },
  defaultOrder: ['RELEASED_ON', 'DESC'],
})

act('publishRelease', {
  description:
    'Pins the figures of the selected programs of a round as they are known at this moment, together with the query, so that later drift can be shown.',
  noun: 'Release',
  input: { titleKo: text(200), audience: choice(Audience), releasedOn: day(), asOf: day(), query: QueryInput },
  async perform({ query: chosen, ...input }, { tx, viewer, context }) {
    const knownAt = context.product.now()
    const figures = await findFigures(
      tx,
      await programsOf(chosen, tx),
      { asOf: input.asOf, knownAt, outcomes: ALL_OUTCOMES },
      whichOf(chosen),
    )
    if (!figures.length) refuse('query', 'NO_FIGURES')
    const values = figures.map(({ programId, indicatorId, cohortId, outcomeId, state, value }) => ({
      ...{ programId, indicatorId, cohortId, outcomeId, state, value },
    }))
    const data = { ...input, knownAt, query: chosen as Prisma.InputJsonObject, createdById: viewer.id }
    const { id } = await tx.release.create({ data: { ...data, values: { createMany: { data: values } } } })
    return id
  },
})

type Query = Values<typeof query>

async function programsOf({ year, districtIds }: Query, tx: Doing['tx']): Promise<number[]> {
  const where = { round: { year }, ...(districtIds && { districtId: { in: districtIds } }) }
  const found = await tx.program.findMany({
    where: { AND: [where, allowed({ role: 'ANONYMOUS' }, 'readProgram')] },
    select: { id: true },
  })
  return found.map(({ id }) => id)
}

const whichOf = ({ indicators }: Query) =>
  indicators ? Prisma.sql`${totalsOnly} AND i.code = ANY(${indicators}::text[])` : totalsOnly
