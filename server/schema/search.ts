import type { GraphQLResolveInfo } from 'graphql'
import { allowed, type NodeName } from '../access.ts'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { delegate } from '../delegate.ts'
import { argsOf, optional, text, whole } from '../input.ts'
import { begins, contains, findAll, isWhole, matching, readArgument } from '../list.ts'
import { logSearch, PHONE } from './participant.ts'

interface Asked {
  text: string
  first: number
}

interface Place {
  /** Columns that are looked at, those first whose whole text makes the best hit. */
  columns: string[]
  /** Other filters that make a hit, the best of which is as good as a whole code. */
  also?(text: string): object[]
}

/** Where the search looks. */
const places = {
  Program: { columns: ['code', 'titleKo', 'titleEn'] },
  District: {
    columns: ['code', 'kostatCode', 'nameKo', 'nameEn'],
    // What became of an old one, and what a new one came from.
    also: (text) => [
      { cameFrom: { some: { OR: [{ formerNameKo: contains(text) }, { formerNameEn: contains(text) }] } } },
      { cameFrom: { some: { from: { OR: [{ code: text }, { nameKo: text }] } } } },
      { became: { some: { to: { OR: [{ code: text }, { nameKo: text }] } } } },
    ],
  },
  Organization: { columns: ['nameKo', 'nameEn'] },
  Round: {
    columns: ['titleKo', 'titleEn'],
    also: (text) => (/^\d{4}$/.test(text) ? [{ year: Number(text) }] : []),
  },
  Indicator: { columns: ['code', 'nameKo', 'nameEn'] },
} satisfies Partial<Record<NodeName, Place>>

type Searched = keyof typeof places

const Answer = builder.objectRef<Asked>('SearchAnswer').implement({
  description: 'What a search found. A whole code or name comes first, then what begins with the text, then the rest.',
  fields: (t) => {
    const hits = <Noun extends Searched>(noun: Noun, description: string) =>
      t.field({
        type: [noun as 'Program'],
        complexity: { field: 1, multiplier: 1 },
        description,
        resolve: (asked, _args, context, info) => ranked(noun, asked, context, info) as never,
      })
    return {
      programs: hits('Program', 'Programs (일자리사업) by number and title.'),
      districts: hits('District', 'Districts (군·구) by name and code, also former ones, with what became of them.'),
      organizations: hits('Organization', 'Organizations (기관) by name.'),
      rounds: hits('Round', 'Rounds (연도별 사업) by year and title.'),
      indicators: hits('Indicator', 'Indicators (지표) by code and name.'),
      participants: t.field({
        type: ['Participant'],
        complexity: { field: 1, multiplier: 1 },
        description:
          'Participants (참여자) with exactly this name or phone number, masked. Asking for this field is logged, so ask for it only when a person is meant. Only for officers, of their own districts.',
        resolve: (asked, _args, context, info) => persons(asked, context, info) as never,
      }),
    }
  },
})

const args = {
  text: text(100, 'What to look for: a whole code or name, or a part of it.'),
  first: optional(whole(1, 20), 'Most hits of each kind: 1 to 20, 5 when left out.'),
}

builder.queryField('search', (t) =>
  t.field({
    type: Answer,
    description: 'Finds records of all kinds that the caller may see (통합 검색).',
    args: argsOf(t as never, args) as never,
    complexity: ({ first }: { first?: number | null }) => ({
      field: 5,
      multiplier: Math.min(20, Math.max(1, first ?? 5)),
    }),
    resolve: (_root, raw: { text?: string; first?: number | null }) => ({
      text: readArgument('text', () => args.text.read(raw.text as never)),
      first: readArgument('first', () => args.first.read((raw.first ?? null) as never)) ?? 5,
    }),
  }),
)

/** The best hits, which the caller may see: one query when there are few of them, three when there are many. */
async function ranked(noun: Searched, { text, first }: Asked, context: Context, info: GraphQLResolveInfo) {
  const { columns, also }: Place = places[noun]
  const table = delegate(context.product.db.prisma, noun)
  const select = { id: true, ...Object.fromEntries(columns.map((column) => [column, true])) }
  const orderBy = { [columns[0] as string]: 'asc' }
  const seek = async (tests: object[]) =>
    (await table.findMany({
      where: { AND: [allowed(context.viewer, `read${noun}`), { OR: tests }] },
      ...{ select, orderBy, take: first },
    } as never)) as unknown as Record<string, string | null>[]
  const by = (test: object) => columns.map((column) => ({ [column]: test }))
  const all = await seek([...by(contains(text)), ...(also?.(text) ?? [])])
  const whole = text.toLowerCase()
  const rank = (row: Record<string, string | null>) =>
    Math.min(
      ...columns.map((column) => {
        const value = row[column]?.toLowerCase() ?? ''
        return value === whole ? 0 : value.startsWith(whole) ? 1 : 2
      }),
    )
  const best =
    all.length < first ? all : [...(await seek(by(isWhole(text)))), ...(await seek(by(begins(text)))), ...all]
  const ids = [...new Map(best.sort((a, b) => rank(a) - rank(b)).map(({ id }) => [Number(id), true])).keys()]
  const rows = await findAll(noun, { id: { in: ids.slice(0, first) } }, { id: 'asc' }, context, info)
  return rows.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
}

async function persons({ text, first }: Asked, context: Context, info: GraphQLResolveInfo) {
  const { where } = await matching('participants', PHONE.test(text) ? { phone: text } : { name: text }, context)
  await logSearch(where, context)
  const visible = { AND: [where, allowed(context.viewer, 'readParticipant')] }
  const orderBy = { id: 'desc' } as const
  const newest = await context.product.db.prisma.participant.findMany({
    where: visible,
    ...{ select: { id: true }, orderBy, take: first },
  })
  return findAll('Participant', { id: { in: newest.map(({ id }) => id) } }, orderBy, context, info)
}
