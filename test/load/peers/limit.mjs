// What no GraphQL server can beat: node:http and one hand-written SQL statement that returns the JSON text.
import http from 'node:http'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })

const list = (more) => `
  SELECT json_agg(row) FROM (
    SELECT p.code, p.title_ko AS "titleKo", p.stage, json_build_object('code', d.code, 'nameKo', d.name_ko) AS district
    FROM program p JOIN district d ON d.id = p.district_id
    WHERE p.round_id = (SELECT id FROM round WHERE year = $1) ${more} ORDER BY p.code LIMIT 20
  ) row`

/** Statement and the names of its parameters, by the address that asks it. */
const statements = {
  list: [list(''), ['year']],
  publicList: [list("AND p.stage IN ('SELECTED', 'AGREED', 'RUNNING', 'REPORTED', 'SETTLED', 'EVALUATED')"), ['year']],
  nested: [
    `SELECT json_agg(row) FROM (
       SELECT d.code, (
         SELECT coalesce(json_agg(q), '[]') FROM (
           SELECT p.code, (
             SELECT coalesce(json_agg(f), '[]') FROM (
               SELECT to_char(o.as_of, 'YYYY-MM-DD') AS "asOf", o.state FROM outcome o
               WHERE o.program_id = p.id ORDER BY o.as_of, o.id LIMIT 10
             ) f
           ) AS outcomes
           FROM program p
           WHERE p.district_id = d.id AND p.round_id = (SELECT id FROM round WHERE year = $1) ORDER BY p.code LIMIT 10
         ) q
       ) AS programs
       FROM district d ORDER BY d.code, d.id LIMIT 8
     ) row`,
    ['year'],
  ],
  page: [
    `SELECT json_build_object('totalCount', (SELECT count(*) FROM participant WHERE stage = $1::"ParticipantStage"), 'nodes', (
       SELECT json_agg(row) FROM (
         SELECT a.stage, to_char(a.stage_on, 'YYYY-MM-DD') AS "stageOn", p.code AS program
         FROM (
           SELECT * FROM participant WHERE stage = $1::"ParticipantStage" ORDER BY stage_on DESC, id DESC LIMIT 50 OFFSET $2
         ) a JOIN program p ON p.id = a.program_id ORDER BY a.stage_on DESC, a.id DESC
       ) row
     ))`,
    ['stage', 'offset'],
  ],
  totals: ['SELECT json_agg(row) FROM bench.totals($1) row', ['indicator']],
  node: [
    `SELECT json_build_object('code', p.code, 'titleKo', p.title_ko, 'stage', p.stage,
       'district', json_build_object('code', d.code, 'nameKo', d.name_ko))
     FROM program p JOIN district d ON d.id = p.district_id WHERE p.id = $1`,
    ['id'],
  ],
  create: [
    `INSERT INTO organization (name_ko, kind, updated_at) VALUES ($1, 'COMPANY', now())
     RETURNING json_build_object('nameKo', name_ko, 'version', version)`,
    ['nameKo'],
  ],
}

http
  .createServer(async (request, response) => {
    const [sql, names] = statements[request.url.slice(1)]
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    const asked = JSON.parse(Buffer.concat(chunks))
    const { rows } = await pool.query({
      name: request.url,
      text: sql,
      values: names.map((name) => asked[name]),
      rowMode: 'array',
      types: AS_TEXT,
    })
    response.setHeader('content-type', 'application/json')
    response.end(rows[0][0])
  })
  .listen(Number(process.env.PORT), '127.0.0.1', function () {
    console.log(`ready at http://127.0.0.1:${this.address().port}`)
  })

const AS_TEXT = { getTypeParser: () => (text) => text }
