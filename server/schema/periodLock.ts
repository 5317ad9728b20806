import { act, type Doing } from '../act.ts'
import { builder, dayOf } from '../builder.ts'
import { ordered } from '../edit.ts'
import { refuse } from '../errors.ts'
import { day, flag, ref, self, text, whole } from '../input.ts'
import { filter, list } from '../list.ts'

builder.prismaNode('PeriodLock', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    round: t.relation('round', { description: 'The round whose figures are locked.' }),
    from: t.expose('from', { type: 'Date' }),
    to: t.expose('to', { type: 'Date' }),
    lockedAt: t.expose('lockedAt', { type: 'DateTime' }),
    lockedByName: t.string({
      nullable: true,
      description: 'Officer who locked it.',
      select: { lockedBy: { select: { name: true } } },
      resolve: ({ lockedBy }) => lockedBy?.name ?? null,
    }),
    unlockedAt: t.expose('unlockedAt', { type: 'DateTime', nullable: true }),
    unlockedByName: t.string({
      nullable: true,
      description: 'Officer who unlocked it.',
      select: { unlockedBy: { select: { name: true } } },
      resolve: ({ unlockedBy }) => unlockedBy?.name ?? null,
    }),
    unlockReason: t.exposeString('unlockReason', { nullable: true }),
  }),
})

list({
  noun: 'PeriodLock',
  field: 'periodLocks',
  description: 'Locked periods (마감), also those that were unlocked since. Only for officers.',
  filters: {
    year: filter(whole(1900, 2199, 'Year of the round.'), (year) => ({ round: { year } })),
    locked: filter(flag('Whether it is locked now.'), (locked) => ({ unlockedAt: locked ? null : { not: null } })),
    day: filter(day('A day that it covers.'), (on) => ({ from: { lte: on }, to: { gte: on } })),
  },
  orders: {
    FROM: { by: ['from'], description: 'First day.' },
    LOCKED_AT: { by: ['lockedAt'], description: 'When it was locked.' },
  },
  defaultOrder: ['LOCKED_AT', 'DESC'],
})

act('lockPeriod', {
  description: 'Locks a period of a round: figures for its days can no longer be entered, changed or approved (마감).',
  noun: 'PeriodLock',
  input: { roundId: ref('Round'), from: day(), to: day() },
  async perform(input, doing) {
    const { tx, viewer, context } = doing
    await tx.$queryRaw`SELECT id FROM round WHERE id = ${input.roundId} FOR UPDATE`
    const data = { ...input, lockedAt: context.product.now(), lockedById: viewer.id }
    const { id } = await tx.periodLock.create({ data })
    return ordered('PeriodLock', id, 'from', 'to', doing)
  },
})

act('unlockPeriod', {
  description: 'Unlocks a period. The lock stays on record, with who unlocked it, when and why.',
  noun: 'PeriodLock',
  input: { id: self('PeriodLock'), unlockReason: text(1000) },
  async perform({ id, unlockReason }, { tx, viewer, context }) {
    const data = { unlockReason, unlockedById: viewer.id, unlockedAt: context.product.now() }
    const { count } = await tx.periodLock.updateMany({ where: { id, unlockedAt: null }, data })
    if (!count)
      refuse('id', (await tx.periodLock.count({ where: { id } })) ? 'ALREADY_UNLOCKED' : 'NO_SUCH', {
        noun: 'period lock',
      })
    return id
  },
})

/** Refuses a figure for a day that is locked; the period cannot be locked until the act is over. */
export async function checkOpen(figure: Dated, doing: Doing) {
  ;(await openDays([figure.programId], doing))(figure)
}

interface Dated {
  programId: number
  asOf: Date
}

/** The same for many figures of these programs: what is returned refuses those for a locked day. */
export async function openDays(programIds: number[], { tx }: Doing): Promise<(figure: Dated) => void> {
  await tx.$queryRaw`
    SELECT r.id FROM round r WHERE r.id IN (SELECT round_id FROM program WHERE id = ANY(${programIds}::int[]))
    ORDER BY r.id FOR SHARE OF r`
  const rounds = await tx.program.findMany({
    where: { id: { in: programIds } },
    select: { id: true, round: { select: { locks: { where: { unlockedAt: null } } } } },
  })
  const locks = new Map(rounds.map(({ id, round }) => [id, round.locks]))
  return ({ programId, asOf }) => {
    const lock = locks.get(programId)?.find(({ from, to }) => from <= asOf && asOf <= to)
    if (!lock) return
    refuse('asOf', 'PERIOD_LOCKED', { from: dayOf(lock.from), to: dayOf(lock.to), since: dayOf(lock.lockedAt) })
  }
}
