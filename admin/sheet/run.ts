import { ask } from '../api'
import { graphql } from '../gql'
import type { ImportResult, ParticipantRow, UserError } from '../gql/graphql'
import { type Line, type Noun, parts } from './parts'

const participants = graphql(`
  mutation ImportParticipants($input: ImportParticipantsInput!) {
    done: importParticipants(input: $input) { rows { line result errors { field message code } } errors { field message code } }
  }
`)
const outcomes = graphql(`
  mutation ImportOutcomes($input: ImportOutcomesInput!) {
    done: importOutcomes(input: $input) { rows { line result errors { field message code } } errors { field message code } }
  }
`)

export interface Told {
  line: number
  result: ImportResult
  errors: readonly UserError[]
}

interface Run {
  noun: Noun
  dryRun: boolean
  lines: Iterable<Line>
  signal: AbortSignal
  /** Called with what came of each part of the file, part by part. */
  told(rows: readonly Told[]): void
}

/**
 * Sends the lines part by part, two at a time, as the server reads one while the database writes the other; each part is
 * written wholly or not at all. A part that fails ends the run with its error, and what was told of others stays: the
 * same lines may be sent again.
 */
export async function runImport({ noun, dryRun, lines, signal, told }: Run) {
  const left = parts(lines)
  const lane = async () => {
    for (const rows of left) {
      signal.throwIfAborted()
      const input = { dryRun, rows: rows as ParticipantRow[] }
      const { done } = await ask(
        noun === 'participants' ? participants : (outcomes as typeof participants),
        { input },
        signal,
        { twice: true },
      )
      if (!done.rows) throw new Error(done.errors.map(({ message }) => message).join(' '))
      told(done.rows)
    }
  }
  const ends = await Promise.allSettled([lane(), lane()])
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}
