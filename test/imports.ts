import { expect } from 'vitest'
import type { Asker } from './support.ts'

export interface Imported {
  line: number
  result: 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'REFUSED'
  errors: { field: string; code: string; message: string }[]
}

/** What comes of the rows; the lines count from 2, as in a file with a header. */
export async function imported(who: Asker, name: string, rows: object[], dryRun = false): Promise<Imported[]> {
  const input = { dryRun, rows: rows.map((row, index) => ({ line: index + 2, ...row })) }
  const { data, errors } = await who.ask(
    `mutation ($input: I${name.slice(1)}Input!) {
      ${name}(input: $input) { rows { line result errors { field code message } } errors { field code message } }
    }`,
    { input },
  )
  expect([errors, data?.[name].errors]).toEqual([undefined, []])
  return data[name].rows
}

/** The same in short: `CREATED`, or `REFUSED birthDate BAD_DATE`. */
export const inShort = (rows: Imported[]) =>
  rows.map(({ result, errors }) => [result, ...errors.map(({ field, code }) => `${field} ${code}`)].join(' '))
