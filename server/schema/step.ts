import { allowed, type RuleName, verdict } from '../access.ts'
import { act, type Doing, type Transaction, told, UserError } from '../act.ts'
import { batched, permitted } from '../batch.ts'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { openRegister, thresholdsOf } from '../disclosure.ts'
import { matches, mayChange, Stale, take } from '../edit.ts'
import { Problem, Refused } from '../errors.ts'
import type { ProgramStage, RoundState } from '../generated/prisma/enums.ts'
import { type ProgramFacts, programFacts, type RoundFacts, roundFacts } from '../guard.ts'
import { optional, self, text, version } from '../input.ts'
import { labelsOf } from '../label.ts'
import { programSteps, roundSteps, type Step } from '../lifecycle.ts'
import { koreanDay } from '../statistics/clock.ts'
import { freezeRanking } from '../statistics/ranking.ts'
import { Stage } from './program.ts'
import { State } from './round.ts'

/** A noun whose records go from stage to stage only by the steps of one table. */
interface Machine<S extends RoundState | ProgramStage, Facts extends { id: number }> {
  noun: 'Round' | 'Program'
  steps: Step<S, Facts>[]
  /** What the guards of the steps ask. */
  facts(client: Transaction, ids: number[]): Promise<Facts[]>
  /** Where the record stands, in a round that no other step can change until the act is over. */
  standing(tx: Transaction, id: number): Promise<S>
  /** Moves the record and writes down who did it and why. */
  move(step: Step<S, Facts>, from: S, id: number, reason: string | undefined, doing: Doing): Promise<unknown>
}

const rounds: Machine<RoundState, RoundFacts> = {
  noun: 'Round',
  steps: roundSteps,
  facts: roundFacts,
  async standing(tx, id) {
    await lockRound(tx, id)
    return (await tx.round.findUniqueOrThrow({ where: { id } })).state
  },
  async move({ to }, from, id, reason, { tx, viewer, context }) {
    await tx.round.update({ where: { id }, data: { state: to } })
    const at = context.product.now()
    await tx.roundStep.create({ data: { roundId: id, fromState: from, toState: to, reason, at, byId: viewer.id } })
  },
}

const programs: Machine<ProgramStage, ProgramFacts> = {
  noun: 'Program',
  steps: programSteps,
  facts: programFacts,
  async standing(tx, id) {
    await lockRoundOf(tx, id)
    return (await tx.program.findUniqueOrThrow({ where: { id } })).stage
  },
  async move({ name, to, ranked, counts }, from, id, reason, { tx, viewer, context }) {
    const at = context.product.now()
    const { roundId } = await tx.program.findUniqueOrThrow({ where: { id } })
    const rankingId = ranked ? await freezeRanking(tx, roundId, at, viewer.id) : null
    await tx.program.update({ where: { id }, data: { stage: to } })
    await tx.programStep.create({
      data: { programId: id, name, fromStage: from, toStage: to, reason, at, byId: viewer.id, rankingId },
    })
    if (counts) await openRegister(tx, [id], { asOf: koreanDay(at), knownAt: at }, thresholdsOf(context.product.env))
  },
}

/** Until the act is over nobody else takes a step, sets money or scores in the round. */
export const lockRound = (tx: Transaction, id: number) => tx.$queryRaw`SELECT id FROM round WHERE id = ${id} FOR UPDATE`
/** The same for the round of a program; what is done and what the guards of a step see then cannot cross. */
export const lockRoundOf = (tx: Transaction, programId: number) =>
  tx.$queryRaw`SELECT id FROM round WHERE id = (SELECT round_id FROM program WHERE id = ${programId}) FOR UPDATE`

addSteps(rounds)
addSteps(programs)

function addSteps<S extends RoundState | ProgramStage, Facts extends { id: number }>(machine: Machine<S, Facts>) {
  for (const step of machine.steps) {
    const { name, from, to, labelEn, labelKo, needs, needsReason } = step
    act(name, {
      description: `${labelEn} (${labelKo}): ${from.join(' or ')} → ${to}.${needs ? ` Needs ${needs}.` : ''}`,
      noun: machine.noun,
      input: {
        id: self(machine.noun),
        version,
        reason: optional(
          text(1000, needsReason ? 'Why; needed for this step.' : 'Why, where there is something to say.'),
        ),
      },
      perform: (input, doing) => takeStep(machine, step, input, doing),
    })
  }
}

async function takeStep<S extends RoundState | ProgramStage, Facts extends { id: number }>(
  machine: Machine<S, Facts>,
  step: Step<S, Facts>,
  { id, version, reason }: { id: number; version: number; reason: string | null | undefined },
  doing: Doing,
): Promise<number> {
  const { noun } = machine
  await mayChange(step.name, noun, id, doing)
  const standing = await machine.standing(doing.tx, id)
  if (!step.from.includes(standing)) throw new Stale(id, [await notNow(machine, standing, id, doing)])
  await take(step.name, noun, { id, version }, doing)
  const [facts] = await machine.facts(doing.tx, [id])
  const problems = missing(step, facts)
  if (step.needsReason && !reason) problems.unshift(new Problem('REQUIRED', {}, 'reason'))
  if (problems.length) throw new Refused(problems)
  await machine.move(step, standing, id, reason ?? undefined, doing)
  return id
}

const missing = <S, Facts>({ guards = [] }: Step<S, Facts>, facts: Facts | undefined): Problem[] =>
  facts ? guards.flatMap((guard) => guard(facts)) : []

async function notNow<S extends RoundState | ProgramStage, Facts extends { id: number }>(
  machine: Machine<S, Facts>,
  standing: S,
  id: number,
  { tx, viewer }: Doing,
): Promise<Problem> {
  const possible = await next(machine, standing, (rule) => matches(tx, machine.noun, id, allowed(viewer, rule)), viewer)
  const now = labelsOf([standing])
  const details = {
    nowEn: now.en,
    nowKo: now.ko,
    possibleEn: possible.map(({ labelEn, name }) => `${labelEn} (${name})`).join(', ') || 'nothing',
    possibleKo: possible.map(({ labelKo }) => labelKo).join(', ') || '없음',
  }
  return new Problem('NOT_ALLOWED_NOW', details, 'id')
}

/** The steps from here that the viewer may take with this record; `may` says so where it depends on the record. */
async function next<S extends RoundState | ProgramStage, Facts extends { id: number }>(
  { steps }: Machine<S, Facts>,
  standing: S,
  may: (rule: RuleName) => Promise<boolean>,
  viewer: Context['viewer'],
): Promise<Step<S, Facts>[]> {
  const here = steps.filter(({ name, from }) => from.includes(standing) && verdict(viewer, name) !== false)
  const allowed = await Promise.all(here.map(({ name }) => may(name)))
  return here.filter((_, at) => allowed[at])
}

type Offered = Omit<Step<RoundState | ProgramStage, never>, 'guards'> & { missing: Problem[] }

const Transition = builder.objectRef<Offered>('Transition').implement({
  description: 'A step that the caller may take next.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the mutation; its input is `id`, `version` and `reason`.' }),
    to: t.exposeString('to', { description: 'Stage or state after the step.' }),
    labelKo: t.exposeString('labelKo', { description: 'What the step is called, in Korean.' }),
    labelEn: t.exposeString('labelEn', { description: 'What the step is called, in English.' }),
    needsReason: t.boolean({
      description: 'Whether a reason must be given.',
      resolve: (step) => step.needsReason ?? false,
    }),
    allowed: t.boolean({ description: 'Whether nothing is missing.', resolve: ({ missing }) => !missing.length }),
    missing: t.field({
      type: [UserError],
      description: 'What must be there before, each with the field that it is about.',
      resolve: ({ missing }) => missing.map(told),
    }),
  }),
})

async function transitions<S extends RoundState | ProgramStage, Facts extends { id: number }>(
  machine: Machine<S, Facts>,
  standing: S,
  id: number,
  context: Context,
): Promise<Offered[]> {
  const { noun } = machine
  const may = (rule: RuleName) => permitted(context, rule, noun, id)
  const [steps, facts] = await Promise.all([
    next(machine, standing, may, context.viewer),
    batched(context, `facts ${noun}`, id, async (ids) => {
      const rows = await machine.facts(context.product.db.prisma, ids)
      return new Map(rows.map((row) => [row.id, row]))
    }),
  ])
  return steps.map(({ guards, ...step }) => ({ ...step, missing: missing({ guards, ...step }, facts) }))
}

const COST = 50 // some ten queries
const about = 'What the caller may do next, by the access rules and the stage; a panel draws its buttons from it.'

builder.prismaObjectFields('Round', (t) => ({
  transitions: t.field({
    type: [Transition],
    description: about,
    complexity: COST,
    select: { id: true, state: true },
    resolve: ({ id, state }, _args, context) => transitions(rounds, state, id, context),
  }),
  steps: t.relation('steps', {
    description: 'The steps taken so far, the oldest first. Only for officers.',
    query: (_args, { viewer }) => ({ where: allowed(viewer, 'readRoundStep'), orderBy: { id: 'asc' } }),
  }),
}))

builder.prismaObjectFields('Program', (t) => ({
  transitions: t.field({
    type: [Transition],
    description: about,
    complexity: COST,
    select: { id: true, stage: true },
    resolve: ({ id, stage }, _args, context) => transitions(programs, stage, id, context),
  }),
  steps: t.relation('steps', {
    description: 'The steps taken so far, the oldest first. Only for officers of the district and of the city.',
    query: (_args, { viewer }) => ({ where: allowed(viewer, 'readProgramStep'), orderBy: { id: 'asc' } }),
  }),
}))

const byName = {
  nullable: true,
  description: 'Officer who took it.',
  select: { by: { select: { name: true } } },
  resolve: ({ by }: { by: { name: string } | null }) => by?.name ?? null,
} as const

builder.prismaNode('RoundStep', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    fromState: t.expose('fromState', { type: State }),
    toState: t.expose('toState', { type: State }),
    reason: t.exposeString('reason', { nullable: true }),
    at: t.expose('at', { type: 'DateTime' }),
    byName: t.string(byName),
  }),
})

builder.prismaNode('ProgramStep', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    name: t.exposeString('name'),
    fromStage: t.expose('fromStage', { type: Stage }),
    toStage: t.expose('toStage', { type: Stage }),
    reason: t.exposeString('reason', { nullable: true }),
    at: t.expose('at', { type: 'DateTime' }),
    byName: t.string(byName),
    // The ranking is a record of its own, with a rule of its own.
    ranking: t.field({
      type: 'Ranking',
      nullable: true,
      description: 'The frozen ranking that the decision used. Only for the city.',
      select: (_args, _context, nested) => ({ rankingId: true, ranking: nested() as never as true }),
      resolve: async ({ rankingId, ranking }, _args, context) =>
        rankingId && (await permitted(context, 'readRanking', 'Ranking', rankingId)) ? (ranking as never) : null,
    }),
  }),
})
