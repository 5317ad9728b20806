import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { DATA_KEY, root } from '../process/launch.ts'
import type { Known } from './workloads.ts'

export interface Amounts {
  participants: number
  outcomes: number
  programs: number
}
export interface Loaded {
  url: string
  version: string
  /** How long the synthetic data took to load, in seconds. */
  seconds: number
  known: Known
  /** What the synthetic data is made with. */
  options: string[]
  ask(sql: string, values?: unknown[]): Promise<Record<string, never>[]>
  drop(): Promise<void>
}

let made = 0

/** A database of its own with the synthetic data, on the server of DATABASE_URL or on one that lives as long as the run. */
export async function loadDatabase(amounts: Amounts): Promise<Loaded> {
  const server = process.env.DATABASE_URL ? { url: process.env.DATABASE_URL, end() {} } : temporaryServer()
  const name = `sangsaeng_bench_${process.pid}_${++made}`
  const admin = new pg.Client({ connectionString: server.url })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'`)
  const url = Object.assign(new URL(server.url), { pathname: `/${name}` }).href
  const begun = performance.now()
  const options = Object.entries(amounts).flatMap(([option, value]) => [`--${option}`, String(value)])
  execFileSync(process.execPath, [path.join(root, 'dist/seeds/syntheticMain.js'), ...options], {
    env: { PATH: process.env.PATH, DATABASE_URL: url, DATA_KEY },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const seconds = (performance.now() - begun) / 1000
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  pool.on('error', () => {}) // at the end the database is dropped under it
  const ask = async (sql: string, values: unknown[] = []) => (await pool.query(sql, values)).rows
  await pool.query(TOTALS)
  await pool.query('VACUUM ANALYZE')
  const [{ version, placed }] = (await ask(
    `SELECT current_setting('server_version') AS version, (SELECT count(*)::int FROM participant WHERE stage = 'PLACED') AS placed`,
  )) as never as [{ version: string; placed: number }]
  const rounds = await ask('SELECT id, year FROM round WHERE year BETWEEN 2009 AND 2018 ORDER BY year')
  const programs = await ask("SELECT id FROM program WHERE stage = 'EVALUATED' ORDER BY md5(id::text) LIMIT 200")
  return {
    ...{ url, version, seconds, options, ask },
    known: { rounds, programs, placed } as never,
    async drop() {
      await pool.end()
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
      await admin.end()
      server.end()
    },
  }
}

/** What its users would write for the totals: the latest approved figure of each program, added up. */
const TOTALS = `
  CREATE SCHEMA bench;
  CREATE TYPE bench.total AS (district text, year int, value numeric);
  CREATE FUNCTION bench.totals(indicator text) RETURNS SETOF bench.total LANGUAGE sql STABLE AS $$
    SELECT d.code, r.year, sum(v.value) FILTER (WHERE v.state = 'PRESENT') FROM (
      SELECT DISTINCT ON (o.program_id) o.program_id, o.value, o.state
      FROM outcome o JOIN indicator i ON i.id = o.indicator_id
      WHERE i.code = $1 AND o.status = 'APPROVED' AND o.superseded_at IS NULL AND o.cohort_id IS NULL
        AND o.dimension IS NULL
      ORDER BY o.program_id, o.as_of DESC
    ) v JOIN program p ON p.id = v.program_id JOIN district d ON d.id = p.district_id JOIN round r ON r.id = p.round_id
    GROUP BY d.code, r.year ORDER BY d.code, r.year
  $$`

function temporaryServer() {
  const version = fs.existsSync(SERVERS) && fs.readdirSync(SERVERS).sort((a, b) => Number(b) - Number(a))[0]
  if (!version) throw new Error('PostgreSQL was not found: install it, or set DATABASE_URL to a server of yours')
  const bin = path.join(SERVERS, version, 'bin')
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sangsaeng-bench-'))
  const as = process.getuid?.() === 0 ? { uid: userId('postgres'), gid: groupId('postgres') } : {}
  if (as.uid) fs.chownSync(folder, as.uid, as.gid as number)
  const run = (program: string, args: string[]) =>
    execFileSync(path.join(bin, program), args, { ...as, stdio: 'ignore' })
  const data = path.join(folder, 'data')
  run('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8'])
  run('pg_ctl', ['-D', data, '-w', '-o', `-p ${PORT} -k ${folder} -c listen_addresses=127.0.0.1`, 'start'])
  return {
    url: `postgresql://postgres@127.0.0.1:${PORT}/postgres`,
    end() {
      run('pg_ctl', ['-D', data, '-w', '-m', 'immediate', 'stop'])
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}
const SERVERS = '/usr/lib/postgresql'
const PORT = 54_329

const userId = (name: string) => Number(execFileSync('id', ['-u', name], { encoding: 'utf8' }))
const groupId = (name: string) => Number(execFileSync('id', ['-g', name], { encoding: 'utf8' }))
