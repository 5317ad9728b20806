import { builder } from '../builder.ts'

builder.prismaObject('TargetStatement', {
  select: { id: true },
  fields: (t) => ({
    text: t.exposeString('text'),
    document: t.relation('document', { description: 'The document whose words they are.' }),
  }),
})

builder.prismaObjectField('Program', 'targetStatements', (t) =>
  t.relation('statements', {
    description: 'Whom the program is meant for in the words of each source (대상); sources may disagree.',
    query: { orderBy: { id: 'asc' } },
  }),
)
