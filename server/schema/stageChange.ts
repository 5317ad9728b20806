import { act, type Doing } from '../act.ts'
import { builder, dayOf } from '../builder.ts'
import type { Reads } from '../compiled/plan.ts'
import { edit, notAfterToday } from '../edit.ts'
import { refuse } from '../errors.ts'
import { ParticipantStage } from '../generated/prisma/enums.ts'
import { choice, day, flag, optional, self, text, version } from '../input.ts'

// Whoever waits, stays or leaves has been something else before.
const FIRST_STAGES: readonly ParticipantStage[] = ['APPLIED', 'SELECTED', 'IN_TRAINING', 'TRAINED', 'PLACED']

/** Where a participant can go from each stage. The only place that says so. */
export const MOVES: Record<ParticipantStage, readonly ParticipantStage[]> = {
  APPLIED: ['SELECTED', 'WAITLISTED', 'LEFT'],
  WAITLISTED: ['SELECTED', 'LEFT'],
  SELECTED: ['IN_TRAINING', 'PLACED', 'LEFT'],
  IN_TRAINING: ['TRAINED', 'LEFT'],
  TRAINED: ['PLACED', 'LEFT'],
  PLACED: ['RETAINED', 'LEFT'],
  RETAINED: ['LEFT'],
  LEFT: ['SELECTED'],
}

const words: Record<ParticipantStage, { en: string; ko: string }> = {
  APPLIED: { en: 'Applied', ko: '신청' },
  SELECTED: { en: 'Selected', ko: '선발' },
  WAITLISTED: { en: 'On the waiting list', ko: '대기' },
  IN_TRAINING: { en: 'In training', ko: '교육 중' },
  TRAINED: { en: 'Training completed', ko: '수료' },
  PLACED: { en: 'Placed in a job', ko: '취업' },
  RETAINED: { en: 'Still in the job at follow-up', ko: '고용 유지' },
  LEFT: { en: 'Left', ko: '중도 포기·퇴사' },
}

export const Stage = builder.enumType('ParticipantStage', {
  description: 'How far a participant has come: the counting basis of participant figures.',
  values: Object.fromEntries(
    Object.values(ParticipantStage).map((stage) => [
      stage,
      { description: `${words[stage].en} (${words[stage].ko}).`, value: stage },
    ]),
  ) as unknown as Record<ParticipantStage, { value: ParticipantStage }>,
})

builder.prismaObject('StageChange', {
  select: { id: true },
  fields: (t) => ({
    stage: t.expose('stage', { type: Stage }),
    on: t.expose('on', { type: 'Date' }),
    reason: t.exposeString('reason', { nullable: true }),
    recordedAt: t.expose('recordedAt', { type: 'DateTime' }),
    retractedAt: t.expose('retractedAt', { type: 'DateTime', nullable: true }),
    recordedByName: t.string({
      nullable: true,
      description: 'Officer who entered it; null for what was not entered by one.',
      extensions: { reads: { of: 'recordedBy', column: 'name' } satisfies Reads },
      select: { recordedBy: { select: { name: true } } },
      resolve: ({ recordedBy }) => recordedBy?.name ?? null,
    }),
  }),
})

builder.prismaObjectFields('Participant', (t) => ({
  history: t.relation('history', {
    description:
      'Stages reached so far, the oldest first; a step with `retractedAt` was wrong and is kept for the record.',
    query: { orderBy: [{ on: 'asc' }, { id: 'asc' }] },
  }),
  nextStages: t.field({
    type: [Stage],
    description: 'Where `moveParticipant` can take the participant now.',
    select: { stage: true },
    resolve: ({ stage }) => [...MOVES[stage]],
  }),
}))

act('moveParticipant', {
  description:
    'Takes a participant to the next stage; `nextStages` says which are possible. Waiting, leaving and coming back need a reason. With `correct` the latest step was wrong and this one takes its place: the wrong one stays in the history as retracted, and figures as they were known before stay as they were.',
  noun: 'Participant',
  input: {
    id: self('Participant'),
    version,
    stage: choice(Stage, 'The stage that was reached.'),
    on: day('Day on which it was reached: not before the step before it, not after today.'),
    reason: optional(text(500, 'Why: needed for waiting, leaving, coming back and corrections.')),
    correct: optional(flag('True when this takes the place of the latest step, which was wrong.')),
  },
  async perform({ id, version, stage, on, reason, correct }, doing) {
    await edit('moveParticipant', 'Participant', { id, version, stage, stageOn: on }, doing)
    const steps = await doing.tx.stageChange.findMany({
      where: { participantId: id, retractedAt: null },
      orderBy: [{ on: 'desc' }, { id: 'desc' }],
      take: 2,
    })
    const [wrong, last] = correct ? steps : [undefined, steps[0]]
    checkStep(last, { stage, on, reason, correct }, doing)
    const now = doing.context.product.now()
    if (wrong) await doing.tx.stageChange.update({ where: { id: wrong.id }, data: { retractedAt: now } })
    const recordedById = doing.viewer.id
    await doing.tx.stageChange.create({ data: { participantId: id, stage, on, reason, recordedAt: now, recordedById } })
    return id
  },
})

export interface NextStep {
  stage: ParticipantStage
  on: Date
  reason?: string | null
  correct?: boolean | null
}

/** Refuses a step that cannot follow the last one of a participation; without a last one it is the first. */
export function checkStep(last: NextStep | undefined, step: NextStep, doing: Doing) {
  if (last) checkMove(last, step)
  else checkFirst(step.stage)
  if (step.correct && !step.reason) refuse('reason', 'NEEDS_REASON')
  notAfterToday('on', step.on, doing)
}

/** Refuses a stage that a participation cannot start at. */
export function checkFirst(stage: ParticipantStage) {
  if (!FIRST_STAGES.includes(stage)) refuse('stage', 'CANNOT_START_AT', inWords(FIRST_STAGES))
}

/** Refuses a step that does not follow from the one before it; `dayField` is the input that says the day. */
export function checkMove(last: NextStep, { stage, on, reason }: NextStep, dayField = 'on') {
  if (!MOVES[last.stage].includes(stage)) {
    refuse('stage', 'MOVE_NOT_ALLOWED', { ...nowInWords(last.stage), ...inWords(MOVES[last.stage]) })
  }
  if (on < last.on) refuse(dayField, 'BEFORE', { other: dayOf(last.on) })
  if (!reason && (stage === 'WAITLISTED' || stage === 'LEFT' || last.stage === 'LEFT')) refuse('reason', 'NEEDS_REASON')
}

const inWords = (stages: readonly ParticipantStage[]) => ({
  nextEn: stages.map((stage) => words[stage].en).join(', '),
  nextKo: stages.map((stage) => words[stage].ko).join(', '),
})

export const nowInWords = (stage: ParticipantStage) => ({ nowEn: words[stage].en, nowKo: words[stage].ko })
