// mercurius with resolvers and loaders written by hand, and its JIT compiler on.
import Fastify from 'fastify'
import mercurius from 'mercurius'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })
const ask = async (name, text, values) => (await pool.query({ name, text, values })).rows

const schema = `
  type Query {
    programs(year: Int!, first: Int!): [Program!]!
    districts(first: Int!): [District!]!
    participants(stage: String!, first: Int!, offset: Int!): ParticipantPage!
    totals(indicator: String!): [Total!]!
    program(id: Int!): Program
  }
  type Mutation { createOrganization(nameKo: String!): Organization! }
  type Program { id: Int! code: String! titleKo: String! stage: String! district: District! outcomes(first: Int!): [Outcome!]! }
  type District { id: Int! code: String! nameKo: String! programs(year: Int!, first: Int!): [Program!]! }
  type Outcome { asOf: String! state: String! }
  type Participant { stage: String! stageOn: String! program: Program! }
  type ParticipantPage { totalCount: Int! nodes: [Participant!]! }
  type Total { district: String! year: Int! value: String }
  type Organization { nameKo: String! version: Int! }
`

const PROGRAM = 'p.id, p.code, p.title_ko AS "titleKo", p.stage, p.district_id'
const resolvers = {
  Query: {
    programs: (_, { year, first }) =>
      ask(
        'programs',
        `SELECT ${PROGRAM} FROM program p WHERE p.round_id = (SELECT id FROM round WHERE year = $1)
         ORDER BY p.code LIMIT $2`,
        [year, first],
      ),
    districts: (_, { first }) =>
      ask('districts', 'SELECT id, code, name_ko AS "nameKo" FROM district ORDER BY code, id LIMIT $1', [first]),
    participants: (_, asked) => asked,
    totals: (_, { indicator }) =>
      ask('totals', 'SELECT district, year, value::text FROM bench.totals($1)', [indicator]),
    program: async (_, { id }) => (await ask('program', `SELECT ${PROGRAM} FROM program p WHERE id = $1`, [id]))[0],
  },
  Mutation: {
    createOrganization: async (_, { nameKo }) =>
      (
        await ask(
          'create',
          `INSERT INTO organization (name_ko, kind, updated_at) VALUES ($1, 'COMPANY', now()) RETURNING name_ko AS "nameKo", version`,
          [nameKo],
        )
      )[0],
  },
  ParticipantPage: {
    totalCount: async ({ stage }) =>
      (
        await ask('count', 'SELECT count(*)::int AS n FROM participant WHERE stage = $1::"ParticipantStage"', [stage])
      )[0].n,
    nodes: ({ stage, first, offset }) =>
      ask(
        'page',
        `SELECT stage, to_char(stage_on, 'YYYY-MM-DD') AS "stageOn", program_id FROM participant
         WHERE stage = $1::"ParticipantStage" ORDER BY stage_on DESC, id DESC LIMIT $2 OFFSET $3`,
        [stage, first, offset],
      ),
  },
}

const by = (rows, key) => Map.groupBy(rows, (row) => row[key])
const loaders = {
  Program: {
    async district(asked) {
      const rows = await ask('district', 'SELECT id, code, name_ko AS "nameKo" FROM district WHERE id = ANY($1)', [
        [...new Set(asked.map(({ obj }) => obj.district_id))],
      ])
      const found = new Map(rows.map((row) => [row.id, row]))
      return asked.map(({ obj }) => found.get(obj.district_id))
    },
    async outcomes(asked) {
      const rows = await ask(
        'outcomes',
        `SELECT x.id AS program, to_char(o.as_of, 'YYYY-MM-DD') AS "asOf", o.state FROM unnest($1::int[]) x (id)
         CROSS JOIN LATERAL (SELECT * FROM outcome WHERE program_id = x.id ORDER BY as_of, id LIMIT $2) o ORDER BY x.id, o.as_of, o.id`,
        [asked.map(({ obj }) => obj.id), asked[0].params.first],
      )
      const found = by(rows, 'program')
      return asked.map(({ obj }) => found.get(obj.id) ?? [])
    },
  },
  District: {
    async programs(asked) {
      const { year, first } = asked[0].params
      const rows = await ask(
        'programsOf',
        `SELECT p.* FROM unnest($1::int[]) x (id) CROSS JOIN LATERAL (
           SELECT ${PROGRAM} FROM program p
           WHERE p.district_id = x.id AND p.round_id = (SELECT id FROM round WHERE year = $2) ORDER BY p.code LIMIT $3
         ) p ORDER BY x.id, p.code`,
        [asked.map(({ obj }) => obj.id), year, first],
      )
      const found = by(rows, 'district_id')
      return asked.map(({ obj }) => found.get(obj.id) ?? [])
    },
  },
  Participant: {
    async program(asked) {
      const rows = await ask('programOf', `SELECT ${PROGRAM} FROM program p WHERE id = ANY($1)`, [
        [...new Set(asked.map(({ obj }) => obj.program_id))],
      ])
      const found = new Map(rows.map((row) => [row.id, row]))
      return asked.map(({ obj }) => found.get(obj.program_id))
    },
  },
}

const app = Fastify()
await app.register(mercurius, { schema, resolvers, loaders, jit: 1, graphiql: false })
console.log(`ready at ${await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })}`)
