import type { Noun } from './parts.ts'
import { plain } from './values.ts'

type Sent = Record<string, string | string[] | number>

/** Lines of one file that are about the same, however far apart: the server sees only one part of the file at a time. */
export function twinsFinder(noun: Noun) {
  const lines = new Map<string, number>()
  const keys = new Map<number, string[]>()
  return {
    /** The line before it that says the same, or undefined. */
    twinOf(line: number, sent: Sent): number | undefined {
      for (const key of keys.get(line) ?? []) if (lines.get(key) === line) lines.delete(key)
      const own = noun === 'participants' ? personKeys(sent) : figureKeys(sent)
      keys.set(line, own)
      const twin = own.map((key) => lines.get(key)).find((other) => other !== undefined)
      for (const key of own) if (!lines.has(key)) lines.set(key, line)
      return twin
    },
  }
}

const keyOf = (...parts: unknown[]) => parts.map((part) => plain(String(part ?? ''))).join('|')

function personKeys({ program, number, name, birthDate, phone }: Sent): string[] {
  const digits = String(phone ?? '').replace(/\D/g, '')
  return [
    ...(number ? [keyOf('number', program, number)] : []),
    ...(name && (birthDate || digits) ? [keyOf('person', program, name, birthDate, digits)] : []),
  ]
}

const figureKeys = ({ program, indicator, half, dimension, category, periodStart, asOf }: Sent) =>
  indicator && asOf ? [keyOf(program, indicator, half, dimension, category, periodStart, asOf)] : []
