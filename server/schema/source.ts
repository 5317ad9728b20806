import { act, edit } from '../act.ts'
import { builder } from '../builder.ts'
import { day, keep, optional, self, text, version } from '../input.ts'
import { containing, filter, list } from '../list.ts'

builder.prismaNode('Source', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    publisher: t.exposeString('publisher'),
    title: t.exposeString('title', { nullable: true }),
    publishedOn: t.expose('publishedOn', { type: 'Date', nullable: true }),
    address: t.exposeString('address'),
    note: t.exposeString('note', { nullable: true }),
  }),
})

list({
  noun: 'Source',
  field: 'sources',
  description: 'Published documents that figures are taken from (출처).',
  filters: {
    search: filter(text(100, 'Part of the publisher, title or address.'), (part) =>
      containing(part, ['publisher', 'title', 'address']),
    ),
    publishedFrom: filter(day('Published on this day or later.'), (from) => ({ publishedOn: { gte: from } })),
    publishedTo: filter(day('Published on this day or earlier.'), (to) => ({ publishedOn: { lte: to } })),
  },
  orders: {
    PUBLISHED_ON: { by: ['publishedOn'], nullable: true, description: 'Day of publication.' },
    PUBLISHER: { by: ['publisher'], description: 'Publisher.' },
    UPDATED_AT: { by: ['updatedAt'], description: 'Last change.' },
  },
  defaultOrder: ['PUBLISHED_ON', 'DESC'],
})

const fields = {
  publisher: text(100),
  title: optional(text(300)),
  publishedOn: optional(day()),
  address: text(500),
  note: optional(text(2000)),
}

act('createSource', {
  description: 'Enters a published document that figures are taken from.',
  noun: 'Source',
  input: fields,
  perform: async (input, { tx }) => (await tx.source.create({ data: input })).id,
})

act('updateSource', {
  description: 'Corrects what is known of a source.',
  noun: 'Source',
  input: { id: self('Source'), version, ...keep(fields) },
  perform: (input, doing) => edit('updateSource', 'Source', input, doing),
})
