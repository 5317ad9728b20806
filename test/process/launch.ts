import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import type { Answer } from '../support.ts'

export const root = path.resolve(import.meta.dirname, '../..')
export const main = path.join(root, 'dist/server/main.js')
export const PASSWORD = 'long enough for tests'
export const DATA_KEY = Buffer.alloc(32, 7).toString('base64')

export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}
export type Ask = (query: string, variables?: object) => Promise<Pick<Answer, 'status' | 'data' | 'errors'>>
export interface Running {
  pid: number
  /** Where it answers, without a slash at the end. */
  address: string
  /** What it has written so far. */
  output(): string
  /** Asks anonymously. */
  ask: Ask
  /** Signs in and returns how to ask as that officer. */
  signIn(password?: string, email?: string): Promise<Ask>
  /** Ends it as a service manager does, or as Ctrl-C. */
  stop(signal?: NodeJS.Signals): Promise<Exit>
  /** Ends it as a power cut does. */
  kill(): Promise<Exit>
  exited: Promise<Exit>
}
export interface Options {
  settings?: Record<string, string>
  cwd?: string
  command?: string[]
}

/** What runs; emptied as it ends. */
export const children = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of children) endGroup(child, 'SIGKILL')
})

export interface Launched {
  child: ChildProcess
  exited: Promise<Exit>
  /** Resolves with the text that the pattern finds in the standard output; rejects when the process ends before. */
  says(pattern: RegExp): Promise<RegExpMatchArray>
  output(): string
}

/** Starts a process of its own group with no settings but the given ones. */
export function launch({ settings = {}, cwd = root, command = [process.execPath, main] }: Options): Launched {
  const [file, ...args] = command as [string, ...string[]]
  const { PATH, HOME } = process.env
  const env = { PATH, HOME, PORT: '0', ADMIN_PASSWORD: PASSWORD, ...settings }
  const child = spawn(file, args, { cwd, env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] })
  children.add(child)
  let stdout = ''
  let stderr = ''
  const waiting = new Set<() => void>()
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text
    for (const look of waiting) look()
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  const exited = new Promise<Exit>((resolve) => {
    child.once('close', (code, signal) => {
      children.delete(child)
      resolve({ code, signal, stdout, stderr })
    })
  })
  const says = (pattern: RegExp) =>
    new Promise<RegExpMatchArray>((resolve, reject) => {
      const look = () => {
        const found = stdout.match(pattern)
        if (found) resolve(found)
      }
      waiting.add(look)
      look()
      void exited.then((exit) => reject(new Error(`ended before it said ${pattern}: ${JSON.stringify(exit)}`)))
    })
  return { child, exited, says, output: () => stdout + stderr }
}

/** Waits until the product serves. */
export async function served({ child, exited, says, output }: Launched): Promise<Running> {
  const [, address = ''] = await says(/^API +(http\S+)\/graphql$/m)
  const end = (signal: NodeJS.Signals) => {
    endGroup(child, signal)
    return exited
  }
  const ask = asking(address)
  return {
    pid: child.pid as number,
    address,
    output,
    ask,
    signIn: (password, email) => signIn(address, password, email),
    stop: (signal = 'SIGTERM') => end(signal),
    kill: () => end('SIGKILL'),
    exited,
  }
}

export function endGroup(child: ChildProcess, signal: NodeJS.Signals) {
  if (child.exitCode === null && child.signalCode === null) process.kill(-(child.pid as number), signal)
}

const asking =
  (address: string, cookie?: string): Ask =>
  async (query, variables = {}) => {
    const response = await post(address, query, variables, cookie)
    const { data, errors } = (await response.json()) as Answer
    return { status: response.status, data, ...(errors && { errors }) }
  }

async function signIn(address: string, password = PASSWORD, email = 'admin@localhost.localdomain'): Promise<Ask> {
  const query = 'mutation ($input: SignInInput!) { signIn(input: $input) { errors { message } } }'
  const response = await post(address, query, { input: { email, password } })
  const { data, errors } = (await response.json()) as Answer
  if (errors || data.signIn.errors.length) throw new Error(JSON.stringify({ data, errors }))
  return asking(address, response.headers.get('set-cookie')?.split(';')[0])
}

const post = (address: string, query: string, variables: object, cookie?: string) =>
  fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(cookie && { cookie }) },
    body: JSON.stringify({ query, variables }),
  })

export const NINE = '{ programs(filter: { year: 2019 }) { totalCount nodes { code titleKo } } }'

/** The version and the title of a program, and the title's change. */
export const READ_TITLE = 'query ($code: String!) { program(code: $code) { id version titleKo } }'
export const WRITE_TITLE = `mutation ($input: UpdateProgramInput!) {
  updateProgram(input: $input) { program { version titleKo } errors { field code message } }
}`
