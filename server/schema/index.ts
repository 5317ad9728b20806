import { permitted } from '../batch.ts'
import { builder } from '../builder.ts'
import type { Reads } from '../compiled/plan.ts'
import './accessLog.ts'
import './accessReview.ts'
import './breakdown.ts'
import './changed.ts'
import './claim.ts'
import './cohort.ts'
import './conflict.ts'
import './destruction.ts'
import './disclosure.ts'
import './district.ts'
import './districtEvent.ts'
import './evaluation.ts'
import './feedback.ts'
import './evidence.ts'
import './figure.ts'
import './flagship.ts'
import './followUp.ts'
import './indicator.ts'
import './invitation.ts'
import './outcome.ts'
import './outcomeLife.ts'
import './outcomeImport.ts'
import './participant.ts'
import './participantImport.ts'
import './participation.ts'
import './participantMoves.ts'
import './person.ts'
import './periodLock.ts'
import './plausibility.ts'
import './program.ts'
import './reconciliation.ts'
import './release.ts'
import './rightsChange.ts'
import './round.ts'
import './secondFactor.ts'
import './session.ts'
import './source.ts'
import './stageChange.ts'
import './targetGroup.ts'
import './targetStatement.ts'
import './user.ts'
import './agreement.ts'
import './apiKey.ts'
import './criterion.ts'
import './funding.ts'
import './history.ts'
import './organization.ts'
import './programLine.ts'
import './ranking.ts'
import './results.ts'
import './review.ts'
import './savedFilter.ts'
import './search.ts'
import './step.ts'
import './task.ts'
import './node.ts'

const updates = {
  Conflict: 'resolveConflict',
  Claim: 'explainClaim',
  Review: 'saveReview',
  FundingLine: 'setFunding',
  Evaluation: 'recordEvaluation',
  FlagshipAward: 'revokeFlagship',
  Feedback: 'recordChange',
  ApiKey: 'rotateApiKey',
} as const

// What every record that can be edited has.
for (const noun of [
  'District',
  'Round',
  'Program',
  'Participant',
  'Indicator',
  'Outcome',
  'Source',
  'User',
  'Review',
  'FundingLine',
  'Organization',
  'Agreement',
  'ProgramLine',
  'Cohort',
  'TargetGroup',
  'Evaluation',
  'FlagshipAward',
  'Feedback',
  'Conflict',
  'Claim',
  'ApiKey',
  'SavedFilter',
] as const) {
  const rule = noun in updates ? updates[noun as keyof typeof updates] : (`update${noun}` as 'updateProgram')
  builder.prismaObjectFields(noun as 'Program', (t) => ({
    version: t.exposeInt('version'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
    viewerCanUpdate: t.boolean({
      description: `Whether the caller may use ${rule} on this record, so that a panel offers it only then.`,
      extensions: { reads: { rule } satisfies Reads },
      select: { id: true },
      resolve: ({ id }, _args, context) => permitted(context, rule, noun, id),
    }),
  }))
}

export const schema = builder.toSchema()
