import { allowed } from '../access.ts'
import { act } from '../act.ts'
import { builder } from '../builder.ts'
import { edit } from '../edit.ts'
import { refuse } from '../errors.ts'
import { LineChange } from '../generated/prisma/enums.ts'
import { choice, keep, optional, pattern, ref, self, text, version } from '../input.ts'
import { containing, filter, list, one } from '../list.ts'
import { programs } from './program.ts'

const Change = builder.enumType('LineChange', {
  description: 'How a program relates to the one before it on its line (환류).',
  values: {
    [LineChange.NEW]: { description: 'The first one (신규).' },
    [LineChange.CONTINUED]: { description: 'Continued as it was (계속).' },
    [LineChange.CHANGED]: { description: 'Continued with changes or under a new name (변경).' },
    [LineChange.ENDED]: { description: 'The last one: the line ended with it (종료).' },
  } as const,
})

builder.prismaNode('ProgramLine', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    code: t.exposeString('code'),
    nameKo: t.exposeString('nameKo'),
    nameEn: t.exposeString('nameEn'),
    note: t.exposeString('note', { nullable: true }),
  }),
})
programs.under('ProgramLine', 'programs', 'The programs on the line, by default in the order of their years.')

builder.prismaObjectFields('Program', (t) => ({
  line: t.relation('line', {
    nullable: true,
    description: 'The line on which it recurs from round to round (사업 계열).',
  }),
  lineChange: t.expose('lineChange', { type: Change, nullable: true }),
}))

list({
  noun: 'ProgramLine',
  field: 'programLines',
  description: 'Programs as they recur from round to round, often under changed names (사업 계열).',
  filters: {
    search: filter(
      text(100, 'Part of a name or the code, or of the title of a program on the line.'),
      (part, { viewer }) => ({
        OR: [
          containing(part, ['nameKo', 'nameEn', 'code']),
          { programs: { some: { AND: [containing(part, ['titleKo']), allowed(viewer, 'readProgram')] } } },
        ],
      }),
    ),
  },
  orders: {
    CODE: { by: ['code'], description: 'Code.' },
    NAME_KO: { by: ['nameKo'], description: 'Korean name.' },
    UPDATED_AT: { by: ['updatedAt'], description: 'Last change.' },
  },
  defaultOrder: ['NAME_KO', 'ASC'],
})

const code = (description?: string) => pattern(/^(?=.{1,40}$)[a-z0-9]+(-[a-z0-9]+)*$/, 'daycare-cooks', description)

one('programLine', 'ProgramLine', 'The program line with this code', {
  code: code('Code of the program line, such as daycare-cooks.'),
})

const fields = { nameKo: text(200), nameEn: text(200), note: optional(text(2000)) }

act('createProgramLine', {
  description: 'Starts a program line.',
  noun: 'ProgramLine',
  input: { code: code(), ...fields },
  perform: 'enters',
})

act('updateProgramLine', {
  description: 'Changes what is written of a program line. The code stays: addresses and queries name it.',
  noun: 'ProgramLine',
  input: { id: self('ProgramLine'), version, ...keep(fields) },
  perform: 'corrects',
})

act('placeOnLine', {
  description: 'Says on which program line a program is and how it came into its round; without a line it is on none.',
  noun: 'Program',
  input: {
    id: self('Program'),
    version,
    lineId: optional(ref('ProgramLine')),
    lineChange: optional(choice(Change)),
  },
  async perform({ lineId = null, lineChange = null, ...input }, doing) {
    if (lineChange && !lineId) refuse('lineId', 'NEEDS_LINE')
    return edit('placeOnLine', 'Program', { ...input, lineId, lineChange }, doing)
  },
})
