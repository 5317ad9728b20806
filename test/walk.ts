import fc from 'fast-check'
import type { Asker, Running } from './support.ts'

// Random steps by random callers in random circumstances, for tests that compare the product with the workflow as the
// issue tells it. What those tests expect is written there again on purpose: it does not come from the table.

export interface Walked<Facts> {
  facts: Partial<Facts> | undefined
  name: string
  /** Takes one of the steps from where the record stands, if there is one, instead of the named one. */
  guided: number | undefined
  by: string
  reason: string | undefined
  late: boolean
}

export const pick = <T>(...values: T[]) => fc.constantFrom(...values)
export const LONG = 600_000 // some hundred steps, each checked against the whole database

/** Steps, some of them after a change of circumstances or on an older version of the record. */
export const walks = <Facts>(facts: { [Fact in keyof Facts]: fc.Arbitrary<Facts[Fact]> }, names: string[]) =>
  fc.array(
    fc.record({
      facts: fc.option(oneFact(facts), { freq: 2, nil: undefined }),
      name: pick(...names),
      guided: fc.option(fc.nat(5), { freq: 3, nil: undefined }),
      by: pick('city', 'city', 'city', 'city', '28177', '28140', 'reviewer', 'nobody'),
      reason: pick('까닭', undefined, undefined, undefined),
      late: fc.nat(9).map((chance) => chance === 0),
    }),
    { minLength: 6, maxLength: 12 },
  )

function oneFact<Facts>(facts: { [Fact in keyof Facts]: fc.Arbitrary<Facts[Fact]> }) {
  const changes = Object.entries<fc.Arbitrary<unknown>>(facts).map(([fact, values]) =>
    values.map((value) => ({ [fact]: value }) as Partial<Facts>),
  )
  return fc.oneof(...changes)
}

/** The city, a district, another one, a reviewer and nobody. */
export async function everyCaller(product: Running): Promise<Record<string, Asker>> {
  const callers: Record<string, Asker> = { nobody: product }
  for (const name of ['city', '28177', '28140', 'reviewer']) callers[name] = await product.as(name)
  return callers
}
