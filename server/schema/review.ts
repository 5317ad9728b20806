import { allowed, isOfficer } from '../access.ts'
import { act, type Doing } from '../act.ts'
import { batched, permitted } from '../batch.ts'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { mayChange, take } from '../edit.ts'
import { Problem, Refused, refuse } from '../errors.ts'
import type { ProgramStage } from '../generated/prisma/enums.ts'
import { decimal, flag, group, many, optional, ref, self, text, version, whole } from '../input.ts'
import { labelsOf } from '../label.ts'
import { containing, filter, list } from '../list.ts'
import { reviewTotals } from '../statistics/ranking.ts'
import { lockRoundOf } from './step.ts'

builder.prismaObject('ReviewScore', {
  select: { reviewId: true, criterionId: true },
  fields: (t) => ({
    criterion: t.relation('criterion', { description: 'What is scored.' }),
    score: t.expose('score', { type: 'Decimal' }),
  }),
})

const totalOf = (id: number, context: Context) =>
  batched(context, 'total of a review', id, (ids) => reviewTotals(context.product.db.prisma, ids))

builder.prismaNode('Review', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    program: t.relation('program', { description: 'The proposal.' }),
    reviewer: t.field({
      type: 'User',
      nullable: true,
      description: 'Who scores; null for a fellow reviewer.',
      select: (_args, _context, nested) => ({ reviewerId: true, reviewer: nested() as never as true }),
      resolve: async ({ reviewerId, reviewer }, _args, context) =>
        (await permitted(context, 'readUser', 'User', reviewerId)) ? (reviewer as never) : null,
    }),
    comment: t.exposeString('comment', { nullable: true }),
    submittedAt: t.expose('submittedAt', { type: 'DateTime', nullable: true }),
    scores: t.relation('scores', {
      description: 'The scores given so far, in the order of the score sheet.',
      query: { orderBy: { criterion: { position: 'asc' } } },
    }),
    total: t.float({
      nullable: true,
      description: 'Weighted total from 0 to 100, with four decimals; null until every criterion has a score.',
      resolve: async ({ id }, _args, context) => {
        const total = await totalOf(id, context)
        return total === undefined ? null : Number(total)
      },
    }),
  }),
})

list({
  noun: 'Review',
  field: 'reviews',
  description: 'Score sheets (심사표). The city sees all, reviewers their own and, once handed in, those beside them.',
  filters: {
    year: filter(whole(1900, 2199, 'Year of the round.'), (year) => ({ program: { round: { year } } })),
    round: filter(ref('Round', 'Id of the round.'), (roundId) => ({ program: { roundId } })),
    program: filter(ref('Program', 'Id of the proposal.'), (programId) => ({ programId })),
    reviewer: filter(ref('User', 'Id of the reviewer.'), (reviewerId, { viewer }) => ({
      reviewerId,
      reviewer: allowed(viewer, 'readUser'),
    })),
    own: filter(flag('True: for the caller to score; false: for others.'), (own, { viewer }) => {
      const reviewerId = isOfficer(viewer) ? viewer.id : 0
      return own ? { reviewerId } : { reviewerId: { not: reviewerId } }
    }),
    open: filter(flag('True: still to be handed in; false: handed in.'), (open) => ({
      submittedAt: open ? null : { not: null },
    })),
    search: filter(text(100, 'Part of the title or the number of the proposal.'), (part) => ({
      program: containing(part, ['titleKo', 'titleEn', 'code']),
    })),
  },
  orders: {
    PROGRAM: { by: ['program', 'code'], description: 'Program number.' },
    SUBMITTED_AT: { by: ['submittedAt'], nullable: true, description: 'When it was handed in.' },
    UPDATED_AT: { by: ['updatedAt'], description: 'Last change.' },
  },
  defaultOrder: ['PROGRAM', 'ASC'],
})

builder.prismaObjectField('Program', 'reviews', (t) =>
  t.relation('reviews', {
    description: 'The score sheets (심사표) that the caller may see.',
    query: (_args, { viewer }) => ({ where: allowed(viewer, 'readReview'), orderBy: { id: 'asc' } }),
  }),
)

act('assignReviewer', {
  description: 'Asks a reviewer to score a proposal. Nobody scores a proposal of the own district.',
  noun: 'Review',
  input: { reviewerId: ref('User', 'Id of the reviewer.'), programId: ref('Program', 'Id of the proposal.') },
  async perform({ reviewerId, programId }, { tx }) {
    await lockRoundOf(tx, programId)
    const { stage, districtId } = await tx.program.findUniqueOrThrow({ where: { id: programId } })
    onlyAt(['SUBMITTED', 'IN_REVIEW'], stage, 'programId')
    const reviewer = await tx.user.findFirst({
      where: { id: reviewerId, role: 'REVIEWER', active: true },
      include: { districts: true },
    })
    if (!reviewer) return refuse('reviewerId', 'NOT_REVIEWER')
    if (reviewer.districts.some((own) => own.districtId === districtId)) refuse('reviewerId', 'OWN_DISTRICT')
    return (await tx.review.create({ data: { reviewerId, programId } })).id
  },
})

act('unassignReviewer', {
  description: 'Takes back a review that was not handed in, when a reviewer cannot do it after all.',
  noun: 'Program',
  input: { id: ref('Review') },
  async perform({ id }, { tx }) {
    const { programId } = await tx.review.findUniqueOrThrow({ where: { id } })
    await lockRoundOf(tx, programId)
    const { count } = await tx.review.deleteMany({ where: { id, submittedAt: null } })
    if (!count) refuse('id', 'ALREADY_SUBMITTED')
    return programId
  },
})

const score = group(
  'ReviewScoreInput',
  'A score on one criterion.',
  { criterionId: ref('Criterion'), score: decimal(0, 1000, undefined, 2) },
  'ReviewScore',
)

act('saveReview', {
  description: 'Keeps scores and the comment of a review that is not handed in yet. Criteria that are left out stay.',
  noun: 'Review',
  input: {
    id: self('Review'),
    version,
    scores: optional(many(score, 20, 'Scores to set.')),
    comment: optional(text(4000)),
  },
  async perform({ scores, comment, ...input }, doing) {
    const { id, criteria } = await openReview('saveReview', input, doing)
    const problems: Problem[] = []
    for (const [index, { criterionId, score }] of (scores ?? []).entries()) {
      const criterion = criteria.find(({ id }) => id === criterionId)
      if (!criterion) problems.push(new Problem('NO_SUCH', CRITERION, `scores.${index}.criterionId`))
      else if (Number(score) > criterion.maxScore) {
        problems.push(new Problem('OUT_OF_RANGE', { min: 0, max: criterion.maxScore }, `scores.${index}.score`))
      }
    }
    if (problems.length) throw new Refused(problems)
    for (const { criterionId, score } of scores ?? []) {
      const key = { reviewId: id, criterionId }
      const where = { reviewId_criterionId: key }
      await doing.tx.reviewScore.upsert({ where, create: { ...key, score }, update: { score } })
    }
    await doing.tx.review.update({ where: { id }, data: { comment } })
    return id
  },
})

act('submitReview', {
  description: 'Hands in a review, which then is not changed any more. Needs a score on every criterion.',
  noun: 'Review',
  input: { id: self('Review'), version },
  async perform(input, doing) {
    const { id, criteria, scores } = await openReview('submitReview', input, doing)
    const missing = criteria.filter((criterion) => !scores.some(({ criterionId }) => criterionId === criterion.id))
    if (missing.length) refuse('scores', 'NEEDS_SCORES', { missing: missing.map(({ nameKo }) => nameKo).join(', ') })
    await doing.tx.review.update({ where: { id }, data: { submittedAt: doing.context.product.now() } })
    return id
  },
})

const CRITERION = { noun: 'criterion of this round' }

/** The review with the criteria of its round, if it can still be changed. */
async function openReview(
  rule: 'saveReview' | 'submitReview',
  { id, version }: { id: number; version: number },
  doing: Doing,
) {
  const { tx } = doing
  await mayChange(rule, 'Review', id, doing)
  const { programId } = await tx.review.findUniqueOrThrow({ where: { id } })
  await lockRoundOf(tx, programId)
  const { submittedAt, scores, program } = await tx.review.findUniqueOrThrow({
    where: { id },
    include: {
      scores: true,
      program: { include: { round: { include: { criteria: { orderBy: { position: 'asc' } } } } } },
    },
  })
  if (submittedAt) refuse('id', 'ALREADY_SUBMITTED')
  onlyAt(['IN_REVIEW'], program.stage, 'id')
  await take(rule, 'Review', { id, version }, doing)
  return { id, scores, criteria: program.round.criteria }
}

function onlyAt(stages: ProgramStage[], now: ProgramStage, field: string) {
  if (stages.includes(now)) return
  const [at, only] = [labelsOf([now]), labelsOf(stages)]
  refuse(field, 'WRONG_STAGE', { nowEn: at.en, nowKo: at.ko, stagesEn: only.en, stagesKo: only.ko })
}
