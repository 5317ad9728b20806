import { expect } from 'vitest'
import type { Asker } from './support.ts'

/** When every source on the round of 2019 was out. */
export const SUMMER_OF_2020 = '2020-07-01T00:00:00+09:00'

/** Answers of somebody's question, for tests of what is known about the programme as anybody can ask for it. */
// biome-ignore lint/suspicious/noExplicitAny: answers of any shape
export async function answers(who: Asker, query: string, variables: object = {}): Promise<any> {
  const { data, errors } = await who.ask(query, variables)
  expect(errors).toBeUndefined()
  return data
}

export const names = (records: { nameKo: string }[]) => records.map(({ nameKo }) => nameKo).join(', ')
