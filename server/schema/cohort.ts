import { act } from '../act.ts'
import { builder } from '../builder.ts'
import { edit, ordered } from '../edit.ts'
import { day, keep, oneOf, optional, ref, self, text, version, whole } from '../input.ts'
import { containing, filter, list } from '../list.ts'

builder.prismaNode('Cohort', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    half: t.exposeInt('half'),
    nameKo: t.exposeString('nameKo'),
    nameEn: t.exposeString('nameEn', { nullable: true }),
    capacity: t.exposeInt('capacity', { nullable: true }),
    startsOn: t.expose('startsOn', { type: 'Date', nullable: true }),
    endsOn: t.expose('endsOn', { type: 'Date', nullable: true }),
    program: t.relation('program', { description: 'The program that it belongs to.' }),
  }),
})

list({
  noun: 'Cohort',
  field: 'cohorts',
  description: 'Half-year intakes (기수) of programs.',
  filters: {
    year: filter(whole(1900, 2199, 'Year of the round.'), (year) => ({ program: { round: { year } } })),
    program: filter(ref('Program', 'Id of the program.'), (programId) => ({ programId })),
    district: filter(ref('District', 'Id of the district that runs the program.'), (districtId) => ({
      program: { districtId },
    })),
    half: filter(oneOf([1, 2], 'Half of the year: 1 or 2.'), (half) => ({ half })),
    search: filter(text(100, 'Part of a name, or of the title or number of the program.'), (part) => ({
      OR: [containing(part, ['nameKo', 'nameEn']), { program: containing(part, ['titleKo', 'titleEn', 'code']) }],
    })),
  },
  orders: {
    PROGRAM: { by: ['program', 'code'], description: 'Program number.' },
    HALF: { by: ['half'], description: 'Half of the year.' },
    STARTS_ON: { by: ['startsOn'], nullable: true, description: 'First day.' },
    UPDATED_AT: { by: ['updatedAt'], description: 'Last change.' },
  },
  defaultOrder: ['PROGRAM', 'ASC'],
})

const fields = {
  half: oneOf([1, 2]),
  nameKo: text(100),
  nameEn: optional(text(100)),
  capacity: optional(whole(1, 100_000)),
  startsOn: optional(day()),
  endsOn: optional(day()),
}

act('createCohort', {
  description: 'Adds a half-year intake (기수) to a program; one for each half.',
  noun: 'Cohort',
  input: { ...fields, programId: ref('Program') },
  async perform(input, doing) {
    const { id } = await doing.tx.cohort.create({ data: input })
    return ordered('Cohort', id, 'startsOn', 'endsOn', doing)
  },
})

act('updateCohort', {
  description: 'Changes an intake.',
  noun: 'Cohort',
  input: { id: self('Cohort'), version, ...keep(fields) },
  async perform(input, doing) {
    const id = await edit('updateCohort', 'Cohort', input, doing)
    return ordered('Cohort', id, 'startsOn', 'endsOn', doing)
  },
})
