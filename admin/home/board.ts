import { graphql } from '../gql'

/** What there is to choose from, and what waits for the signed-in person. */
export const startQuery = graphql(`
  query HomeStart {
    rounds(first: 30, orderBy: [{ field: YEAR, direction: DESC }]) {
      nodes {
        id year titleKo titleEn state jobTarget
        callOpensOn callClosesOn screeningFrom screeningTo
        claims(first: 20) { nodes { code population basis asOf treatments { position } } }
      }
    }
    latest: outcomes(first: 1, filter: { valid: true }, orderBy: [{ field: AS_OF, direction: DESC }]) {
      nodes { program { round { year } } }
    }
    viewerTasks { kind count dueOn list filter programs { id titleKo titleEn } }
    viewerCan { createRound }
  }
`)

graphql(`
  fragment HomeCell on ResultRow {
    basis population kind unitKo unitEn
    figure { state value }
    incomplete
    outcomeCounts { present missing suppressed notApplicable notDerivable notYetReported }
    asOfFrom asOfTo
  }
`)

graphql(`
  fragment HomeClaim on Claim {
    id code titleKo titleEn value unitKo unitEn population basis asOf knownAt quote note
    document { id publisher title publishedOn address }
    treatments { position treatment basis reason inferred }
    reconciliation(knownAt: $knownAt) {
      claimed counted remainder status
      steps { sum remainder }
      items {
        basis value counted reason
        outcome { id }
        program { id titleKo titleEn district { nameKo nameEn } }
        indicator { nameKo nameEn unitKo unitEn }
      }
    }
  }
`)

/** All numbers of the screen, of one moment. */
export const boardQuery = graphql(`
  query HomeBoard(
    $year: Int!, $filter: ResultFilter!, $asOf: Date!, $knownAt: DateTime, $map: DistrictMap
    $m1: Date!, $m2: Date!, $m3: Date!, $m4: Date!, $m5: Date!, $m6: Date!
    $m7: Date!, $m8: Date!, $m9: Date!, $m10: Date!, $m11: Date!, $m12: Date!
  ) {
    round(year: $year) {
      claims(first: 20) { nodes { ...HomeClaim } }
      programs(first: 100, orderBy: [{ field: CODE, direction: ASC }]) {
        totalCount
        nodes { id code titleKo titleEn targetJobs stage district { code nameKo nameEn } }
      }
    }
    total: results(groupBy: [], mixed: LABEL, filter: $filter, asOf: $asOf, knownAt: $knownAt) {
      rows { ...HomeCell }
    }
    byCategory: results(groupBy: [CATEGORY], mixed: LABEL, filter: $filter, asOf: $asOf, knownAt: $knownAt) {
      rows { category ...HomeCell }
    }
    byProgram: results(groupBy: [PROGRAM], mixed: LABEL, filter: $filter, asOf: $asOf, knownAt: $knownAt) {
      rows { program { id } ...HomeCell }
    }
    byDistrict: results(groupBy: [DISTRICT], mixed: LABEL, filter: $filter, asOf: $asOf, knownAt: $knownAt, map: $map) {
      rows { district { code } ...HomeCell }
      notDerivable {
        reasonKo reasonEn
        program { id titleKo titleEn district { code nameKo nameEn } }
        values { ...HomeCell }
      }
    }
    districts(first: 100) { nodes { code nameKo nameEn validFrom validTo } }
    districtEvents(first: 100) {
      nodes { kind on law successions { whole from { code nameKo nameEn validTo } to { code nameKo nameEn } } }
    }
    m1: results(groupBy: [], mixed: LABEL, filter: $filter, asOf: $m1, knownAt: $knownAt) { rows { ...HomeCell } }
    m2: results(groupBy: [], mixed: LABEL, filter: $filter, asOf: $m2, knownAt: $knownAt) { rows { ...HomeCell } }
    m3: results(groupBy: [], mixed: LABEL, filter: $filter, asOf: $m3, knownAt: $knownAt) { rows { ...HomeCell } }
    m4: results(groupBy: [], mixed: LABEL, filter: $filter, asOf: $m4, knownAt: $knownAt) { rows { ...HomeCell } }
    m5: results(groupBy: [], mixed: LABEL, filter: $filter, asOf: $m5, knownAt: $knownAt) { rows { ...HomeCell } }
    m6: results(groupBy: [], mixed: LABEL, filter: $filter, asOf: $m6, knownAt: $knownAt) { rows { ...HomeCell } }
    m7: results(groupBy: [], mixed: LABEL, filter: $filter, asOf: $m7, knownAt: $knownAt) { rows { ...HomeCell } }
    m8: results(groupBy: [], mixed: LABEL, filter: $filter, asOf: $m8, knownAt: $knownAt) { rows { ...HomeCell } }
    m9: results(groupBy: [], mixed: LABEL, filter: $filter, asOf: $m9, knownAt: $knownAt) { rows { ...HomeCell } }
    m10: results(groupBy: [], mixed: LABEL, filter: $filter, asOf: $m10, knownAt: $knownAt) { rows { ...HomeCell } }
    m11: results(groupBy: [], mixed: LABEL, filter: $filter, asOf: $m11, knownAt: $knownAt) { rows { ...HomeCell } }
    m12: results(groupBy: [], mixed: LABEL, filter: $filter, asOf: $m12, knownAt: $knownAt) { rows { ...HomeCell } }
  }
`)
