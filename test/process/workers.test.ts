import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databaseUrl } from '../globalSetup.ts'
import { root } from './launch.ts'
import { DATA_KEY, launch, NINE, type Running, served } from './product.ts'

const postgres = process.env.POSTGRES
if (!postgres) console.log('Skipped: several processes on one port (no PostgreSQL server answers).')

test('one that has just ended is told to end without harm', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sangsaeng-workers-'))
  const file = path.join(folder, 'both.mjs')
  fs.writeFileSync(
    file,
    `import cluster from 'node:cluster'
    import fs from 'node:fs'
    import { keepWorkers } from ${JSON.stringify(path.join(root, 'dist/server/workers.js'))}
    if (cluster.isPrimary) {
      cluster.on('online', ({ process: { pid } }) => {
        process.kill(pid, 'SIGKILL')
        while (!fs.readFileSync('/proc/' + pid + '/stat', 'utf8').includes(') Z')); // this process knows nothing of it yet
        process.emit('SIGTERM')
      })
      keepWorkers(1)
    } else setInterval(() => {}, 1000)`,
  )
  const { status, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' })
  fs.rmSync(folder, { recursive: true })
  expect([status, stderr]).toEqual([0, ''])
})

describe.runIf(postgres)('several processes on one port', () => {
  let admin: pg.Client
  let settings: Record<string, string>
  const database = `sangsaeng_workers_${process.pid}`
  beforeEach(async () => {
    admin = new pg.Client(postgres)
    await admin.connect()
    await admin.query(
      `CREATE DATABASE ${database} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'`,
    )
    settings = { DATABASE_URL: databaseUrl(postgres as string, database), DATA_KEY, WORKERS: '2' }
  })
  afterEach(async () => {
    await admin.query(`DROP DATABASE ${database} WITH (FORCE)`)
    await admin.end()
  })

  const workersOf = ({ pid }: Running) =>
    fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number)

  test('one that ends is replaced, and all end together at a signal, which the whole group may get', async () => {
    const product = await served(launch({ settings }))
    const [first, second] = workersOf(product) as [number, number]
    process.kill(first, 'SIGKILL')
    await expect.poll(() => workersOf(product).filter((pid) => pid !== first && pid !== second)).toHaveLength(1)
    for (let turn = 0; turn < 4; turn++) {
      expect((await product.ask(NINE)).data.programs.totalCount).toBe(9)
    }
    expect(await product.stop()).toMatchObject({ code: 0, signal: null, stderr: '' })

    const again = await served(launch({ settings }))
    const workers = workersOf(again)
    process.kill(again.pid, 'SIGTERM') // the primary alone
    expect(await again.exited).toMatchObject({ code: 0, stderr: '' })
    for (const pid of workers) expect(fs.existsSync(`/proc/${pid}`)).toBe(false)
  })

  test('a start that fails ends all of them, with the reason', async () => {
    const wrong = { ...settings, DATABASE_URL: databaseUrl(postgres as string, 'sangsaeng_no_such_database') }
    const { code, stderr } = await launch({ settings: wrong }).exited
    expect([code, stderr]).toEqual([1, expect.stringContaining('DATABASE_URL cannot be used')])
    const alone = await launch({ settings: { WORKERS: '2', DATA_DIR: '/nowhere' } }).exited
    expect([alone.code, alone.stderr]).toEqual([1, expect.stringContaining('WORKERS must be 1 without DATABASE_URL')])
  })
})
