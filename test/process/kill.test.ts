import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { type Ask, filledFolder, launch, NINE, type Running, start, temporaryFolder, WRITE_TITLE } from './product.ts'

const KILLS = 12

test(`kill -9 during writes, ${KILLS} times: every acknowledged write is there after the restart`, async () => {
  const settings = { DATA_DIR: filledFolder() }
  const written = newLedger()
  const moments: number[] = []
  let product = await start({ settings })
  for (let kill = 1; kill <= KILLS; kill++) {
    // Killed as the n-th answer arrives, while the other writers wait for theirs; every third time a little later.
    const before = written.acknowledged
    const enough = 3 + ((kill * 17) % 40)
    await writeUntil(product, written, enough, async () => {
      if (kill % 3 === 0) await new Promise((resolve) => setTimeout(resolve, kill))
      await product.kill()
    })
    moments.push(written.acknowledged - before)
    product = await start({ settings })
    await expectAll(await product.signIn(), written)
  }
  console.log(
    `${KILLS} kills after ${moments.join(', ')} writes: ${written.acknowledged} acknowledged ` +
      `(${written.sources.size} sources, ${written.outcomes.size} outcomes, ` +
      `${written.acknowledged - written.sources.size - written.outcomes.size} titles), lost 0`,
  )
  expect(Math.min(...moments)).toBeGreaterThan(0)
}, 600_000)

test('SIGTERM during writes ends with code 0, and every acknowledged write is there', async () => {
  const settings = { DATA_DIR: filledFolder() }
  const written = newLedger()
  for (const enough of [5, 20, 40]) {
    const product = await start({ settings })
    await writeUntil(product, written, enough, async () => {
      expect(await product.stop()).toMatchObject({ code: 0, signal: null, stderr: '' })
    })
  }
  const product = await start({ settings })
  await expectAll(await product.signIn(), written)
  console.log(`3 stops by SIGTERM: ${written.acknowledged} writes acknowledged, lost 0`)
})

test('kill -9 during the first start, at growing distances: the next start makes a whole database', async () => {
  const settings = { DATA_DIR: path.join(temporaryFolder(), 'data') }
  const moments: [string, (since: number) => boolean][] = [
    ['the lock', (since) => newFiles(settings.DATA_DIR, since) > 0],
    ['20 files', (since) => newFiles(settings.DATA_DIR, since) > 20],
    ['300 files', (since) => newFiles(settings.DATA_DIR, since) > 300],
    ['900 files', (since) => newFiles(settings.DATA_DIR, since) > 900],
    ['the database', () => fs.existsSync(path.join(settings.DATA_DIR, 'db/PG_VERSION'))],
    ['the data key', () => fs.existsSync(path.join(settings.DATA_DIR, 'data.key'))],
  ]
  const reached: string[] = []
  for (const [name, has] of moments) {
    const since = Date.now()
    const { child, exited } = launch({ settings })
    while (!has(since) && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 2))
    child.kill('SIGKILL')
    reached.push(`${name}: ${(await exited).signal}`)
  }
  expect(reached).toEqual(moments.map(([name]) => `${name}: SIGKILL`))
  const product = await start({ settings })
  expect((await product.ask(NINE)).data.programs.totalCount).toBe(9)
  await product.signIn()
})

/** What the product said that it has stored. */
interface Ledger {
  acknowledged: number
  /** Address by id. */
  sources: Map<string, string>
  /** Value by id. */
  outcomes: Map<string, string>
  /** By program: the last acknowledged version and title, and the title that was sent but not answered. */
  titles: Map<string, { version: number; titleKo: string; sent?: string }>
}

const newLedger = (): Ledger => ({ acknowledged: 0, sources: new Map(), outcomes: new Map(), titles: new Map() })

const CODES = ['2019-01', '2019-02', '2019-03']
const CREATE_SOURCE = `mutation ($input: CreateSourceInput!) {
  createSource(input: $input) { source { id } errors { field message } }
}`
const RECORD_OUTCOME = `mutation ($input: RecordOutcomeInput!) {
  recordOutcome(input: $input) { outcome { id } errors { field message } }
}`

/** Writes from six sides at once until `end`, which is called as the n-th answer arrives, has ended the product. */
async function writeUntil(product: Running, ledger: Ledger, enough: number, end: () => Promise<unknown>) {
  const ask = await product.signIn()
  const { programs, indicator } = await ids(ask)
  const goal = ledger.acknowledged + enough
  let ended: Promise<unknown> | undefined
  const acknowledge = () => {
    ledger.acknowledged += 1
    if (ledger.acknowledged === goal) ended = end()
  }
  const writer = async (write: (count: number) => Promise<void>) => {
    for (let count = 0; ; count++) {
      try {
        await write(count)
      } catch (error) {
        if (!ended || error instanceof WrongAnswer) throw error
        return
      }
    }
  }
  await Promise.all([
    ...CODES.map((code) => writer(() => writeTitle(ask, programs.get(code) as string, ledger, acknowledge))),
    ...[0, 1].map((side) => writer((count) => writeSource(ask, `${goal}/${side}/${count}`, ledger, acknowledge))),
    writer((count) => writeOutcome(ask, programs.get('2019-04') as string, indicator, count, ledger, acknowledge)),
  ])
  await ended
}

class WrongAnswer extends Error {}

/** The payload of a mutation that was done; the product's refusals and errors are never part of a test here. */
// biome-ignore lint/suspicious/noExplicitAny: payloads of any mutation
async function done(ask: Ask, mutation: string, input: object): Promise<any> {
  const answer = await ask(mutation, { input })
  const payload = Object.values(answer.data ?? {})[0] as { errors: unknown[] } | undefined
  if (!payload || payload.errors.length || answer.errors) throw new WrongAnswer(JSON.stringify(answer))
  return payload
}

async function writeTitle(ask: Ask, id: string, ledger: Ledger, acknowledge: () => void) {
  const known = ledger.titles.get(id)
  const version = known?.version ?? (await titleNow(ask, id)).version
  const sent = `제목 ${version + 1}`
  ledger.titles.set(id, { version, titleKo: known?.titleKo ?? (await titleNow(ask, id)).titleKo, sent })
  const { program } = await done(ask, WRITE_TITLE, { id, version, titleKo: sent })
  ledger.titles.set(id, program)
  acknowledge()
}

async function writeSource(ask: Ask, name: string, ledger: Ledger, acknowledge: () => void) {
  const address = `https://example.org/kill/${name}`
  const { source } = await done(ask, CREATE_SOURCE, { address, publisher: '시험' })
  ledger.sources.set(source.id, address)
  acknowledge()
}

async function writeOutcome(
  ask: Ask,
  programId: string,
  indicatorId: string,
  count: number,
  ledger: Ledger,
  acknowledge: () => void,
) {
  const value = String(1000 + count)
  const input = { programId, indicatorId, asOf: '2019-12-31', value }
  const { outcome } = await done(ask, RECORD_OUTCOME, input)
  ledger.outcomes.set(outcome.id, value)
  acknowledge()
}

async function expectAll(ask: Ask, ledger: Ledger) {
  const read = async (wanted: Map<string, string>, field: string) => {
    const found = new Map<string, string>()
    for (let at = 0; at < wanted.size; at += 100) {
      const { data, errors } = await ask(`query ($ids: [ID!]!) { nodes(ids: $ids) { ${field} } }`, {
        ids: [...wanted.keys()].slice(at, at + 100),
      })
      expect(errors).toBeUndefined()
      for (const node of data.nodes) if (node) found.set(node.id, String(node.wanted))
    }
    return found
  }
  expect(await read(ledger.sources, '... on Source { id wanted: address }')).toEqual(ledger.sources)
  expect(await read(ledger.outcomes, '... on Outcome { id wanted: value }')).toEqual(ledger.outcomes)
  for (const [id, { version, titleKo, sent }] of ledger.titles) {
    const now = await titleNow(ask, id)
    // A title that was sent and not answered may be stored or not, but wholly.
    const wanted = sent && now.version === version + 1 ? { version: version + 1, titleKo: sent } : { version, titleKo }
    expect(now).toEqual(wanted)
    ledger.titles.set(id, wanted)
  }
}

async function titleNow(ask: Ask, id: string): Promise<{ version: number; titleKo: string }> {
  const { data } = await ask('query ($id: ID!) { node(id: $id) { ... on Program { version titleKo } } }', { id })
  return data.node
}

async function ids(ask: Ask) {
  const { data } = await ask(
    '{ programs(first: 100) { nodes { id code } } indicators(first: 100) { nodes { id kind } } }',
  )
  const programs = new Map<string, string>(
    data.programs.nodes.map(({ id, code }: Record<string, string>) => [code, id]),
  )
  const { id } = data.indicators.nodes.find(({ kind }: Record<string, string>) => kind !== 'FLOW')
  return { programs, indicator: id as string }
}

/** How many files were written since then; 0 while a draft that was left over is being removed. */
function newFiles(folder: string, since: number): number {
  try {
    const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })
    return names.filter((name) => fs.statSync(path.join(folder, name)).ctimeMs > since).length
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return 0
  }
}
