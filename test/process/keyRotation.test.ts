import path from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import { databaseUrl } from '../globalSetup.ts'
import { DATA_KEY, filledFolder, launch, root, start } from './product.ts'

const PEOPLE = 6000
const script = (name: string) => [process.execPath, path.join(root, 'dist', name)]
const NEXT = Buffer.alloc(32, 8).toString('base64')

interface Place {
  settings: Record<string, string>
  /** How the rotation is called, and the product after it. */
  rotating: Record<string, string>
  after: Record<string, string>
  end(): Promise<void>
}

const server = process.env.POSTGRES
const engines: [string, () => Promise<Place>][] = [
  ['the embedded engine', embeddedEngine],
  ...(server ? [['PostgreSQL', postgres] as [string, typeof postgres]] : []),
]

test.each(engines)(
  'on %s a rotation that is killed is finished by the next one, and everybody opens',
  async (_name, prepare) => {
    const { settings, rotating, after, end } = await prepare()
    try {
      const amount = ['--participants', String(PEOPLE), '--outcomes', '10', '--programs', '10']
      const seeded = await launch({ settings, command: [...script('seeds/syntheticMain.js'), ...amount] }).exited
      expect(seeded, seeded.stderr).toMatchObject({ code: 0 })
      let kills = 0
      for (const enough of [1000, 2000]) {
        const { child, says, exited } = launch({ settings: rotating, command: script('server/rotateKey.js') })
        await says(new RegExp(`^persons: ${enough}$`, 'm'))
        child.kill('SIGKILL')
        expect((await exited).signal).toBe('SIGKILL')
        kills++
        const refused = await launch({ settings }).exited
        expect([refused.code, refused.stderr]).toEqual([
          1,
          expect.stringContaining('is being rotated; run npm run rotate-key again'),
        ])
      }
      const finished = await launch({ settings: rotating, command: script('server/rotateKey.js') }).exited
      expect(finished, finished.stderr).toMatchObject({ code: 0 })
      const rest = Number(finished.stdout.match(/persons: (\d+)\n(?!persons)/)?.[1])
      expect(rest).toBeLessThanOrEqual(PEOPLE - 3000)
      const product = await start({ settings: after })
      const ask = await product.signIn()
      let opened = 0
      for (let page = 0; page < 3; page++) {
        const order = 'orderBy: [{ field: CREATED_AT, direction: ASC }]'
        const offset = Math.min(page * 2500, PEOPLE - 101)
        const { data } = await ask(
          `{ participants(first: 100, offset: ${offset}, ${order}) { nodes { id maskedName } } }`,
        )
        const input = {
          participantIds: data.participants.nodes.map(({ id }: { id: string }) => id),
          reason: '키 교체 뒤 확인',
        }
        const { data: given } = await ask(
          'mutation ($input: RevealPersonsInput!) { revealPersons(input: $input) { persons { name } errors { code } } }',
          { input },
        )
        opened += given.revealPersons.persons.filter(({ name }: { name: string }) => name).length
      }
      expect(opened).toBe(300)
      await product.stop()
      const verified = await launch({ settings: after, command: script('server/verifyLog.js') }).exited
      expect(verified).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('OK        every row is there and unchanged'),
      })
      console.log(`rotation: ${kills} kills, ${PEOPLE} participations, ${opened} opened after it`)
    } finally {
      await end()
    }
  },
)

async function embeddedEngine(): Promise<Place> {
  const settings = { DATA_DIR: filledFolder() }
  return { settings, rotating: settings, after: settings, end: async () => {} }
}

async function postgres(): Promise<Place> {
  const admin = new pg.Client(server)
  await admin.connect()
  const name = `sangsaeng_rotation_${process.pid}_${Date.now().toString(36)}`
  await admin.query(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'`)
  const settings = { DATABASE_URL: databaseUrl(server as string, name), DATA_KEY }
  await (await start({ settings })).stop()
  const end = async () => {
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
    await admin.end()
  }
  return { settings, rotating: { ...settings, DATA_KEY_NEXT: NEXT }, after: { ...settings, DATA_KEY: NEXT }, end }
}
