import type { Database } from '../server/db.ts'
import { type ResultQuestion, type ResultRow, resultsSql } from '../server/statistics/results.ts'

/** The rows of this question, past the schema. */
export async function findResults({ query }: Database, question: ResultQuestion): Promise<ResultRow[]> {
  const { text, values } = resultsSql(question)
  return (await query(text, values)) as unknown as ResultRow[]
}
