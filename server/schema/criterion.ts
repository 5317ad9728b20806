import { allowed } from '../access.ts'
import { act } from '../act.ts'
import { builder } from '../builder.ts'
import { take } from '../edit.ts'
import { refuse } from '../errors.ts'
import { Prisma } from '../generated/prisma/client.ts'
import { decimal, group, many, optional, self, text, version, whole } from '../input.ts'

builder.prismaNode('Criterion', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    position: t.exposeInt('position'),
    nameKo: t.exposeString('nameKo'),
    nameEn: t.exposeString('nameEn', { nullable: true }),
    weightPct: t.expose('weightPct', { type: 'Decimal' }),
    maxScore: t.exposeInt('maxScore'),
  }),
})

builder.prismaObjectField('Round', 'criteria', (t) =>
  t.relation('criteria', {
    description: 'The criteria on which proposals are scored (심사 기준), in the order of the score sheet.',
    query: (_args, { viewer }) => ({ where: allowed(viewer, 'readCriterion'), orderBy: { position: 'asc' } }),
  }),
)

const criterion = group(
  'CriterionInput',
  'A criterion on which proposals are scored.',
  {
    nameKo: text(100),
    nameEn: optional(text(100)),
    weightPct: decimal(0.01, 100, undefined, 2),
    maxScore: whole(1, 1000),
  },
  'Criterion',
)

act('setCriteria', {
  description: 'Sets the criteria of a round in place of all that there were; not once a reviewer has given a score.',
  noun: 'Round',
  input: {
    id: self('Round'),
    version,
    criteria: many(criterion, 20, 'The criteria in the order of the score sheet; their weights add up to 100.'),
  },
  async perform({ criteria, ...round }, doing) {
    const roundId = await take('setCriteria', 'Round', round, doing)
    if (await doing.tx.reviewScore.count({ where: { criterion: { roundId } } })) refuse('criteria', 'REVIEWS_SAVED')
    const sum = criteria.reduce((sum, { weightPct }) => sum.plus(weightPct), new Prisma.Decimal(0))
    if (!sum.equals(100)) refuse('criteria', 'WEIGHTS_NOT_100', { sum: sum.toFixed() })
    await doing.tx.criterion.deleteMany({ where: { roundId } })
    const data = criteria.map((criterion, index) => ({ ...criterion, roundId, position: index + 1 }))
    await doing.tx.criterion.createMany({ data })
    return roundId
  },
})
