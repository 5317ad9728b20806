import { act, type Doing, told, UserError } from '../act.ts'
import { builder } from '../builder.ts'
import { notAfterToday } from '../edit.ts'
import { Problem, Refused, refuse } from '../errors.ts'
import type { Participant } from '../generated/prisma/client.ts'
import { choice, day, group, many, optional, ref, text, version } from '../input.ts'
import { checkStep, type NextStep, nowInWords, Stage } from './stageChange.ts'

interface Move {
  id: number
  problems: Problem[]
}

const ParticipantMove = builder.objectRef<Move>('ParticipantMove').implement({
  description: 'What came of taking one participant to another stage together with others.',
  fields: (t) => ({
    participant: t.field({
      type: 'Participant',
      description: 'The participant as it is now.',
      resolve: ({ id }) => ({ id }) as never,
    }),
    errors: t.field({
      type: [UserError],
      description: 'Why this one could not be moved. Empty when it was moved.',
      resolve: ({ problems }) => problems.map(told),
    }),
  }),
})

act('moveParticipants', {
  description:
    'Takes up to 100 participants to the same stage at once, each by the rules of `moveParticipant`: `results` tells of each. Those who cannot be moved stay where they are and do not keep the others from it.',
  noun: 'Participant',
  record: false,
  once: { results: { type: [ParticipantMove], description: 'What came of each, in the order that was sent.' } },
  input: {
    participants: many(
      group('ParticipantVersionInput', 'A participant as it was read.', { id: ref('Participant'), version }),
      100,
      'The participants: 1 to 100, each once.',
    ),
    stage: choice(Stage, 'The stage that all of them reached.'),
    on: day('Day on which they reached it: not before the step before it, not after today.'),
    reason: optional(text(500, 'Why: needed for waiting, leaving and coming back.')),
  },
  async perform({ participants, ...step }, doing) {
    const ids = participants.map(({ id }) => id)
    if (!ids.length) refuse('participants', 'TOO_FEW', { min: 1 })
    if (new Set(ids).size < ids.length) refuse('participants', 'NAMED_TWICE')
    notAfterToday('on', step.on, doing)
    const [now, last] = [await hold(ids, doing), await lastSteps(ids, doing)]
    const results = participants.map(({ id, version }) => ({
      id,
      problems: problemsOf(now.get(id) as Participant, version, last.get(id), step, doing),
    }))
    await write(
      results.flatMap(({ id, problems }) => (problems.length ? [] : [id])),
      step,
      doing,
    )
    doing.show('results', results)
    return ids
  },
})

/** The participants, whom nobody else moves until the act is over; in one order, or two such acts could wait for each other. */
async function hold(ids: number[], { tx }: Doing): Promise<Map<number, Participant>> {
  await tx.$queryRaw`SELECT id FROM participant WHERE id = ANY(${ids}::int[]) ORDER BY id FOR UPDATE`
  const rows = await tx.participant.findMany({ where: { id: { in: ids } } })
  return new Map(rows.map((row) => [row.id, row]))
}

/** The latest step of each that was not retracted. */
async function lastSteps(ids: number[], { tx }: Doing): Promise<Map<number, Pick<NextStep, 'stage' | 'on'>>> {
  const steps = await tx.stageChange.findMany({
    where: { participantId: { in: ids }, retractedAt: null },
    orderBy: [{ on: 'asc' }, { id: 'asc' }],
    select: { participantId: true, stage: true, on: true },
  })
  return new Map(steps.map(({ participantId, ...step }) => [participantId, step]))
}

function problemsOf(
  now: Participant,
  read: number,
  last: Pick<NextStep, 'stage' | 'on'> | undefined,
  step: NextStep,
  doing: Doing,
): Problem[] {
  if (now.version !== read) return [new Problem('CHANGED_MEANWHILE', nowInWords(now.stage), 'version')]
  try {
    checkStep(last, step, doing)
    return []
  } catch (error) {
    if (error instanceof Refused) return error.problems
    throw error
  }
}

async function write(ids: number[], { stage, on, reason }: NextStep, { tx, viewer, context }: Doing) {
  await tx.participant.updateMany({
    where: { id: { in: ids } },
    data: { stage, stageOn: on, version: { increment: 1 } },
  })
  const step = { stage, on, reason, recordedAt: context.product.now(), recordedById: viewer.id }
  await tx.stageChange.createMany({ data: ids.map((participantId) => ({ participantId, ...step })) })
}
