import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import {
  filledFolder,
  launch,
  lineOf,
  NINE,
  READ_TITLE,
  type Running,
  served,
  start,
  startAndEnd,
  temporaryFolder,
  WRITE_TITLE,
} from './product.ts'

test('a second process names the first and leaves, and the first goes on reading and writing', async () => {
  const settings = { DATA_DIR: filledFolder() }
  const first = await start({ settings })
  const exit = await startAndEnd({ settings })
  expect(exit).toMatchObject({ code: 1, stdout: '' })
  expect(lineOf(exit.stderr)).toBe(
    `Sangsaeng did not start: DATA_DIR ${settings.DATA_DIR} is in use by process ${first.pid}; stop it, or set DATA_DIR to another folder`,
  )
  await expectWrite(first)
  expect((await first.stop()).code).toBe(0)
  expect(lockOf(settings.DATA_DIR)).toBe('')
  expect((await (await start({ settings })).stop()).code).toBe(0)
})

test('of six processes started at once on an empty folder exactly one serves', async () => {
  const settings = { DATA_DIR: path.join(temporaryFolder(), 'data') }
  const six = Array.from({ length: 6 }, () => launch({ settings }))
  const ends = await Promise.allSettled(six.map(served))
  const winners = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []))
  expect(winners).toHaveLength(1)
  const [winner] = winners as [Running]
  for (const { child, exited } of six) {
    if (child.pid === winner.pid) continue
    const exit = await exited
    expect(exit).toMatchObject({ code: 1, stdout: '' })
    expect(lineOf(exit.stderr)).toContain(`is in use by process ${winner.pid};`)
  }
  expect((await winner.ask(NINE)).data.programs.totalCount).toBe(9)
  await expectWrite(winner)
})

test('the lock of a killed process is taken over', async () => {
  const settings = { DATA_DIR: filledFolder() }
  const killed = await start({ settings })
  await killed.kill()
  expect(JSON.parse(lockOf(settings.DATA_DIR)).pid).toBe(killed.pid)
  const next = await start({ settings })
  expect(JSON.parse(lockOf(settings.DATA_DIR)).pid).toBe(next.pid)
  await expectWrite(next)
})

test('the lock of a killed process that nobody waited for is taken over', async () => {
  const settings = { DATA_DIR: filledFolder() }
  // The shell starts the product and becomes a program that never asks for its children's ends.
  const command = ['sh', '-c', `"${process.execPath}" dist/server/main.js & exec sleep 1000`]
  const parent = launch({ settings, command })
  await parent.says(/^API/m)
  const { pid } = JSON.parse(lockOf(settings.DATA_DIR))
  process.kill(pid, 'SIGKILL')
  await until(() => / Z /.test(fs.readFileSync(`/proc/${pid}/stat`, 'utf8')))
  await expectWrite(await start({ settings }))
})

test("a dead process's number that another process has now does not hold the lock", async () => {
  const settings = { DATA_DIR: filledFolder() }
  const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  for (const born of [`${boot} 1`, 'another-boot 1']) {
    writeLock(settings.DATA_DIR, { pid: process.pid, host: os.hostname(), born })
    expect((await (await start({ settings })).stop()).code).toBe(0)
  }
})

test('the lock of another machine is refused with what to do', async () => {
  const settings = { DATA_DIR: filledFolder() }
  const name = writeLock(settings.DATA_DIR, { pid: 4242, host: 'another-machine', born: 'x' })
  const exit = await startAndEnd({ settings })
  expect(exit).toMatchObject({ code: 1, stdout: '' })
  expect(lineOf(exit.stderr)).toBe(
    `Sangsaeng did not start: DATA_DIR ${settings.DATA_DIR} is locked by process 4242 on the machine another-machine; ` +
      `stop it there, or delete ${name} if that machine no longer exists`,
  )
  fs.rmSync(name)
  expect((await (await start({ settings })).stop()).code).toBe(0)
})

test('a damaged lock is refused with what to do', async () => {
  const settings = { DATA_DIR: filledFolder() }
  const name = path.join(settings.DATA_DIR, lockName(settings.DATA_DIR))
  fs.writeFileSync(name, '\0\0\0')
  const exit = await startAndEnd({ settings })
  expect(exit).toMatchObject({ code: 1, stdout: '' })
  expect(lineOf(exit.stderr)).toBe(
    `Sangsaeng did not start: DATA_DIR ${settings.DATA_DIR} has a damaged lock; delete ${name} if no process uses the folder`,
  )
})

test('eight processes that race over a stale lock, 200 times: always one winner', async () => {
  const dead = launch({ command: [process.execPath, '-e', ''] })
  const stale = { pid: dead.child.pid, host: os.hostname(), born: 'x' }
  await dead.exited
  const script = path.join(import.meta.dirname, 'lockWorker.mjs')
  const workers = Array.from({ length: 8 }, () => launch({ command: [process.execPath, script] }))
  await Promise.all(workers.map(({ says }) => says(/^ready$/m)))
  const parent = temporaryFolder()
  const winners: number[] = []
  for (let round = 1; round <= 200; round++) {
    const folder = path.join(parent, String(round))
    fs.mkdirSync(folder)
    writeLock(folder, stale)
    for (const { child } of workers) child.stdin?.write(`${folder}\n`)
    const line = new RegExp(`^ready\\n(?:(?:won|lost.*)\\n){${round - 1}}(won|lost.*)\\n`)
    const answers = await Promise.all(workers.map(async ({ says }) => (await says(line))[1] as string))
    winners.push(answers.filter((answer) => answer === 'won').length)
    for (const answer of answers) expect(answer).toMatch(/^won$|^lost: DATA_DIR .* is in use by /)
  }
  console.log(`200 races of 8 over a stale lock: ${winners.filter((count) => count === 1).length} with one winner`)
  expect(winners).toEqual(Array(200).fill(1))
})

async function expectWrite(product: Running) {
  const ask = await product.signIn()
  const { id, version } = (await ask(READ_TITLE, { code: '2019-01' })).data.program
  const titleKo = `제목 ${product.pid}`
  const { data } = await ask(WRITE_TITLE, { input: { id, version, titleKo } })
  expect(data.updateProgram).toEqual({ program: { version: version + 1, titleKo }, errors: [] })
}

function lockName(folder: string): string {
  const names = fs.readdirSync(folder).filter((name) => /^lock\.\d+$/.test(name))
  expect(names).toHaveLength(1)
  return names[0] as string
}

const lockOf = (folder: string) => fs.readFileSync(path.join(folder, lockName(folder)), 'utf8')

/** Writes a lock that is newer than any that there is, and returns its name. */
function writeLock(folder: string, holder: object): string {
  const numbers = fs.readdirSync(folder).flatMap((name) => (/^lock\.\d+$/.test(name) ? [Number(name.slice(5))] : []))
  const name = path.join(folder, `lock.${Math.max(0, ...numbers) + 1}`)
  fs.writeFileSync(name, JSON.stringify(holder))
  return name
}

/** Waits for what no event tells. */
async function until(holds: () => boolean) {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5))
}
