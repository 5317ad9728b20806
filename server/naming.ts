import { allowed, type NodeName } from './access.ts'
import type { Context } from './context.ts'
import { delegate } from './delegate.ts'
import type { Locale } from './errors.ts'

type Names = { nameKo: string; nameEn?: string | null }
type Titles = { titleKo: string; titleEn?: string | null }
interface Naming {
  select: object
  // biome-ignore lint/suspicious/noExplicitAny: each noun selects its own columns
  say(row: any, locale: Locale): string
}

const name = ({ nameKo, nameEn }: Names, locale: Locale) => (locale === 'en' && nameEn ? nameEn : nameKo)
const title = ({ titleKo, titleEn }: Titles, locale: Locale) => (locale === 'en' && titleEn ? titleEn : titleKo)
const byName: Naming = { select: { nameKo: true, nameEn: true }, say: name }

/** What a record of each noun is called where another one names it. */
const namings: Partial<Record<NodeName, Naming>> = {
  District: byName,
  Organization: byName,
  ProgramLine: byName,
  TargetGroup: byName,
  Indicator: byName,
  Cohort: byName,
  Criterion: byName,
  Round: { select: { titleKo: true, titleEn: true }, say: title },
  Claim: { select: { titleKo: true, titleEn: true }, say: title },
  Program: {
    select: { code: true, titleKo: true, titleEn: true },
    say: (row, locale) => `${row.code} ${title(row, locale)}`,
  },
  Source: {
    select: { publisher: true, title: true, publishedOn: true },
    say: ({ publisher, title, publishedOn }) =>
      [publisher, title, publishedOn?.toISOString().slice(0, 10)].filter(Boolean).join(' · '),
  },
  Outcome: {
    select: { asOf: true, indicator: { select: { nameKo: true, nameEn: true } } },
    say: ({ asOf, indicator }, locale) => `${name(indicator, locale)} · ${asOf.toISOString().slice(0, 10)}`,
  },
  User: { select: { name: true }, say: ({ name }) => name },
  ApiKey: { select: { name: true }, say: ({ name }) => name },
}

/** The names of records that the caller may see, by noun and number such as `Program 3`; one query for each noun. */
export async function nameAll(
  references: { noun: NodeName; id: number }[],
  { viewer, product, locale }: Context,
): Promise<Map<string, string>> {
  const asked = [...new Set(references.map(({ noun }) => noun))]
  const named = await Promise.all(
    asked.map(async (noun) => {
      const naming = namings[noun]
      if (!naming) return []
      const ids = [...new Set(references.flatMap((one) => (one.noun === noun ? [one.id] : [])))]
      const table = delegate(product.db.prisma, noun)
      const where = { AND: [{ id: { in: ids } }, allowed(viewer, `read${noun}`)] }
      const rows = (await table.findMany({ where, select: { id: true, ...naming.select } } as never)) as {
        id: number
      }[]
      return rows.map((row): [string, string] => [`${noun} ${row.id}`, naming.say(row, locale)])
    }),
  )
  return new Map(named.flat())
}
