import { type DestinationStream, type Logger, pino } from 'pino'

/** The log of the product. Whatever is logged, personal data and secrets stay out of it. */
export const createLog = (level: string, stream?: DestinationStream): Logger =>
  pino(
    {
      level,
      serializers: { err: plainError },
      // Else pino takes the message of an error for that of the line.
      hooks: {
        logMethod(args, method) {
          const [first, ...rest] = args as unknown[]
          const err = first instanceof Error ? first : (first as { err?: unknown } | null)?.err
          const object = first instanceof Error ? { err } : first
          method.apply(this, (err instanceof Error ? [object, ...(rest.length ? rest : ['error'])] : args) as never)
        },
      },
      redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
    },
    ...(stream ? [stream] : []),
  )

const SECRETS = [
  ...['name', 'birthDate', 'phone', 'addressNote', 'email', 'reason', 'note', 'search'],
  ...[
    'password',
    'passwordHash',
    'token',
    'secret',
    'cookie',
    'authorization',
    'headers',
    'input',
    'variables',
    'args',
  ],
]

interface PlainError {
  type: string
  /** Prisma's code or PostgreSQL's SQLSTATE. */
  code?: string
  /** What PostgreSQL calls the place. */
  constraint?: string
  table?: string
  message: string
  stack: string[]
  cause?: PlainError
}

/**
 * What may be logged of an error: its kind, its code, where it happened, and its message without any value. Messages of
 * Prisma and of PostgreSQL carry the arguments of the call and the columns of the row; those of JSON.parse the text.
 */
export function plainError(error: unknown, depth = 0): PlainError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an error', stack: [] }
  const { code, constraint, table, cause } = error as Error & Record<string, unknown>
  return {
    type: error.name === 'Error' ? error.constructor.name : error.name,
    ...(isWord(code) && { code }),
    ...(isWord(constraint) && { constraint }),
    ...(isWord(table) && { table }),
    message: withoutValues(error.message),
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at [^\n]*:\d+:\d+\)?$/.test(line))
      .slice(0, 20)
      .map((line) => line.trim()),
    ...(cause instanceof Error && depth < 3 && { cause: plainError(cause, depth + 1) }),
  }
}

const isWord = (value: unknown): value is string => typeof value === 'string' && /^[\w.-]{1,80}$/.test(value)

/** The message with everything left out that may be a value: what is quoted or in brackets, and words that are no plain English. */
export function withoutValues(message: string): string {
  const [before = ''] = message.split(/\b(?:DETAIL|CONTEXT|HINT|PARAMETERS)\b|\bdetail:/i)
  const bare = before
    .replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|“[^”]*”/gs, '…')
    .replace(/\{[^{}]*\}|\([^()]*\)|\[[^[\]]*\]/gs, '…')
    .replace(/["'`“{([][\s\S]*$/, '…')
    .replace(/\S*[^\x20-\x7e…\n]\S*/g, '…')
    .replace(/\S*(?:@|\d{3,})\S*/g, '…')
  const lines = bare
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line && line !== '…')
  return (lines.at(-1) ?? '…').slice(0, 300)
}
