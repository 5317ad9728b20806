import { z } from 'zod'

/** A reason why the product cannot start, in one line that names what to change. */
export class StartError extends Error {}

const origin = z.url({ protocol: /^https?$/, error: 'must be an address such as https://jobs.example.go.kr' })

/** A whole number; the message names what it should be. */
const whole = (min: number, max: number, what: string) => {
  const error = `must be ${what} from ${min} to ${max}`
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error })
}

const Settings = z
  .object({
    PORT: whole(0, 65535, 'a port number').default(4000),
    HOST: z.string().default('127.0.0.1'),
    PUBLIC_URL: origin.optional(),
    TRUSTED_PROXIES: whole(0, 9, 'the number of reverse proxies in front of the product,').default(0),
    DATA_DIR: z.string().default('data'),
    DATABASE_URL: z
      .string()
      .regex(/^postgres(ql)?:\/\/.+/, { error: 'must be an address such as postgresql://user:password@host:5432/name' })
      .optional(),
    DATA_KEY: z
      .string()
      .refine((text) => Buffer.from(text, 'base64').length === 32, {
        error: 'must be 32 random bytes in base64, as printed by: openssl rand -base64 32',
      })
      .optional(),
    ADMIN_EMAIL: z.email({ error: 'must be an e-mail address' }).default('admin@localhost.localdomain'),
    ADMIN_PASSWORD: z.string().min(12, { error: 'must have 12 characters or more' }).max(128).optional(),
    LOG_LEVEL: z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], {
        error: 'must be one of fatal, error, warn, info, debug, silent',
      })
      .default('info'),
  })
  .refine((env) => !env.DATABASE_URL || env.DATA_KEY, {
    path: ['DATA_KEY'],
    error: 'is needed with DATABASE_URL: 32 random bytes in base64, as printed by: openssl rand -base64 32',
  })

export type Env = z.output<typeof Settings>

/** Reads the settings; an empty variable counts as not set. Throws a StartError that names the first bad one. */
export function readEnv(variables: Record<string, string | undefined> = process.env): Env {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const read = Settings.safeParse(set)
  if (read.success) return read.data
  const issue = read.error.issues[0]
  throw new StartError(`${String(issue?.path[0])} ${issue?.message}`)
}
