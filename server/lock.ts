import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { StartError } from './env.ts'

type Holder = { pid: number; host: string; born: string }

/**
 * Takes the exclusive lock on a data folder and returns the function that gives it back.
 * The embedded database is destroyed when two processes open it, so the lock must hold even when two starts race
 * over the lock of a dead process. The lock is the file `lock.N` with the highest N. Whoever wants it creates
 * `lock.N+1`, which only one process can do, and then looks again whether that is the highest. The highest
 * file is never removed, only emptied, so that N never goes back.
 */
export function lockFolder(folder: string): () => void {
  const before = newest(folder)
  const holder = before > 0 ? read(file(folder, before)) : null
  if (holder && isAlive(holder)) throw held(folder, before, holder)

  const mine = file(folder, before + 1)
  const draft = path.join(folder, `lock-${process.pid}.tmp`)
  fs.writeFileSync(draft, JSON.stringify({ pid: process.pid, host: os.hostname(), born: born(process.pid) }))
  try {
    fs.linkSync(draft, mine)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw held(folder, before + 1, read(mine))
  } finally {
    fs.unlinkSync(draft)
  }
  const now = newest(folder)
  if (now !== before + 1) {
    fs.rmSync(mine, { force: true })
    throw held(folder, now, read(file(folder, now)))
  }
  for (const old of generations(folder)) if (old <= before) fs.rmSync(file(folder, old), { force: true })
  return () => fs.writeFileSync(mine, '')
}

const file = (folder: string, generation: number) => path.join(folder, `lock.${generation}`)

const newest = (folder: string) => Math.max(0, ...generations(folder))

function generations(folder: string): number[] {
  return fs.readdirSync(folder).flatMap((name) => (/^lock\.\d+$/.test(name) ? [Number(name.slice(5))] : []))
}

function read(name: string): Holder | null {
  try {
    const text = fs.readFileSync(name, 'utf8')
    return text ? JSON.parse(text) : null
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null // its owner gave up, or it was replaced
    throw new StartError(
      `DATA_DIR ${path.dirname(name)} has a damaged lock; delete ${name} if no process uses the folder`,
    )
  }
}

function held(folder: string, generation: number, holder: Holder | null): StartError {
  if (holder && holder.host !== os.hostname()) {
    return new StartError(
      `DATA_DIR ${folder} is locked by process ${holder.pid} on the machine ${holder.host}; stop it there, ` +
        `or delete ${file(folder, generation)} if that machine no longer exists`,
    )
  }
  return new StartError(
    `DATA_DIR ${folder} is in use by ${holder ? `process ${holder.pid}` : 'another process'}; stop it, or set DATA_DIR to another folder`,
  )
}

/** A process number can be given again, so the time of birth counts too, where the system tells it. */
function isAlive(holder: Holder): boolean {
  if (holder.host !== os.hostname()) return true
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return holder.born === born(holder.pid)
}

function born(pid: number): string {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z') return 'dead' // it ended, but its parent has not asked
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot} ${fields[19]}`
  } catch {
    return ''
  }
}
