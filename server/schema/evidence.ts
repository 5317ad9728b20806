import { allowed } from '../access.ts'
import { builder } from '../builder.ts'

builder.prismaNode('Evidence', {
  id: { field: 'id', description: 'Global id; `GET /evidence/ID` gives the file.' },
  select: { id: true },
  fields: (t) => ({
    outcome: t.relation('outcome', { description: 'The figure that it proves.' }),
    fileName: t.exposeString('fileName'),
    mediaType: t.exposeString('mediaType'),
    size: t.exposeInt('size'),
    sha256: t.exposeString('sha256'),
    uploadedAt: t.expose('uploadedAt', { type: 'DateTime' }),
    uploadedByName: t.string({
      nullable: true,
      description: 'Officer who uploaded it.',
      select: { uploadedBy: { select: { name: true } } },
      resolve: ({ uploadedBy }) => uploadedBy?.name ?? null,
    }),
  }),
})

builder.prismaObjectField('Outcome', 'evidence', (t) =>
  t.relation('evidence', {
    description:
      'Files that prove the figure (증빙), for officers of the district and of the city. `PUT /evidence/ID?name=NAME` with the id of the outcome adds one.',
    query: (_args, { viewer }) => ({ where: allowed(viewer, 'readEvidence'), orderBy: { id: 'asc' } }),
  }),
)
