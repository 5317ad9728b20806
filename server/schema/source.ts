import { act } from '../act.ts'
import { builder } from '../builder.ts'
import { openFigures, thresholdsOf } from '../disclosure.ts'
import { edit } from '../edit.ts'
import { day, flag, keep, optional, self, text, version } from '../input.ts'
import { containing, filter, list } from '../list.ts'
import { koreanDay } from '../statistics/clock.ts'

builder.prismaNode('Source', {
  id: { field: 'id', description: 'Global id.' },
  select: { id: true },
  fields: (t) => ({
    publisher: t.exposeString('publisher'),
    title: t.exposeString('title', { nullable: true }),
    publishedOn: t.expose('publishedOn', { type: 'Date', nullable: true }),
    address: t.exposeString('address'),
    published: t.exposeBoolean('published'),
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
const published = flag(
  'Whether everyone can read the document (공개 자료); when left out of a new one, whether it has a day of publication that has come. Figures that cite it are public and never suppressed.',
)

act('createSource', {
  description: 'Enters a published document that figures are taken from.',
  noun: 'Source',
  input: { ...fields, published: optional(published) },
  async perform({ published: told, ...input }, { tx, context }) {
    const { publishedOn } = input
    const came = publishedOn ? publishedOn <= koreanDay(context.product.now()) : false
    return (await tx.source.create({ data: { ...input, published: told ?? came } })).id
  },
})

act('updateSource', {
  description: 'Corrects what is known of a source.',
  noun: 'Source',
  input: { id: self('Source'), version, ...keep({ ...fields, published }) },
  async perform(input, doing) {
    const id = await edit('updateSource', 'Source', input, doing)
    const cited = { some: { citations: { some: { sourceId: id } } } }
    const programs = await doing.tx.program.findMany({ where: { outcomes: cited }, select: { id: true } })
    if (input.published) {
      await openFigures(
        doing.tx,
        programs.map((program) => program.id),
        thresholdsOf(doing.context.product.env),
      )
    }
    return id
  },
})
