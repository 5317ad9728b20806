import pg from 'pg'
import { expect, test } from 'vitest'
import { databaseUrl } from '../globalSetup.ts'
import { DATA_KEY, filledFolder, openDatabase, type Running, start } from './product.ts'

const PASSWORD = 'canary-password-9f8e7d6c'
const PERSON = { name: '카나리새', birthDate: '1961-11-23', phone: '010-5555-0199', addressNote: '카나리동 골목 끝집' }
const FOREIGN = { ...PERSON, name: 'Kanaria Quux', phone: '+1 555 0100 777' }
const OFFICER = { email: 'kanarienvogel@officers.example', name: '카나리담당', password: 'canary-secret-1a2b3c4d' }
const REASON = '카나리 사유를 적음'
const CANARIES = [
  ...[...Object.values(PERSON), ...Object.values(FOREIGN), ...Object.values(OFFICER)],
  ...[PASSWORD, REASON, DATA_KEY, '5555-0199', '55550199', '카나리', 'Kanaria'],
]

// Fails rows as a broken database does, with the row in the text of the error.
const BREAK = `
  ALTER TABLE app_user ADD CONSTRAINT no_canary CHECK (name <> '카나리담당');
  CREATE FUNCTION spill() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.reason LIKE '%실패%' THEN RAISE EXCEPTION 'no room for "%"', NEW USING DETAIL = NEW.reason; END IF;
    RETURN NEW; END $$;
  CREATE TRIGGER spill BEFORE INSERT ON access_log FOR EACH ROW EXECUTE FUNCTION spill()`

const server = process.env.POSTGRES
const engines: [string, () => Promise<{ settings: Record<string, string>; end(): Promise<void> }>][] = [
  ['the embedded engine', embeddedEngine],
  ...(server ? [['PostgreSQL', postgres] as [string, typeof postgres]] : []),
]

test.each(engines)(
  'on %s nothing personal and no secret is in the output or in an error answer',
  async (_name, prepare) => {
    const { settings, end } = await prepare()
    try {
      const product = await start({ settings: { ...settings, LOG_LEVEL: 'debug', ADMIN_PASSWORD: PASSWORD } })
      const { answers, tokens } = await use(product)
      const { stdout, stderr } = await product.stop()
      const output = `${stdout}${stderr}`
      // The run was one that had something to say: two acts failed in the database.
      expect(output.match(/"unexpected error"/g)?.length).toBeGreaterThanOrEqual(2)
      const secrets = [...CANARIES, ...tokens]
      expect(secrets.filter((canary) => output.includes(canary))).toEqual([])
      for (const answer of answers)
        expect([answer, secrets.filter((canary) => answer.includes(canary))]).toEqual([answer, []])
      console.log(
        `canary: ${answers.length} error answers and ${output.length} characters of output have none of ${secrets.length} canaries`,
      )
    } finally {
      await end()
    }
  },
)

/** Enrolls, searches, reveals and provokes errors. Returns the bodies of the error answers, and the session tokens. */
async function use({ address }: Running) {
  const answers: string[] = []
  const tokens: string[] = []
  let cookie = ''
  const ask = async (query: string, variables: object = {}) => {
    const response = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify({ query, variables }),
    })
    const body = await response.text()
    const answer = JSON.parse(body)
    if (answer.errors || /"errors":\[\{/.test(body)) answers.push(body)
    const [set] = response.headers.get('set-cookie')?.split(';') ?? []
    if (set) {
      cookie = set
      tokens.push(set.split('=')[1] as string)
    }
    return answer
  }
  const act = (name: string, input: object, select = '') =>
    ask(
      `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${select} errors { field code message } } }`,
      { input },
    )
  const email = 'admin@localhost.localdomain'
  await act('signIn', { email, password: OFFICER.password })
  await act('signIn', { email: OFFICER.email, password: PASSWORD })
  await act('signIn', { email, password: PASSWORD })
  const { data } = await ask('{ program(code: "2019-02") { id } }')
  const programId = data.program.id
  const ids: string[] = []
  for (const person of [PERSON, FOREIGN]) {
    const { data } = await act(
      'enrollParticipant',
      { ...person, programId, stageOn: '2019-03-04' },
      'participant { id }',
    )
    ids.push(data.enrollParticipant.participant.id)
    await act('enrollParticipant', { ...person, programId, stageOn: '2019-03-04' })
  }
  await ask('query ($name: String!) { participants(filter: { name: $name }) { nodes { maskedName } } }', {
    name: PERSON.name,
  })
  const revealed = await act('revealPerson', { participantId: ids[0], reason: REASON }, 'person { name phone }')
  expect(revealed.data.revealPerson.person).toEqual({ name: PERSON.name, phone: PERSON.phone })
  // Refused
  await act('revealPerson', { participantId: ids[0], reason: '900101-1234567' })
  await act('revealPerson', { participantId: PERSON.name, reason: REASON })
  await act('enrollParticipant', { ...PERSON, programId, stageOn: PERSON.name })
  await act('enrollParticipant', { ...PERSON, programId, stageOn: '2019-03-04', sex: PERSON.name })
  await act('enrollParticipant', { ...PERSON, programId, stageOn: '2019-03-04', unknown: PERSON.name })
  await act('enrollParticipant', { ...PERSON, birthDate: { day: PERSON.birthDate }, programId, stageOn: '2019-03-04' })
  await ask('query ($year: Int) { participants(filter: { year: $year }) { totalCount } }', { year: PERSON.phone })
  await ask(`{ participants(filter: { year: "${PERSON.name}" }) { totalCount } }`)
  await ask(`{ participants(filter: { stage: [${'KANARIA_QUUX'}] }) { totalCount } }`)
  await ask(`{ program(code: "2019-02") { participants(filter: { name: "${PERSON.name}" }) { totalCount } } }`)
  await ask(`{ participants(after: "${PERSON.name}") { totalCount } }`)
  await ask(`{ node(id: "${PERSON.name}") { id } }`)
  // Broken
  const officer = { email: OFFICER.email, name: 'Officer', role: 'CITY' }
  await act('inviteUser', { ...officer, password: OFFICER.password })
  const { data: invited } = await act('inviteUser', officer, 'link')
  tokens.push(invited.inviteUser.link.split('#')[1])
  await act('inviteUser', officer)
  await act('changePassword', { currentPassword: OFFICER.password, password: OFFICER.password })
  await act('revealPerson', { participantId: ids[1], reason: `${REASON} 실패` }, 'person { name }')
  await act('revealPersons', { participantIds: ids, reason: `${REASON} 실패` }, 'persons { name }')
  for (const path of [
    'ready',
    'health',
    `evidence/x?name=${encodeURIComponent(PERSON.name)}`,
    `graphql?query=${encodeURIComponent(`{ a(b: "${PERSON.name}") }`)}`,
  ]) {
    answers.push(await (await fetch(`${address}/${path}`, { headers: { cookie } })).text())
  }
  const broken = {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: `{ "query": ${PERSON.name}`,
  }
  answers.push(await (await fetch(`${address}/graphql`, broken)).text())
  expect(answers.length).toBeGreaterThan(20)
  return { answers, tokens: tokens.filter((token) => token.length > 20) }
}

async function embeddedEngine() {
  const DATA_DIR = filledFolder()
  const db = await openDatabase({ DATA_DIR })
  await setPassword((sql, values) => db.query(sql, values))
  await db.script(BREAK)
  await db.close()
  return { settings: { DATA_DIR }, end: async () => {} }
}

async function postgres() {
  const admin = new pg.Client(server)
  await admin.connect()
  const name = `sangsaeng_canary_${process.pid}_${Date.now().toString(36)}`
  await admin.query(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'`)
  const settings = { DATABASE_URL: databaseUrl(server as string, name), DATA_KEY }
  await (await start({ settings })).stop()
  const client = new pg.Client(settings.DATABASE_URL)
  await client.connect()
  await setPassword((sql, values) => client.query(sql, values))
  await client.query(BREAK)
  await client.end()
  const end = async () => {
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
    await admin.end()
  }
  return { settings, end }
}

/** The account of the first start gets the canary for a password. */
async function setPassword(query: (sql: string, values: unknown[]) => Promise<unknown>) {
  const { hashPassword } = await import('../../server/password.ts')
  await query('UPDATE app_user SET password_hash = $1', [await hashPassword(PASSWORD)])
}
