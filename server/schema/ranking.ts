import { allowed, verdict } from '../access.ts'
import { batched } from '../batch.ts'
import { builder } from '../builder.ts'
import { find } from '../list.ts'
import { type RankingRow, rankings } from '../statistics/ranking.ts'

const Row = builder.objectRef<RankingRow>('RankingRow').implement({
  description: "A proposal's place in a ranking.",
  fields: (t) => ({
    rank: t.exposeInt('rank', { description: 'Place, from 1; proposals with equal scores share it.' }),
    tied: t.exposeBoolean('tied', { description: 'True when another proposal has the same score.' }),
    score: t.float({
      nullable: true,
      description:
        'Mean of the weighted totals of the reviews, from 0 to 100 with four decimals; null without a review.',
      resolve: ({ score }) => (score === null ? null : Number(score)),
    }),
    reviews: t.exposeInt('reviews', { description: 'Number of reviews handed in.' }),
    program: t.field({
      type: 'Program',
      nullable: true,
      description: 'The proposal.',
      resolve: ({ programId }, _args, context, info) => find('Program', { id: programId }, context, info) as never,
    }),
  }),
})

builder.prismaNode('Ranking', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    frozenAt: t.expose('frozenAt', { type: 'DateTime' }),
    frozenByName: t.string({
      nullable: true,
      description: 'Officer whose decision froze it.',
      select: { frozenBy: { select: { name: true } } },
      resolve: ({ frozenBy }) => frozenBy?.name ?? null,
    }),
    entries: t.field({
      type: [Row],
      description: 'The places, the best first.',
      complexity: { field: 1, multiplier: 20 },
      select: { entries: { orderBy: [{ rank: 'asc' }, { programId: 'asc' }] } },
      resolve: ({ entries }) => entries,
    }),
  }),
})

builder.prismaObjectFields('Round', (t) => ({
  ranking: t.field({
    type: [Row],
    description:
      'The proposals in review, ranked as the reviews stand now: the mean of the weighted totals of all reviews handed in. Only for the city; empty for others.',
    complexity: { field: 10, multiplier: 20 },
    select: { id: true },
    resolve: async ({ id }, _args, context) => {
      if (verdict(context.viewer, 'readRanking') !== true) return []
      const { prisma } = context.product.db
      return (await batched(context, 'ranking', id, (ids) => rankings(prisma, ids))) ?? []
    },
  }),
  rankings: t.relation('rankings', {
    description: 'The rankings that decisions froze, the oldest first. Only for the city; empty for others.',
    query: (_args, { viewer }) => ({ where: allowed(viewer, 'readRanking'), orderBy: { id: 'asc' } }),
  }),
}))
