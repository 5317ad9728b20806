import { act, type Doing } from '../act.ts'
import { builder } from '../builder.ts'
import { edit, ordered } from '../edit.ts'
import { RoundState } from '../generated/prisma/enums.ts'
import { choice, day, decimal, keep, many, optional, self, text, version, whole } from '../input.ts'
import { containing, filter, list, one } from '../list.ts'

export const State = builder.enumType('RoundState', {
  description: 'State of a yearly round.',
  values: {
    [RoundState.PLANNED]: { description: 'Not called yet (계획).' },
    [RoundState.CALL_OPEN]: { description: 'Districts may propose (공모).' },
    [RoundState.SCREENING]: { description: 'Reviewers score the proposals (심사).' },
    [RoundState.SELECTED]: { description: 'Programs are selected (선정).' },
    [RoundState.RUNNING]: { description: 'Programs run (추진).' },
    [RoundState.REPORTED]: { description: 'Results are reported and settled (실적보고·정산).' },
    [RoundState.EVALUATED]: { description: 'Results are evaluated (평가).' },
    [RoundState.CLOSED]: { description: 'Fed back into the next round and closed (환류).' },
  } as const,
})

builder.prismaNode('Round', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    year: t.exposeInt('year'),
    titleKo: t.exposeString('titleKo'),
    titleEn: t.exposeString('titleEn', { nullable: true }),
    state: t.expose('state', { type: State }),
    callOpensOn: t.expose('callOpensOn', { type: 'Date', nullable: true }),
    callClosesOn: t.expose('callClosesOn', { type: 'Date', nullable: true }),
    screeningFrom: t.expose('screeningFrom', { type: 'Date', nullable: true }),
    screeningTo: t.expose('screeningTo', { type: 'Date', nullable: true }),
    jobTarget: t.exposeInt('jobTarget', { nullable: true }),
    citySharePct: t.expose('citySharePct', { type: 'Decimal', nullable: true }),
    cityShareNote: t.exposeString('cityShareNote', { nullable: true }),
    note: t.exposeString('note', { nullable: true }),
  }),
})

list({
  noun: 'Round',
  field: 'rounds',
  description: 'Yearly rounds (연도별 사업).',
  filters: {
    year: filter(whole(1900, 2199, 'Year in which the programs run.'), (year) => ({ year })),
    state: filter(many(choice(State), 8, 'In any of these states.'), (states) => ({ state: { in: states } })),
    search: filter(text(100, 'Part of a title.'), (part) => containing(part, ['titleKo', 'titleEn'])),
  },
  orders: {
    YEAR: { by: ['year'], description: 'Year.' },
    TITLE_KO: { by: ['titleKo'], description: 'Korean title.' },
    UPDATED_AT: { by: ['updatedAt'], description: 'Last change.' },
  },
  defaultOrder: ['YEAR', 'DESC'],
})

one('round', 'Round', 'The round of this year', { year: whole(1900, 2199, 'Year in which the programs run.') })

const fields = {
  titleKo: text(200),
  titleEn: optional(text(200)),
  callOpensOn: optional(day()),
  callClosesOn: optional(day()),
  screeningFrom: optional(day()),
  screeningTo: optional(day()),
  jobTarget: optional(whole(1, 1_000_000)),
  citySharePct: optional(decimal(0, 100, undefined, 2)),
  cityShareNote: optional(text(1000)),
  note: optional(text(2000)),
}

act('createRound', {
  description: 'Plans a yearly round. From there on its steps move it, such as `openCall`.',
  noun: 'Round',
  input: { year: whole(1990, 2199), ...fields },
  async perform(input, doing) {
    const { id } = await doing.tx.round.create({ data: input })
    return inOrder(id, doing)
  },
})

act('updateRound', {
  description: 'Changes a round. The year stays: program numbers are made from it.',
  noun: 'Round',
  input: { id: self('Round'), version, ...keep(fields) },
  perform: async (input, doing) => inOrder(await edit('updateRound', 'Round', input, doing), doing),
})

async function inOrder(id: number, doing: Doing): Promise<number> {
  await ordered('Round', id, 'callOpensOn', 'callClosesOn', doing)
  await ordered('Round', id, 'callClosesOn', 'screeningFrom', doing)
  return ordered('Round', id, 'screeningFrom', 'screeningTo', doing)
}
