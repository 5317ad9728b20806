import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { filledFolder, launch, main, READ_TITLE, root, served, temporaryFolder, WRITE_TITLE } from './product.ts'

const N = 50
const preload = ['--import', path.join(import.meta.dirname, 'fsyncLog.mjs')]

test.runIf(process.platform === 'linux')(
  `each of ${N} acknowledged mutations was synced to the write-ahead log before its answer`,
  async () => {
    const FSYNC_LOG = path.join(temporaryFolder(), 'events')
    const settings = { DATA_DIR: filledFolder(), FSYNC_LOG }
    const product = await served(launch({ settings, command: [process.execPath, ...preload, main] }))
    const ask = await product.signIn()
    const { id, version } = (await ask(READ_TITLE, { code: '2019-01' })).data.program

    const unsynced = await exchanges(FSYNC_LOG, N, () => ask(READ_TITLE, { code: '2019-01' }))
    expect(unsynced).toEqual(Array(N).fill(0))

    let next = version
    const synced = await exchanges(FSYNC_LOG, N, async () => {
      const { data } = await ask(WRITE_TITLE, { input: { id, version: next, titleKo: `제목 ${next}` } })
      next += 1
      expect(data.updateProgram).toEqual({ program: { version: next, titleKo: `제목 ${next - 1}` }, errors: [] })
    })
    console.log(`${N} mutations: ${synced.reduce((sum, count) => sum + count)} syncs of the log before their answers`)
    expect(synced).toHaveLength(N)
    expect(Math.min(...synced)).toBeGreaterThan(0)
  },
)

test.runIf(process.platform === 'linux')('the same check finds no sync where PGlite runs as it comes', async () => {
  const folder = temporaryFolder()
  const FSYNC_LOG = path.join(folder, 'events')
  const program = `
    import { PGlite } from '@electric-sql/pglite'
    const pglite = await PGlite.create(${JSON.stringify(path.join(folder, 'db'))})
    await pglite.exec('CREATE TABLE row (id int)')
    for (let id = 0; id < ${N}; id++) await pglite.query('INSERT INTO row VALUES ($1)', [id])
    await pglite.close()`
  const command = [process.execPath, ...preload, '--input-type=module', '-e', program]
  expect(await launch({ settings: { FSYNC_LOG }, cwd: root, command }).exited).toMatchObject({ code: 0, stderr: '' })
  expect(fs.readFileSync(FSYNC_LOG, 'utf8')).toBe('')
})

/** Does one exchange after another, and returns how often the write-ahead log was synced between request and answer of each. */
async function exchanges(log: string, times: number, exchange: () => Promise<unknown>): Promise<number[]> {
  const { size } = fs.statSync(log)
  for (let time = 0; time < times; time++) await exchange()
  const events = fs.readFileSync(log, 'utf8').slice(size).split('\n')
  const counts: number[] = []
  let syncs: number | undefined
  for (const event of events) {
    if (event === 'request') syncs = 0
    else if (event === 'answer' && syncs !== undefined) {
      counts.push(syncs)
      syncs = undefined
    } else if (syncs !== undefined && /^synced .*\/pg_wal\//.test(event)) syncs += 1
  }
  return counts
}
