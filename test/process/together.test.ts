import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { programs } from '../../seeds/program.ts'
import { databaseUrl } from '../globalSetup.ts'
import { DATA_KEY, launch, NINE, READ_TITLE, type Running, served, WRITE_TITLE } from './product.ts'

const server = process.env.POSTGRES
if (!server) console.log('Skipped: several processes on one database (no PostgreSQL server answers).')

describe.runIf(server)('several processes on one PostgreSQL database', () => {
  let admin: pg.Client
  let database: string
  let settings: Record<string, string>
  let made = 0

  beforeEach(async () => {
    admin = new pg.Client(server)
    await admin.connect()
    database = `sangsaeng_together_${process.pid}_${made++}_${Date.now().toString(36)}`
    await admin.query(
      `CREATE DATABASE ${database} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'`,
    )
    settings = { DATABASE_URL: databaseUrl(server as string, database), DATA_KEY }
  })
  afterEach(async () => {
    await admin.query(`DROP DATABASE ${database} WITH (FORCE)`)
    await admin.end()
  })

  const startTogether = (count: number, more: Record<string, string> = {}) =>
    Promise.all(Array.from({ length: count }, () => served(launch({ settings: { ...settings, ...more } }))))

  async function rows(sql: string) {
    const client = new pg.Client(settings.DATABASE_URL)
    await client.connect()
    try {
      return (await client.query(sql)).rows
    } finally {
      await client.end()
    }
  }

  test('four that start at once on an empty database migrate and fill it once, and all serve', async () => {
    const four = await startTogether(4, { ADMIN_PASSWORD: '' })
    for (const product of four) expect((await product.ask(NINE)).data.programs.totalCount).toBe(9)
    const migrations = await rows('SELECT migration_name, finished_at, rolled_back_at FROM _prisma_migrations')
    expect(new Set(migrations.map((row) => row.migration_name)).size).toBe(migrations.length)
    for (const row of migrations) expect(row).toMatchObject({ finished_at: expect.any(Date), rolled_back_at: null })
    expect(await rows('SELECT count(*)::int AS programs FROM program')).toEqual([{ programs: programs.length }])
    expect(await rows('SELECT email, role FROM app_user')).toEqual([
      { email: 'admin@localhost.localdomain', role: 'ADMIN' },
    ])
    const passwords = four.flatMap((product) => product.output().match(/password (\S+)/)?.[1] ?? [])
    expect(passwords).toHaveLength(1)
    for (const product of four) await product.signIn(passwords[0])
    for (const product of four) expect(await product.stop()).toMatchObject({ code: 0, signal: null, stderr: '' })
  })

  test('what one changes the other shows, and of two edits of one version exactly one wins', async () => {
    const [one, two] = (await startTogether(2)) as [Running, Running]
    const [asOne, asTwo] = await Promise.all([one.signIn(), two.signIn()])
    const { id, version } = (await one.ask(READ_TITLE, { code: '2019-01' })).data.program
    const edit = (titleKo: string, at: number) => ({ input: { id, version: at, titleKo } })
    expect((await asOne(WRITE_TITLE, edit('하나', version))).data.updateProgram.errors).toEqual([])
    expect((await two.ask(READ_TITLE, { code: '2019-01' })).data.program).toMatchObject({
      version: version + 1,
      titleKo: '하나',
    })

    for (let round = 1; round <= 20; round++) {
      const answers = await Promise.all([
        asOne(WRITE_TITLE, edit(`하나 ${round}`, version + round)),
        asTwo(WRITE_TITLE, edit(`둘 ${round}`, version + round)),
      ])
      const payloads = answers.map(({ data }) => data.updateProgram)
      const won = payloads.find(({ errors }) => errors.length === 0)
      const lost = payloads.find(({ errors }) => errors.length > 0)
      const [titleKo, sent] = payloads[0] === won ? ['하나', '둘'] : ['둘', '하나']
      expect(won.program).toEqual({ version: version + round + 1, titleKo: `${titleKo} ${round}` })
      expect(lost).toEqual({
        program: won.program,
        errors: [
          {
            field: 'titleKo',
            code: 'CONFLICT',
            message: `Someone else changed this meanwhile. It is now ${titleKo} ${round}; you sent ${sent} ${round}. Read the record again and repeat the change.`,
          },
        ],
      })
    }
  })

  test('when the server ends every connection, the next requests work again and no process dies', async () => {
    const products = (await startTogether(2)) as [Running, Running]
    const officers = await Promise.all(products.map((product) => product.signIn()))
    for (let round = 1; round <= 3; round++) {
      // Fills both pools, so that many connections break.
      await Promise.all(products.flatMap(({ ask }) => Array.from({ length: 8 }, () => ask(NINE))))
      const ended = await admin.query(
        'SELECT count(pg_terminate_backend(pid, 10000))::int AS n FROM pg_stat_activity WHERE datname = $1',
        [database],
      )
      expect(ended.rows[0].n).toBeGreaterThan(0)
      for (const [index, product] of products.entries()) {
        const ask = officers[index] as (typeof officers)[number]
        const { id, version } = (await product.ask(READ_TITLE, { code: '2019-02' })).data.program
        const { data } = await ask(WRITE_TITLE, { input: { id, version, titleKo: `${product.pid} ${round}` } })
        expect(data.updateProgram.errors).toEqual([])
      }
    }
    for (const product of products) expect(await product.stop()).toMatchObject({ code: 0, signal: null, stderr: '' })
  })
})
