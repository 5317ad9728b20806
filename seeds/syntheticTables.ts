import type { BulkInsert } from './bulk.ts'
import { SYNTHETIC_NOTE } from './syntheticData.ts'

const text = 'text'
const int = 'int'

export const SETTING: BulkInsert = {
  columns: { key: text, value: text },
  sql: (rows) => `INSERT INTO setting (key, value) SELECT key, value FROM ${rows}`,
}

export const ROUND: BulkInsert = {
  columns: { year: int },
  sql: (rows) => `
    INSERT INTO round (year, title_ko, title_en, state, note, updated_at)
    SELECT year, '[합성] ' || year || '년 일자리사업', '[Synthetic] Jobs programs ' || year, 'CLOSED', '${SYNTHETIC_NOTE}', now()
    FROM ${rows}`,
}

export const PROGRAM: BulkInsert = {
  columns: { id: int, code: text, year: int, districtCode: text, titleKo: text, titleEn: text, stage: text },
  sql: (rows) => `
    INSERT INTO program (id, code, round_id, district_id, title_ko, title_en, summary_ko, stage, updated_at)
    SELECT row.id, row.code, round.id, district.id, "titleKo", "titleEn", '${SYNTHETIC_NOTE}', stage::"ProgramStage", now()
    FROM ${rows} JOIN round ON round.year = row.year JOIN district ON district.code = "districtCode"`,
}

export const PROGRAM_TARGET_GROUP: BulkInsert = {
  columns: { programId: int, code: text },
  sql: (rows) => `
    INSERT INTO program_target_group (program_id, target_group_id)
    SELECT "programId", target_group.id FROM ${rows} JOIN target_group USING (code)`,
}

export const COHORT: BulkInsert = {
  columns: { id: int, programId: int, half: int },
  sql: (rows) => `
    INSERT INTO cohort (id, program_id, half, name_ko, name_en)
    SELECT id, "programId", half, CASE half WHEN 1 THEN '상반기' ELSE '하반기' END,
      CASE half WHEN 1 THEN 'First half-year' ELSE 'Second half-year' END
    FROM ${rows}`,
}

/** Bytes travel as hexadecimal text, which every driver passes on unchanged. */
export const PERSON: BulkInsert = {
  columns: {
    id: int,
    wrappedKey: text,
    sealed: text,
    nameHash: text,
    phoneHash: text,
    fingerprint: text,
    maskedName: text,
    birthYear: int,
  },
  sql: (rows) => `
    INSERT INTO person
      (id, wrapped_key, sealed, name_hash, phone_hash, fingerprint, masked_name, birth_year, synthetic)
    SELECT id, decode("wrappedKey", 'hex'), decode(sealed, 'hex'), decode("nameHash", 'hex'),
      decode("phoneHash", 'hex'), decode(fingerprint, 'hex'), "maskedName", "birthYear", true
    FROM ${rows}`,
}

/** A step is entered on the day after it happened. */
const entered = (day: string) => `("${day}" + 1)::timestamp AT TIME ZONE 'Asia/Seoul'`

export const PARTICIPANT: BulkInsert = {
  columns: { id: int, programId: int, cohortId: int, personId: int, since: 'date', stage: text, on: 'date' },
  sql: (rows) => `
    INSERT INTO participant (id, program_id, cohort_id, person_id, stage, stage_on, note, created_at, updated_at)
    SELECT id, "programId", "cohortId", "personId", stage::"ParticipantStage", "on", '${SYNTHETIC_NOTE}',
      ${entered('since')}, ${entered('on')}
    FROM ${rows}`,
}

export const STAGE_CHANGE: BulkInsert = {
  columns: { participantId: int, stage: text, on: 'date', reason: text },
  sql: (rows) => `
    INSERT INTO stage_change (participant_id, stage, on_date, reason, recorded_at)
    SELECT "participantId", stage::"ParticipantStage", "on", reason, ${entered('on')}
    FROM ${rows}`,
}

export const SOURCE: BulkInsert = {
  columns: { id: int, publisher: text, address: text },
  sql: (rows) => `
    INSERT INTO source (id, publisher, address, note, updated_at)
    SELECT id, publisher, address, '${SYNTHETIC_NOTE}', now() FROM ${rows}`,
}

export const OUTCOME: BulkInsert = {
  columns: {
    id: int,
    programId: int,
    indicatorCode: text,
    cohortId: int,
    asOf: 'date',
    knownAt: text,
    state: text,
    value: int,
    status: text,
  },
  sql: (rows) => `
    INSERT INTO outcome
      (id, program_id, indicator_id, cohort_id, as_of, state, value, status, known_at, approved_at, note, created_at,
        updated_at)
    SELECT row.id, "programId", indicator.id, "cohortId", "asOf", state::"FigureState", value, status::"OutcomeStatus",
      "knownAt"::timestamptz, CASE status WHEN 'APPROVED' THEN "knownAt"::timestamptz END, '${SYNTHETIC_NOTE}',
      "knownAt"::timestamptz, "knownAt"::timestamptz
    FROM ${rows} JOIN indicator ON indicator.code = "indicatorCode"`,
}

export const CITATION: BulkInsert = {
  columns: { outcomeId: int, sourceId: int },
  sql: (rows) => `
    INSERT INTO citation (outcome_id, source_id, method) SELECT "outcomeId", "sourceId", 'COMPUTED' FROM ${rows}`,
}
