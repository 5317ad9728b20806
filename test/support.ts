import fs from 'node:fs'
import path from 'node:path'
import { Writable } from 'node:stream'
import { PGlite } from '@electric-sql/pglite'
import type { SqlQuery } from '@prisma/driver-adapter-utils'
import pg from 'pg'
import { expect, inject } from 'vitest'
import { type App, createApp } from '../server/app.ts'
import type { Product } from '../server/context.ts'
import type { Database } from '../server/db.ts'
import { embedded } from '../server/embedded.ts'
import { readEnv } from '../server/env.ts'
import type { Role } from '../server/generated/prisma/enums.ts'
import { createLog } from '../server/log.ts'
import { hashPassword } from '../server/password.ts'
import { personVault } from '../server/person.ts'
import { openPostgres } from '../server/postgres.ts'
import { newToken, sha256 } from '../server/session.ts'
import { closing } from './closing.ts'
import { databaseUrl } from './globalSetup.ts'

export const engine = process.env.ENGINE as 'pglite' | 'postgresql'
export const dataKey = Buffer.alloc(32, 7)

/** A database of the engine under test with the seeds; closed and removed after the test file. */
export const freshDatabase = () => copyOf('seeded')
/** The same without any row. */
export const emptyDatabase = () => copyOf('empty')

/** A database without even a table. */
export const bareDatabase = () => copyOf('bare')

/** Address of the PostgreSQL database under test, for a second connection to it. */
export async function addressOf({ query }: Database): Promise<string> {
  const [row] = await query('SELECT current_database() AS name')
  return databaseUrl(process.env.POSTGRES as string, String(row?.name))
}

export interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of any shape
  data: any
  errors?: { message: string; path?: string[]; extensions: { code: string } }[]
  headers: Headers
}
export interface Asker {
  ask(query: string, variables?: object, headers?: Record<string, string>): Promise<Answer>
}
export interface Running extends Asker {
  app: App
  product: Product
  db: Database
  /** A signed-in officer; made on first use. */
  as(name: 'city' | string): Promise<Asker>
}

/** The product on a fresh seeded database, asked through its front door. Asking it directly is asking anonymously. */
export async function freshProduct(db?: Database): Promise<Running> {
  const opened = db ?? (await freshDatabase())
  const product: Product = {
    env: readEnv({}),
    db: opened,
    vault: personVault(dataKey),
    log: failingLog(),
    now: () => new Date(),
  }
  const app = createApp(product)
  const officers = new Map<string, Promise<Asker>>()
  const as = (name: string) => {
    const known = officers.get(name) ?? signedIn(app, product, name)
    officers.set(name, known)
    return known
  }
  return { app, product, db: opened, as, ...asker(app) }
}

/**
 * A city administrator (`admin`), a privacy officer (`privacy`), an officer of the city (`city`, `city-2`) or of the
 * districts with these codes (`28177` or `28177,28245`), or a reviewer (`reviewer`, `reviewer-2`), who may belong to a
 * district (`reviewer-28177`).
 */
async function signedIn(app: App, product: Product, name: string): Promise<Asker> {
  const { prisma } = product.db
  const email = `${name.replace(',', '-')}@officers.example`
  const password = `long enough for ${name}`
  const roles: Record<string, Role> = { admin: 'ADMIN', city: 'CITY', privacy: 'PRIVACY', reviewer: 'REVIEWER' }
  const role = roles[name.match(/^[a-z]+/)?.[0] ?? ''] ?? 'DISTRICT'
  const districts = await prisma.district.findMany({ where: { code: { in: name.match(/\d{5}/g) ?? [] } } })
  const { id } = await prisma.user.create({
    data: {
      email,
      name: `Officer ${name}`,
      role,
      passwordHash: await hashPassword(password),
      districts: { create: districts.map(({ id }) => ({ districtId: id })) },
    },
  })
  const { data, headers } = await asker(app).ask(
    'mutation ($input: SignInInput!) { signIn(input: $input) { user { email } errors { message } } }',
    { input: { email, password } },
  )
  expect(data.signIn).toEqual({ user: { email }, errors: [] })
  let since = product.now().getTime()
  let here = asker(app, headers.get('set-cookie')?.split(';')[0])
  return {
    async ask(...question) {
      // A session does not outlast a jump of the product's clock: then the person has signed in again.
      if (Math.abs(product.now().getTime() - since) > 3_600_000) {
        since = product.now().getTime()
        here = asker(app, await sessionCookie(product, id))
      }
      return here.ask(...question)
    },
  }
}

/** The cookie of a new session of the account. */
export async function sessionCookie({ db, now }: Product, userId: number): Promise<string> {
  const token = newToken()
  const at = { createdAt: now(), lastUsedAt: now(), expiresAt: new Date(now().getTime() + 12 * 3_600_000) }
  await db.prisma.session.create({ data: { userId, tokenHash: sha256(token), ...at } })
  return `sangsaeng_session=${token}`
}

export function asker(app: App, cookie?: string): Asker {
  return {
    async ask(query, variables = {}, headers = {}) {
      const response = await app.fetch(
        new Request('http://localhost/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...(cookie && { cookie }), ...headers },
          body: JSON.stringify({ query, variables }),
        }),
      )
      const { data, errors } = (await response.json()) as Answer
      return { status: response.status, data, ...(errors && { errors }), headers: response.headers }
    },
  }
}

/** The global id of a record, such as idOf('Program', 3). */
export const idOf = (noun: string, id: number) => Buffer.from(`${noun}:${id}`).toString('base64url')

/** Changes when any row of any table does, but for counts of attempts and the time of last use, which refusals leave too. */
export async function fingerprint(db: Database): Promise<string> {
  const tables = await db.query(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'sign_in_count' ORDER BY 1",
  )
  const text = "(to_jsonb(t) - 'last_used_at')::text"
  const hashes = tables.map(({ name }) => `(SELECT md5(string_agg(${text}, '|' ORDER BY ${text})) FROM "${name}" t)`)
  const [row] = await db.query(`SELECT concat_ws(',', ${hashes.join(', ')}) AS hash`)
  return String(row?.hash)
}

/** The SQL that is sent from now on, but for transactions' BEGIN and COMMIT. Call it before Prisma connects. */
export function watchStatements(db: Database): string[] {
  const statements: string[] = []
  onQuery(db, ({ sql }) => statements.push(sql))
  return statements
}

/** Hears every statement that Prisma and the driver itself are sent, before it is sent. */
export function onQuery(db: Database, hear: (query: SqlQuery) => void) {
  const { adapter, query } = db
  db.query = (sql, args = []) => {
    hear({ sql, args, argTypes: args.map(typeOf) })
    return query(sql, args)
  }
  const connect = adapter.connect.bind(adapter)
  adapter.connect = async () => {
    const connection = await connect()
    const queryRaw = connection.queryRaw.bind(connection)
    connection.queryRaw = (query) => {
      hear(query)
      return queryRaw(query)
    }
    return connection
  }
}

const typeOf = (value: unknown) => ({
  scalarType: typeof [value].flat()[0] === 'number' ? ('int' as const) : ('string' as const),
  arity: Array.isArray(value) ? ('list' as const) : ('scalar' as const),
})

let copies = 0

async function copyOf(template: 'bare' | 'empty' | 'seeded'): Promise<Database> {
  const { folder, prefix } = inject('templates')
  if (engine === 'pglite') {
    const loadDataDir = template === 'bare' ? undefined : new Blob([fs.readFileSync(path.join(folder, template))])
    const pglite = await PGlite.create({ loadDataDir })
    const db = embedded(pglite)
    closing.push(() => db.close())
    return db
  }
  const server = process.env.POSTGRES as string
  const name = `${prefix}_${process.pid}_${copies++}`
  const from = template === 'bare' ? 'template0' : `${prefix}_${template}`
  await onServer(server, `CREATE DATABASE ${name} TEMPLATE ${from}`)
  const db = await openPostgres(databaseUrl(server, name))
  closing.push(async () => {
    await db.close()
    await onServer(server, `DROP DATABASE ${name} WITH (FORCE)`)
  })
  return db
}

async function onServer(server: string, sql: string) {
  const client = new pg.Client(server)
  await client.connect()
  await client.query(sql)
  await client.end()
}

/** What is logged as an error nobody expected: it is written to console.error, which fails the test. */
function failingLog() {
  const stream = new Writable({
    write(line, _encoding, done) {
      console.error(String(line))
      done()
    },
  })
  return createLog('warn', stream)
}
