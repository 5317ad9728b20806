import type { Database, Row } from './db.ts'
import { inLines } from './together.ts'

interface Question {
  text: string
  values: unknown[]
  /** The moment in its values that may be a later one. */
  now: Date | undefined
}
interface Answer {
  row: Row
  now: Date | undefined
}

/**
 * The row that the statement answers with, and the moment that it is of. Who asks the same while it runs waits for the
 * next one, which is for all who wait then: no answer is older than its question.
 */
export function askedAlike(db: Database, question: Question): Promise<Answer> {
  const ask = asking.get(db) ?? inLines((questions: Question[]) => answersTo(db, questions))
  asking.set(db, ask)
  const { text, values, now } = question
  const moment = now?.toISOString()
  const isNow = (value: unknown) => moment && (value instanceof Date ? value.toISOString() : value) === moment
  return ask(question, `${JSON.stringify(values.map((value) => (isNow(value) ? 'now' : value)))} ${text}`)
}
const asking = new WeakMap<Database, (question: Question, line: string) => Promise<Answer>>()

async function answersTo(db: Database, questions: Question[]): Promise<Answer[]> {
  const { text, values, now } = questions.at(-1) as Question
  const [row = {}] = await db.query(text, values)
  return questions.map(() => ({ row, now }))
}
