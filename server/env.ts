import { z } from 'zod'
import type { Problem } from './errors.ts'
import type { PerClass } from './limits.ts'
import { isOrigin } from './origin.ts'
import { checkPassword } from './password.ts'

/** A reason why the product cannot start, in one line that names what to change. */
export class StartError extends Error {}

const origin = z.url({ protocol: /^https?$/, error: 'must be an address such as https://jobs.example.go.kr' })

/** A whole number; the message names what it should be. */
const whole = (min: number, max: number, what: string) => {
  const error = `must be ${what} from ${min} to ${max}`
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error })
}

/** Three numbers, for anonymous callers, partners and signed-in people. */
function perClass(max: number, anonymous: number, partner: number, signedIn: number, min = 1) {
  const numbers = [anonymous, partner, signedIn]
  const error = `must be three whole numbers from ${min} to ${max}, for anonymous callers, partners and signed-in people, such as ${numbers}`
  const one = z.coerce.number().int().min(min).max(max)
  return z
    .string()
    .default(String(numbers))
    .transform((text, context): PerClass => {
      const read = z.tuple([one, one, one]).safeParse(text.split(','))
      if (!read.success) context.addIssue({ code: 'custom', message: error })
      const [anonymous, partner, signedIn] = read.data ?? [0, 0, 0]
      return { anonymous, partner, signedIn }
    })
}
const key = z.string().refine((text) => Buffer.from(text, 'base64').length === 32, {
  error: 'must be 32 random bytes in base64, as printed by: openssl rand -base64 32',
})
const isSafe = (address: string) =>
  !URL.canParse(address) ||
  address.startsWith('https:') ||
  ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(address).hostname)

const Settings = z
  .object({
    PORT: whole(0, 65535, 'a port number').default(4000),
    HOST: z.string().default('127.0.0.1'),
    PUBLIC_URL: origin.optional(),
    TRUSTED_PROXIES: whole(0, 9, 'the number of reverse proxies in front of the product,').default(0),
    CORS_ORIGINS: z
      .string()
      .default('')
      .transform((text) => text.split(',').flatMap((part) => part.trim() || []))
      .refine((origins) => origins.every((one) => one === '*' || isOrigin(one)), {
        error: 'must be origins such as https://dashboard.example.go.kr with commas between them, or *',
      }),
    INTROSPECTION: z
      .enum(['open', 'signed-in', 'closed'], { error: 'must be one of open, signed-in, closed' })
      .optional(),
    LIMIT_BODY_KB: whole(1, 10_240, 'kilobytes').default(256),
    LIMIT_CHARACTERS: perClass(1_000_000, 20_000, 40_000, 100_000),
    LIMIT_TOKENS: perClass(100_000, 2000, 4000, 10_000),
    LIMIT_DEPTH: perClass(100, 12, 12, 15),
    LIMIT_FIELDS: perClass(100_000, 400, 1000, 1000),
    LIMIT_ALIASES: perClass(10_000, 20, 50, 100),
    LIMIT_DIRECTIVES: perClass(10_000, 8, 20, 50),
    LIMIT_COST: perClass(10_000_000, 50_000, 100_000, 100_000),
    LIMIT_SECONDS: perClass(3600, 10, 20, 60),
    RATE_LIMIT: perClass(100_000_000, 3000, 12_000, 120_000, 0),
    DATA_DIR: z.string().default('data'),
    DATABASE_URL: z
      .string()
      .regex(/^postgres(ql)?:\/\/.+/, { error: 'must be an address such as postgresql://user:password@host:5432/name' })
      .optional(),
    WORKERS: whole(1, 64, 'a number of processes').default(1),
    DATA_KEY: key.optional(),
    DATA_KEY_NEXT: key.optional(),
    ACCESS_LOG_YEARS: whole(2, 30, 'the number of years that the access log is kept,').default(2),
    SUPPRESSION_THRESHOLD: whole(1, 1000, 'a number of persons').default(5),
    SUPPRESSION_THRESHOLD_SENSITIVE: whole(1, 1000, 'a number of persons').default(10),
    ADMIN_EMAIL: z.email({ error: 'must be an e-mail address' }).default('admin@localhost.localdomain'),
    ADMIN_PASSWORD: z.string().min(12, { error: 'must have 12 characters or more' }).max(128).optional(),
    SESSION_HOURS: whole(1, 168, 'a number of hours').default(12),
    SESSION_IDLE_MINUTES: whole(5, 1440, 'a number of minutes').default(120),
    REQUIRE_2FA: z
      .enum(['true', 'false'], { error: 'must be true or false' })
      .default('false')
      .transform((text) => text === 'true'),
    OIDC_ISSUER: z
      .url({
        protocol: /^https?$/,
        error: 'must be the issuer address of an OpenID Connect provider, such as https://login.example.go.kr',
      })
      .refine(isSafe, { error: 'must begin with https://; http:// is for 127.0.0.1 and localhost only' })
      .optional(),
    OIDC_CLIENT_ID: z.string().optional(),
    OIDC_CLIENT_SECRET: z.string().optional(),
    OIDC_NAME: z.string().max(60, { error: 'must have 60 characters or fewer' }).default('OpenID Connect'),
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
  .refine((env) => env.DATABASE_URL || env.WORKERS === 1, {
    path: ['WORKERS'],
    error: 'must be 1 without DATABASE_URL: the embedded database has one process',
  })
  .transform((env) => {
    const isPrivate = !env.PUBLIC_URL && ['127.0.0.1', '::1', 'localhost'].includes(env.HOST)
    return { ...env, INTROSPECTION: env.INTROSPECTION ?? (isPrivate ? 'open' : 'signed-in') }
  })

  .superRefine(({ ADMIN_EMAIL, ADMIN_PASSWORD }, check) => {
    try {
      if (ADMIN_PASSWORD) checkPassword(ADMIN_PASSWORD, { email: ADMIN_EMAIL, name: '' })
    } catch (error) {
      const message = `is refused: ${(error as Problem).say('en')}`
      check.addIssue({ code: 'custom', path: ['ADMIN_PASSWORD'], message })
    }
  })
  .superRefine((env, check) => {
    if (!env.OIDC_ISSUER) return
    for (const name of ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'PUBLIC_URL'] as const) {
      if (!env[name]) check.addIssue({ code: 'custom', path: [name], message: 'is needed with OIDC_ISSUER' })
    }
  })

export type Env = z.output<typeof Settings>

/** Whether browsers reach the product by https. */
export const isHttps = ({ PUBLIC_URL }: Pick<Env, 'PUBLIC_URL'>) => PUBLIC_URL?.startsWith('https:') ?? false

/** Reads the settings; an empty variable counts as not set. Throws a StartError that names the first bad one. */
export function readEnv(variables: Record<string, string | undefined> = process.env): Env {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const read = Settings.safeParse(set)
  if (read.success) return read.data
  const issue = read.error.issues[0]
  throw new StartError(`${String(issue?.path[0])} ${issue?.message}`)
}
