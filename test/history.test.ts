import { beforeAll, expect, test } from 'vitest'
import { nouns } from '../server/access.ts'
import { historyRule, nounsWithHistory, partOf } from '../server/history.ts'
import { tableOf } from '../server/sql.ts'
import { enrolled, moved, participantNow } from './people.ts'
import { completeDraft, deliveryBody, done, type Found, now, PROGRAM, plannedRound, step } from './proposal.ts'
import { type Asker, freshProduct, idOf, type Running } from './support.ts'

let product: Running
let city: Asker
let gyeyang: Asker
let admin: Asker
beforeAll(async () => {
  product = await freshProduct()
  city = await product.as('city')
  gyeyang = await product.as('28245')
  admin = await product.as('admin')
})

const HISTORY = `query ($id: ID!, $first: Int, $after: String) { history(id: $id, first: $first, after: $after) {
  endCursor changes { at kind act byName byRole fields { field erased old { ...V } new { ...V } } } } }
  fragment V on ChangeValue { field type text name }`

async function historyOf(who: Asker, id: string, page: object = {}): Promise<Found> {
  const { data, errors } = await who.ask(HISTORY, { id, ...page })
  expect(errors).toBeUndefined()
  return data.history
}

/** Each change in a line: the mutation, and each field from what to what. */
async function said(who: Asker, id: string): Promise<string[]> {
  const { changes } = await historyOf(who, id, { first: 100 })
  const values = (all: Found[]) => all.map(({ text, name }) => name ?? text).join(' ') || '–'
  const field = (one: Found) =>
    one.erased ? `${one.field} erased` : `${one.field}: ${values(one.old)} → ${values(one.new)}`
  return changes.map(({ kind, act, fields }: Found) => [kind, act, ...fields.map(field).sort()].join(' | '))
}

const tables = async () =>
  (await product.db.query("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")).map(({ name }) =>
    String(name),
  )
const watched = async (by: string) =>
  (
    await product.db.query(
      `SELECT DISTINCT c.relname AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
     JOIN pg_proc p ON p.oid = t.tgfoid WHERE p.proname = '${by}' ORDER BY 1`,
    )
  ).map(({ name }) => String(name))

// What has no history of its own, and why.
const WITHOUT: Record<string, string> = {
  access_log: 'only added to',
  access_log_checkpoint: 'only added to',
  access_log_head: 'kept by the product',
  access_review: 'only added to',
  change: 'the history',
  destruction_certificate: 'only added to',
  person: 'personal data',
  round_step: 'says who and when itself',
  program_step: 'says who and when itself',
  stage_change: 'says who and when itself, and keeps what was wrong',
  follow_up: 'says who and when itself, and keeps what was replaced',
  period_lock: 'says who and when itself',
  rights_change: 'says who and when itself',
  ranking: 'written once',
  ranking_entry: 'written once',
  participant_count: 'kept from the participants',
  participant_total: 'kept from the participants',
  register_count: 'written once',
  register_entry: 'kept from the steps',
  register_total: 'kept from the steps',
  release: 'written once',
  release_value: 'written once',
  district_event: 'written once',
  district_succession: 'written once',
  target_statement: 'written once, by the seeds',
  api_key_district: 'written once',
  invitation: 'a secret',
  recovery_code: 'a secret',
  session: 'a secret',
  saved_filter: 'a person’s own',
  done_act: 'written once',
  rate_limit: 'a counter',
  sign_in_count: 'a counter',
  setting: 'of the installation',
  _prisma_migrations: 'of the installation',
}

test('every table is watched, or has a reason not to be', async () => {
  const records = await watched('note_record')
  const parts = await watched('note_part')
  expect([...records, ...parts, ...Object.keys(WITHOUT)].sort()).toEqual((await tables()).sort())
  expect(nounsWithHistory.map(tableOf).sort()).toEqual(records.sort())
  expect(Object.values(partOf).map(tableOf).sort()).toEqual(parts.sort())
  expect(await watched('note_new_records')).toEqual(records)
  expect(await watched('note_new_parts')).toEqual(parts)
  for (const noun of nouns.filter((one) => !historyRule(one))) expect(records).not.toContain(tableOf(noun))
})

test('a table with a version that a later migration makes is watched from then on', async () => {
  await product.db.script('CREATE TABLE later (id serial PRIMARY KEY, version int DEFAULT 1, title text)')
  expect(await watched('note_record')).not.toContain('later')
  await product.db.script(
    "SELECT watch_changes(); INSERT INTO later (title) VALUES ('a'); UPDATE later SET title = 'b'",
  )
  const [row] = await product.db.query("SELECT kind, by_id, act, fields FROM change WHERE table_name = 'later'")
  expect(row).toEqual({ kind: 'UPDATED', by_id: null, act: null, fields: { title: ['a', 'b'] } })
  await product.db.script('DROP TABLE later')
})

test('every act leaves who, when and each field from what to what, the newest first', async () => {
  const round = await plannedRound(product, 2071)
  const program = await completeDraft(product, round, '28245', '이력 사업')
  const before = (await historyOf(city, program.id)).changes
  expect(before.at(-1)).toMatchObject({ kind: 'CREATED', act: 'createProgram', fields: [] })
  const moment = new Date('2071-03-04T05:06:07.000Z')
  const clock = product.product.now
  product.product.now = () => moment
  const { version } = await now(gyeyang, program.id, 'version')
  const change = { id: program.id, version, titleKo: '이력 사업 2', targetJobs: 12, summaryEn: 'Now in English' }
  await done(await product.as('city-2'), 'updateProgram', change, PROGRAM)
  const { changes } = await historyOf(city, program.id, { first: 1 })
  expect(changes).toMatchObject([
    { at: moment.toISOString(), kind: 'UPDATED', act: 'updateProgram', byName: null, byRole: 'CITY' },
  ])
  expect((await historyOf(admin, program.id, { first: 1 })).changes[0].byName).toBe('Officer city-2')
  product.product.now = clock
  const [last] = await said(city, program.id)
  expect(last).toMatch(
    /^UPDATED \| updateProgram \| summaryEn: .* → Now in English \| targetJobs: \d+ → 12 \| titleKo: 이력 사업 → 이력 사업 2$/,
  )
})

test('what is changed and changed back in one act is no change, and a refused act leaves none', async () => {
  const { data } = await city.ask(
    '{ program(code: "2019-02") { id version titleKo targetGroups { id } } targetGroups { nodes { id nameEn } } }',
  )
  const { id, titleKo, targetGroups } = data.program
  const ids = targetGroups.map((group: Found) => group.id)
  const update = async (input: object) =>
    done(city, 'updateProgram', { id, version: (await now(city, id, 'version')).version, ...input }, PROGRAM)
  expect(ids).toEqual([])
  const [one, another] = data.targetGroups.nodes
  await update({ targetGroupIds: [one.id] })
  const rows = (await said(city, id)).length
  await update({ titleKo, targetGroupIds: [one.id] })
  expect(await said(city, id)).toHaveLength(rows)
  await update({ targetGroupIds: [another.id] })
  expect((await said(city, id))[0]).toBe(
    ['UPDATED', 'updateProgram', `targetGroups: ${one.nameEn} → –`, `targetGroups: – → ${another.nameEn}`].join(' | '),
  )
  const count = await product.db.prisma.change.count()
  await city.ask('mutation ($input: UpdateProgramInput!) { updateProgram(input: $input) { errors { code } } }', {
    input: { id, version: 1, titleKo: 'lost' },
  })
  expect(await product.db.prisma.change.count()).toBe(count)
})

test('parts that one statement adds are one change of each record, in their order, and none of a record of the same act', async () => {
  await product.db.script(`
    SELECT set_config('sangsaeng.by', (SELECT min(id) FROM app_user)::text, true), set_config('sangsaeng.doing', 'at once', true);
    INSERT INTO target_group (code, name_ko, name_en, updated_at) VALUES ('LATER', '나중', 'Later', now());
    INSERT INTO target_group_definition (target_group_id, text, valid_from) SELECT id, 'new', '2001-01-01' FROM target_group;
    INSERT INTO program_target_group (program_id, target_group_id)
      SELECT p.id, g.id FROM program p, target_group g
      WHERE p.code IN ('2019-05', '2019-06') AND g.code IN ('WOMEN', 'LATER') ORDER BY g.code, p.id;
    DELETE FROM program_target_group USING program p, target_group g
      WHERE p.id = program_id AND p.code = '2019-06' AND g.id = target_group_id AND g.code IN ('WOMEN', 'LATER')`)
  const changes = await product.db.query(`
    SELECT coalesce(p.code, g.code) AS record, c.kind, c.fields -> 'target_groups' AS groups,
      jsonb_array_length(c.fields -> 'definitions' -> 'added') AS definitions
    FROM change c LEFT JOIN program p ON c.table_name = 'program' AND p.id = c.record_id
      LEFT JOIN target_group g ON c.table_name = 'target_group' AND g.id = c.record_id
    WHERE c.doing = 'at once' AND coalesce(p.code, g.code) IN ('2019-05', '2019-06', 'WOMEN', 'LATER') ORDER BY c.id`)
  const ids = await product.db.query(
    "SELECT id AS target_group_id FROM target_group WHERE code IN ('WOMEN', 'LATER') ORDER BY code",
  )
  expect(changes).toEqual([
    { record: 'LATER', kind: 'CREATED', groups: null, definitions: null },
    { record: 'WOMEN', kind: 'UPDATED', groups: null, definitions: 1 },
    { record: '2019-05', kind: 'UPDATED', groups: { removed: [], added: ids }, definitions: null },
    { record: '2019-06', kind: 'UPDATED', groups: null, definitions: null },
  ])
})

test('other records have their names, in the language of the caller, and steps leave their stage', async () => {
  const round = await plannedRound(product, 2072)
  await done(city, 'openCall', { id: round.id, version: round.version }, 'round { id }')
  const program = await completeDraft(product, round, '28245')
  await done(
    gyeyang,
    'assignOrganization',
    { programId: program.id, organizationId: await deliveryBody(product), role: 'PARTNER' },
    PROGRAM,
  )
  expect((await said(gyeyang, program.id))[0]).toMatch(
    /^UPDATED \| assignOrganization \| organizations: – → .+ PARTNER$/,
  )
  const line = await done(
    city,
    'createProgramLine',
    { code: 'history-line', nameKo: '이력 계열', nameEn: 'A line' },
    'programLine { id }',
  )
  const { version } = await now(city, program.id, 'version')
  await done(city, 'placeOnLine', { id: program.id, version, lineId: line.id, lineChange: 'NEW' }, PROGRAM)
  const { data } = await city.ask(HISTORY, { id: program.id, first: 1 }, { 'accept-language': 'ko' })
  const placed = data.history.changes[0].fields.find(({ field }: Found) => field === 'line')
  expect(placed.new).toEqual([{ field: 'line', type: 'ProgramLine', text: line.id, name: '이력 계열' }])
  await step(gyeyang, 'submitProposal', program)
  expect((await said(gyeyang, program.id))[0]).toContain('stage: DRAFT → SUBMITTED')
})

test('pages end where the history does, and a cursor that is none is refused', async () => {
  const { data } = await city.ask('{ program(code: "2019-03") { id } }')
  const { id } = data.program
  for (const summaryEn of ['a', 'b', 'c']) {
    await done(city, 'updateProgram', { id, version: (await now(city, id, 'version')).version, summaryEn }, PROGRAM)
  }
  const first = await historyOf(city, id, { first: 2 })
  const second = await historyOf(city, id, { first: 2, after: first.endCursor })
  const seen = [...first.changes, ...second.changes].map(({ fields }) => fields[0].new[0].text)
  expect(seen).toEqual(['c', 'b', 'a'])
  expect(second.endCursor).toBeNull()
  const { errors } = await city.ask(HISTORY, { id, after: 'x' })
  expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
})

test('whoever does not work on a record has no history of it, as if there were none', async () => {
  const { data } = await city.ask(
    '{ program(code: "2019-03") { id } sources(first: 1) { nodes { id } } users(first: 1) { nodes { id } } }',
  )
  const program = data.program.id
  const district = await product.as('28177')
  for (const who of [product, district, await product.as('reviewer')]) {
    expect(await historyOf(who, program)).toBeNull()
    expect(await historyOf(who, idOf('Program', 999_999))).toBeNull()
  }
  expect(await historyOf(district, data.sources.nodes[0].id)).toBeNull()
  expect(await historyOf(city, data.sources.nodes[0].id)).not.toBeNull()
  expect(await historyOf(city, data.users.nodes[0].id)).toBeNull()
  expect(await historyOf(admin, data.users.nodes[0].id)).not.toBeNull()
  expect(await historyOf(admin, idOf('AccessLog', 1))).toBeNull()
})

test('of an account no secret is kept, and of a participant nothing of the person', async () => {
  const { data } = await admin.ask('{ users(filter: { search: "28245" }) { nodes { id version name } } }')
  const { id, version } = data.users.nodes[0]
  await done(admin, 'updateUser', { id, version, name: 'Officer renamed' }, 'user { id }')
  await product.db.prisma.user.updateMany({
    data: { passwordHash: 'new', totpSince: new Date(), totpSecret: Buffer.from('x') },
  })
  expect(await said(admin, id)).toEqual(['UPDATED | updateUser | name: Officer 28245 → Officer renamed'])

  const { data: found } = await city.ask('{ program(code: "2019-02") { id } }')
  const person = await enrolled(city, found.program.id, '2019-03-04', { name: '정다운', phone: '010-9876-5432' })
  await done(
    city,
    'correctPerson',
    { participantId: person.id, version: person.version, phone: '010-1234-9876', reason: '전화번호 정정' },
    'participant { id }',
  )
  await moved(city, person, 'SELECTED', '2019-03-05')
  expect(await said(city, person.id)).toEqual([
    'UPDATED | moveParticipant | stage: APPLIED → SELECTED | stageOn: 2019-03-04 → 2019-03-05',
    'CREATED | enrollParticipant',
  ])
  // What tells one doing from another is drawn, and may look like a part of a phone number.
  const all = JSON.stringify(await product.db.query("SELECT to_jsonb(c) - 'doing' AS told FROM change c"))
  expect(all).not.toMatch(/정다운|정\*운|010-|"person/)
})

test('the destruction of a person takes the notes out of the history too', async () => {
  const { data } = await city.ask('{ program(code: "2019-04") { id } }')
  const person = await enrolled(city, data.program.id, '2019-03-04')
  for (const note of ['첫 번째 비밀 메모', '두 번째 비밀 메모']) {
    const { version } = await participantNow(city, person)
    await done(city, 'updateParticipant', { id: person.id, version, note }, 'participant { id }')
  }
  expect((await said(city, person.id))[0]).toContain('note: 첫 번째 비밀 메모 → 두 번째 비밀 메모')
  const privacy = await product.as('privacy')
  await done(
    privacy,
    'destroyPersons',
    { participantIds: [person.id], reason: '본인 요청에 따른 파기' },
    'destructionCertificate { id }',
  )
  const lines = await said(privacy, person.id)
  expect(lines.filter((line) => line.includes('note erased'))).toHaveLength(3)
  expect(JSON.stringify(await product.db.query('SELECT fields FROM change'))).not.toMatch(/비밀 메모/)
})

test('the history is only added to', async () => {
  for (const sql of [
    "UPDATE change SET act = 'x'",
    "UPDATE change SET fields = '{}'",
    'DELETE FROM change',
    'TRUNCATE change',
  ])
    await expect(product.db.query(sql)).rejects.toThrow(/append-only/)
})
