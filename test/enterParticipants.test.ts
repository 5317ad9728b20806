import { beforeAll, beforeEach, expect, test } from 'vitest'
import { openPostgres } from '../server/postgres.ts'
import { closing } from './closing.ts'
import { imported, inShort } from './imports.ts'
import { type Asker, addressOf, engine, freshDatabase, freshProduct, type Running } from './support.ts'

const TABLES = ['participant', 'stage_change', 'participant_target_group', 'access_log']

let product: Running
let district: Asker
beforeAll(async () => {
  product = await freshProduct(await freshDatabase())
  district = await product.as('28185')
  // Notes for each statement whether foreign keys were asked meanwhile.
  await product.db.script(`
    CREATE TABLE asked (name text, mode text);
    CREATE FUNCTION note_asked() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN INSERT INTO asked VALUES (TG_TABLE_NAME, current_setting('session_replication_role')); RETURN NULL; END $$;
    ${TABLES.map(
      (name) => `CREATE TRIGGER notes_asked AFTER INSERT ON ${name} FOR EACH STATEMENT EXECUTE FUNCTION note_asked();
        ALTER TABLE ${name} ENABLE ALWAYS TRIGGER notes_asked;`,
    ).join('\n')}`)
})
beforeEach(() => product.db.script('DELETE FROM asked'))

let people = 0
const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    ...{ program: '2019-03', half: '1', name: '가나다', birthDate: '1970-03-04', sex: 'FEMALE', stageOn: '2019-03-04' },
    ...{
      phone: `010-0000-${String(++people).padStart(4, '0')}`,
      targetGroups: index % 2 ? ['WOMEN', 'OLDER_PEOPLE'] : [],
    },
    ...{ stage: index % 3 ? 'APPLIED' : 'IN_TRAINING' },
  }))

/** How the tables were written: `origin` where foreign keys were asked row by row, `replica` where they were not. */
async function modes(): Promise<Record<string, string>> {
  const rows = await product.db.query('SELECT DISTINCT name, mode FROM asked ORDER BY name, mode')
  return Object.fromEntries(rows.map(({ name, mode }) => [name, mode]))
}
const all = (mode: string) => Object.fromEntries(TABLES.toSorted().map((name) => [name, mode]))

/** Rows that name a row which is not there, by foreign key. */
async function orphans(): Promise<string[]> {
  const keys = await product.db.query(`
    SELECT c.conname AS name, c.conrelid::regclass::text AS from_table, c.confrelid::regclass::text AS to_table,
      a.attname AS from_column, b.attname AS to_column
    FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1]
    WHERE c.contype = 'f' AND cardinality(c.conkey) = 1`)
  expect(keys.length).toBeGreaterThan(50)
  const found: string[] = []
  for (const { name, from_table, to_table, from_column, to_column } of keys) {
    const [row] =
      await product.db.query(`SELECT count(*)::int AS n FROM ${from_table} f WHERE f.${from_column} IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM ${to_table} t WHERE t.${to_column} = f.${from_column})`)
    if (row?.n) found.push(`${name}: ${row.n}`)
  }
  return found
}

/** What is kept beside the participants that were entered after the others. */
const keptAfter = (last: number) =>
  product.db.query(
    `SELECT a.stage, s.stage AS step, s.recorded_by_id AS by, s.recorded_at = a.created_at AS at_once, c.kind, c.act, c.fields,
      c.by_id, to_jsonb(e) - 'participant_id' - 'last_known' AS entry, e.last_known = s.recorded_at AS known_at_once,
      l.kind AS logged, count(*)::int AS n
    FROM participant a JOIN stage_change s ON s.participant_id = a.id
    LEFT JOIN change c ON c.table_name = 'participant' AND c.record_id = a.id
    LEFT JOIN register_entry e ON e.participant_id = a.id
    LEFT JOIN access_log l ON l.participant_id = a.id
    WHERE a.id > $1 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 ORDER BY 1`,
    [last],
  )
const numberOf = async (sql: string) => Number((await product.db.query(`SELECT coalesce(${sql}, 0)::int AS n`))[0]?.n)
const lastParticipant = () => numberOf('(SELECT max(id) FROM participant)')
const counted = () =>
  product.db.query(`SELECT (SELECT sum(count)::int FROM participant_count) AS participants,
    (SELECT sum(applied)::int FROM register_total) AS applied, (SELECT sum(in_training)::int FROM register_total) AS training`)

test('many rows ask no foreign key each, and leave the same as few, which do', async () => {
  const counts = [(await counted())[0]]
  let last = await lastParticipant()
  const many = rowsOf(60)
  expect(new Set(inShort(await imported(district, 'importParticipants', many)))).toEqual(new Set(['CREATED']))
  expect(await modes()).toEqual(all('replica'))
  const kept = await keptAfter(last)
  counts.push((await counted())[0])
  await product.db.script('DELETE FROM asked')

  last = await lastParticipant()
  for (const start of [0, 30]) await imported(district, 'importParticipants', rowsOf(60).slice(start, start + 30))
  expect(await modes()).toEqual(all('origin'))
  expect(await keptAfter(last)).toEqual(kept)
  expect(kept).toMatchObject([
    { stage: 'APPLIED', kind: 'CREATED', act: 'importParticipants', logged: 'ENROLL', n: 40 },
    { stage: 'IN_TRAINING', kind: 'CREATED', act: 'importParticipants', logged: 'ENROLL', n: 20 },
  ])
  counts.push((await counted())[0])
  const [none, one, two] = counts.map((row) => Object.values(row as object).map(Number)) as [
    number[],
    number[],
    number[],
  ]
  expect(one.map((n, index) => n - (none[index] as number))).toEqual([60, 40, 20])
  expect(two.map((n, index) => n - (one[index] as number))).toEqual([60, 40, 20])
  expect(await orphans()).toEqual([])
})

test('an owner who may not tell PostgreSQL so has the keys asked row by row', async () => {
  const role = `sangsaeng_plain_${process.pid}_${engine}`
  await product.db.script(`CREATE ROLE ${role}; GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role};
    GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO ${role}; GRANT ALL ON SCHEMA public TO ${role}`)
  const own = async (who: string) => {
    const found = await product.db.query(
      "SELECT oid::regprocedure::text AS called FROM pg_proc WHERE proname IN ('enter_participants', 'log_accesses')",
    )
    expect(found).toHaveLength(2)
    await product.db.script(found.map(({ called }) => `ALTER FUNCTION ${called} OWNER TO ${who}`).join(';'))
  }
  try {
    await own(role)
    await imported(district, 'importParticipants', rowsOf(60))
    expect(await modes()).toEqual(all('origin'))
    if (engine === 'postgresql') {
      await product.db.script(`GRANT SET ON PARAMETER session_replication_role TO ${role}; DELETE FROM asked`)
      await imported(district, 'importParticipants', rowsOf(60))
      expect(await modes()).toEqual(all('replica'))
    }
  } finally {
    await own('CURRENT_USER')
    await product.db.script(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
  }
})

test('where a trigger would not fire, or one too many, the keys are asked row by row', async () => {
  for (const [table, trigger, wrong, right] of [
    ['participant', 'notes_participants_new', '', 'ALWAYS'],
    ['register_entry', 'notes_entries_new', '', 'ALWAYS'],
    ['stage_change', 'notes_steps_new', 'ALWAYS', ''],
  ]) {
    await product.db.script(`ALTER TABLE ${table} ENABLE ${wrong} TRIGGER ${trigger}; DELETE FROM asked`)
    const entries = await numberOf('(SELECT count(*) FROM register_entry)')
    await imported(district, 'importParticipants', rowsOf(60))
    expect(await modes()).toEqual({ ...all('origin'), access_log: 'replica' })
    expect(await numberOf('(SELECT count(*) FROM register_entry)')).toBe(entries + 60)
    await product.db.script(`ALTER TABLE ${table} ENABLE ${right} TRIGGER ${trigger}`)
  }
})

/** Calls `enter_participants` for 60 rows, of which the last is told otherwise. */
async function enter(otherwise: Record<string, string>, by = 'min(id)') {
  const ids = 'ARRAY(SELECT 900000 + n FROM generate_series(1, 60) n)'
  const same = (sql: string, type: string) => `array_fill((${sql})::${type}, ARRAY[60])`
  const given: Record<string, string> = {
    ids,
    programs: same("SELECT id FROM program WHERE code = '2019-05'", 'int'),
    cohorts: same('NULL', 'int'),
    persons: 'ARRAY(SELECT id FROM person ORDER BY id LIMIT 60)',
    numbers: same('NULL', 'text'),
    hashes: same("'x'", 'text'),
    stages: same("'APPLIED'", '"ParticipantStage"'),
    days: same("'2019-03-04'", 'date'),
    notes: same('NULL', 'text'),
    grouped: ids,
    groups: same('SELECT min(id) FROM target_group', 'int'),
  }
  const said = Object.entries(given).map(([name, sql]) => {
    const last = otherwise[name]
    return `${name} => ${last ? `trim_array(${sql}, 1) || ${last}` : sql}`
  })
  await product.db.query(`SELECT set_config('sangsaeng.at', '2019-03-04T00:00:00Z', true),
    set_config('sangsaeng.by', (SELECT (${by})::text FROM app_user), true), enter_participants(${said.join(', ')})`)
}

test('what is not there is refused by the foreign key that it breaks', async () => {
  const before = await lastParticipant()
  for (const [name, key] of [
    ['programs', 'participant_program_id_fkey'],
    ['cohorts', 'participant_cohort_id_fkey'],
    ['persons', 'participant_person_id_fkey'],
    ['grouped', 'participant_target_group_participant_id_fkey'],
    ['groups', 'participant_target_group_target_group_id_fkey'],
  ] as const) {
    await expect(enter({ [name]: '999999' }), name).rejects.toThrow(key)
  }
  await expect(enter({}, '999999')).rejects.toThrow('change_by_id_fkey')
  const log = (account: string, participant: string) =>
    product.db.query(`SELECT log_accesses(900000, now(), (${account})::int, 'x', 'CITY', 'x', 'SEARCH', NULL,
      array_fill(1, ARRAY[60]), array_fill((${participant})::int, ARRAY[60]), array_fill('x'::bytea, ARRAY[60]))`)
  const [account, participant] = ['SELECT min(id) FROM app_user', 'SELECT min(id) FROM participant']
  await expect(log('999999', participant)).rejects.toThrow('access_log_account_id_fkey')
  await expect(log(account, '999999')).rejects.toThrow('access_log_participant_id_fkey')
  expect(await lastParticipant()).toBe(before)
  expect(await orphans()).toEqual([])
})

test.runIf(engine === 'postgresql')('nobody takes away what the rows refer to before they are there', async () => {
  const other = await openPostgres((await addressOf(product.db)) as string)
  closing.unshift(() => other.close())
  const data = { code: 'HELD', nameKo: '시험', nameEn: 'Test' }
  const group = await product.db.prisma.targetGroup.create({ data })
  await product.db.prisma
    .$transaction(async (tx) => {
      const [held] = await tx.$queryRaw<
        { held: boolean }[]
      >`SELECT holds('target_group', ARRAY[${group.id}::int, NULL, ${group.id}::int]) AS held`
      expect(held).toEqual({ held: true })
      await expect(
        other.script(`BEGIN; SET LOCAL lock_timeout = 50; DELETE FROM target_group WHERE id = ${group.id}; COMMIT`),
      ).rejects.toThrow('lock timeout')
      throw new Error('over')
    })
    .catch(({ message }) => expect(message).toBe('over'))
  await other.script(`DELETE FROM target_group WHERE id = ${group.id}`)
  expect(await other.query('SELECT holds($1, $2::int[]) AS held', ['target_group', [group.id]])).toEqual([
    { held: false },
  ])
})

test('what comes by replication is not noted again', async () => {
  const state = () =>
    product.db.query(`SELECT (SELECT count(*)::int FROM change) AS changes, (SELECT count(*)::int FROM register_entry) AS entries,
    (SELECT sum(count)::int FROM participant_count) AS counted`)
  const before = await state()
  await product.db.script(`SET session_replication_role = replica;
    INSERT INTO participant (id, program_id, stage, stage_on, updated_at, destroyed_at) SELECT 800001, min(id), 'APPLIED', '2019-03-04', now(), now() FROM program;
    INSERT INTO stage_change (participant_id, stage, on_date) VALUES (800001, 'APPLIED', '2019-03-04');
    INSERT INTO participant_target_group SELECT 800001, min(id) FROM target_group;
    INSERT INTO register_entry SELECT 800001, min(id), true, false, false, false, false, false, '2019-03-04', now() FROM program;
    DELETE FROM register_entry WHERE participant_id = 800001; DELETE FROM participant_target_group WHERE participant_id = 800001;
    DELETE FROM stage_change WHERE participant_id = 800001; DELETE FROM participant WHERE id = 800001;
    SET session_replication_role = DEFAULT`)
  expect(await state()).toEqual(before)
})
