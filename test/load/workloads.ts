import { monthEnds } from '../../admin/day.ts'
import { HomeBoardDocument, HomeStartDocument } from '../../admin/gql/graphql.ts'

/** What is asked: the same of everybody, each in its own words, with the same answer. */
export interface Workload {
  name: string
  /** What the answer of the limit has; every other one is read into it and compared. */
  variants: Record<string, unknown>[]
  /** Address at the limit, where it takes part. */
  address?: string
  asks: Partial<Record<GraphQLContender, Ask>> & { product: Ask }
  /** The product is asked by nobody in particular, not by a signed-in officer. */
  anonymous?: true
  /** How many ask at the same time, where it is not 32. */
  connections?: number
  /** Each request writes a record of its own. */
  writes?: true
}

interface Ask {
  query: string
  variables(asked: Data): object
  read(data: Data): unknown
}
export type GraphQLContender = 'product' | 'postgraphile' | 'mercurius'
// biome-ignore lint/suspicious/noExplicitAny: the answers of four servers have no common type
export type Data = any

/** Ids and keys of the loaded data that requests are made of. */
export interface Known {
  rounds: { id: number; year: number }[]
  programs: { id: number }[]
  /** Participants of the stage that the deep page filters by. */
  placed: number
}

const globalId = (type: string, id: number) => Buffer.from(`${type}:${id}`).toString('base64')
const nodes = (connection: Data) => connection.nodes

export function workloads({ rounds, programs, placed }: Known): Workload[] {
  const years = rounds.map(({ id, year }) => ({ year, roundId: id }))
  const list: Ask = {
    query: `query List($year: Int!) {
      programs(filter: { year: $year }, first: 20, orderBy: [{ field: CODE, direction: ASC }]) {
        nodes { code titleKo stage district { code nameKo } }
      }
    }`,
    variables: ({ year }) => ({ year }),
    read: ({ programs }) => nodes(programs),
  }
  const one: Ask = {
    query: `query One($id: ID!) { node(id: $id) { ... on Program { code titleKo stage district { code nameKo } } } }`,
    variables: ({ id }) => ({ id: globalId('Program', id) }),
    read: ({ node }) => node,
  }
  const offsets = Array.from({ length: 20 }, (_, index) => Math.min(5000, Math.floor(placed / 2)) + index * 50)
  return [
    {
      name: 'list of 20 with parent',
      address: '/list',
      variants: years,
      asks: {
        product: list,
        postgraphile: {
          query: `query List($roundId: Int!) {
            allPrograms(condition: { roundId: $roundId }, first: 20, orderBy: [CODE_ASC]) {
              nodes { code titleKo stage districtByDistrictId { code nameKo } }
            }
          }`,
          variables: ({ roundId }) => ({ roundId }),
          read: ({ allPrograms }) => nodes(allPrograms).map(withDistrict),
        },
        mercurius: {
          query: `query List($year: Int!) { programs(year: $year, first: 20) { code titleKo stage district { code nameKo } } }`,
          variables: ({ year }) => ({ year }),
          read: ({ programs }) => programs,
        },
      },
    },
    {
      name: 'nested 8 × 10 × 10',
      address: '/nested',
      variants: years,
      asks: {
        product: {
          query: `query Nested($year: Int!) {
            districts(first: 8, orderBy: [{ field: CODE, direction: ASC }]) {
              nodes {
                code
                programs(filter: { year: $year }, first: 10, orderBy: [{ field: CODE, direction: ASC }]) {
                  nodes { code outcomes(first: 10, orderBy: [{ field: AS_OF, direction: ASC }]) { nodes { asOf state } } }
                }
              }
            }
          }`,
          variables: ({ year }) => ({ year }),
          read: ({ districts }) => nestedOf(districts, 'programs', 'outcomes'),
        },
        postgraphile: {
          query: `query Nested($roundId: Int!) {
            allDistricts(first: 8, orderBy: [CODE_ASC, ROW_ID_ASC]) {
              nodes {
                code
                programsByDistrictId(condition: { roundId: $roundId }, first: 10, orderBy: [CODE_ASC]) {
                  nodes { code outcomesByProgramId(first: 10, orderBy: [AS_OF_ASC, ROW_ID_ASC]) { nodes { asOf state } } }
                }
              }
            }
          }`,
          variables: ({ roundId }) => ({ roundId }),
          read: ({ allDistricts }) => nestedOf(allDistricts, 'programsByDistrictId', 'outcomesByProgramId'),
        },
        mercurius: {
          query: `query Nested($year: Int!) {
            districts(first: 8) { code programs(year: $year, first: 10) { code outcomes(first: 10) { asOf state } } }
          }`,
          variables: ({ year }) => ({ year }),
          read: ({ districts }) => districts,
        },
      },
    },
    {
      name: 'page of 50 at depth 5,000, filter, count',
      address: '/page',
      variants: offsets.map((offset) => ({ stage: 'PLACED', offset })),
      asks: {
        product: {
          query: `query Page($stage: ParticipantStage!, $offset: Int!) {
            participants(filter: { stage: [$stage] }, first: 50, offset: $offset, orderBy: [{ field: STAGE_ON, direction: DESC }]) {
              totalCount
              nodes { stage stageOn program { code } }
            }
          }`,
          variables: (asked) => asked,
          read: ({ participants }) => pageOf(participants, 'program'),
        },
        postgraphile: {
          query: `query Page($stage: ParticipantStage!, $offset: Int!) {
            allParticipants(condition: { stage: $stage }, first: 50, offset: $offset, orderBy: [STAGE_ON_DESC, ROW_ID_DESC]) {
              totalCount
              nodes { stage stageOn programByProgramId { code } }
            }
          }`,
          variables: (asked) => asked,
          read: ({ allParticipants }) => pageOf(allParticipants, 'programByProgramId'),
        },
        mercurius: {
          query: `query Page($stage: String!, $offset: Int!) {
            participants(stage: $stage, first: 50, offset: $offset) { totalCount nodes { stage stageOn program { code } } }
          }`,
          variables: (asked) => asked,
          read: ({ participants }) => pageOf(participants, 'program'),
        },
      },
    },
    {
      name: 'totals by district and year',
      address: '/totals',
      variants: ['APPLIED', 'SELECTED', 'TRAINED', 'PLACED'].map((indicator) => ({ indicator })),
      asks: {
        product: {
          query: `query Totals($indicator: String!) {
            results(groupBy: [DISTRICT, ROUND], filter: { indicators: [$indicator] }) {
              rows { district { code } round { year } figure { value } }
            }
          }`,
          variables: (asked) => asked,
          read: ({ results }) =>
            totals(
              results.rows.map(({ district, round, figure }: Data) => ({
                ...{ district: district.code, year: round.year, value: figure.value },
              })),
            ),
        },
        postgraphile: {
          query: `query Totals($indicator: String!) { benchTotals(indicator: $indicator) { nodes { district year value } } }`,
          variables: (asked) => asked,
          read: ({ benchTotals }) => totals(nodes(benchTotals)),
        },
        mercurius: {
          query: `query Totals($indicator: String!) { totals(indicator: $indicator) { district year value } }`,
          variables: (asked) => asked,
          read: (data) => totals(data.totals),
        },
      },
    },
    {
      name: 'one record with parent',
      address: '/node',
      variants: programs,
      asks: {
        product: one,
        postgraphile: {
          query: `query One($id: Int!) { programByRowId(rowId: $id) { code titleKo stage districtByDistrictId { code nameKo } } }`,
          variables: (asked) => asked,
          read: ({ programByRowId }) => withDistrict(programByRowId),
        },
        mercurius: {
          query: `query One($id: Int!) { program(id: $id) { code titleKo stage district { code nameKo } } }`,
          variables: (asked) => asked,
          read: ({ program }) => program,
        },
      },
    },
    {
      name: 'create one',
      address: '/create',
      writes: true,
      variants: [{ nameKo: 'bench [<id>]' }],
      asks: {
        product: {
          query: `mutation Create($nameKo: String!) {
            createOrganization(input: { nameKo: $nameKo, kind: COMPANY }) { organization { nameKo version } errors { message } }
          }`,
          variables: (asked) => asked,
          read: ({ createOrganization }) => createOrganization.organization,
        },
        postgraphile: {
          query: `mutation Create($nameKo: String!) {
            createOrganization(input: { organization: { nameKo: $nameKo, kind: COMPANY, updatedAt: "2026-01-01T00:00:00Z" } }) {
              organization { nameKo version }
            }
          }`,
          variables: (asked) => asked,
          read: ({ createOrganization }) => createOrganization.organization,
        },
        mercurius: {
          query: `mutation Create($nameKo: String!) { createOrganization(nameKo: $nameKo) { nameKo version } }`,
          variables: (asked) => asked,
          read: ({ createOrganization }) => createOrganization,
        },
      },
    },
    {
      name: 'the list of 20 again, by anybody',
      anonymous: true,
      address: '/publicList',
      variants: years,
      asks: { product: list },
    },
    {
      name: 'the record again, by anybody',
      anonymous: true,
      address: '/node',
      variants: programs.slice(0, 20),
      asks: { product: one },
    },
    {
      name: 'results with both clocks and suppression, by anybody, none kept',
      anonymous: true,
      variants: ['2016-06-30', '2017-12-31', '2018-09-30'].map((asOf) => ({ asOf })),
      asks: {
        product: {
          query: `query Clocks($asOf: Date!, $knownAt: DateTime!) {
            results(groupBy: [DISTRICT, ROUND], mixed: LABEL, asOf: $asOf, knownAt: $knownAt, filter: { indicators: ["PLACED"] }) {
              rows { district { code } round { year } figure { value state } }
            }
          }`,
          // What no variable stands for is another question each time, with the same answer.
          variables: ({ asOf }) => ({ asOf, knownAt: '2019-01-31T00:00:00Z', asked: '[<id>]' }),
          read: ({ results }) => results.rows,
        },
      },
    },
    {
      name: 'start screen: what it begins with, 4 connections',
      connections: 4,
      variants: [{}],
      asks: { product: { query: String(HomeStartDocument), variables: (asked) => asked, read: (data) => data } },
    },
    {
      name: 'start screen: its board, 4 connections',
      connections: 4,
      variants: years.slice(-3),
      asks: {
        product: {
          query: String(HomeBoardDocument),
          variables: ({ year }) => ({
            ...{ year, filter: { years: [year] }, asOf: `${year}-12-31` },
            ...Object.fromEntries(monthEnds(year).map((end, month) => [`m${month + 1}`, end])),
          }),
          read: (data) => data,
        },
      },
    },
  ]
}

const withDistrict = ({ districtByDistrictId, ...program }: Data) => ({ ...program, district: districtByDistrictId })
const nestedOf = (districts: Data, programs: string, outcomes: string) =>
  nodes(districts).map((district: Data) => ({
    code: district.code,
    programs: nodes(district[programs]).map((program: Data) => ({
      code: program.code,
      outcomes: nodes(program[outcomes]),
    })),
  }))
const pageOf = ({ totalCount, nodes }: Data, program: string) => ({
  totalCount,
  nodes: nodes.map((one: Data) => ({ stage: one.stage, stageOn: one.stageOn, program: one[program].code })),
})
/** Of the synthetic years; in the real ones some figures are sums of intakes, which the others do not know of. */
const totals = (rows: Data[]) =>
  rows
    .filter(({ year }) => year < 2019)
    .map(({ district, year, value }) => `${district} ${year} ${value === null ? '–' : Number(value)}`)
    .sort()

/** The same of the limit, whose answers are the measure. */
export const readLimit = (address: string | undefined, answer: Data) =>
  address === '/totals' ? totals(answer) : answer
