import { graphql } from '../gql'
import type { ImportListsQuery } from '../gql/graphql'
import type { Noun } from './parts'
import { codeText, dayText, numberText, phoneText, plain } from './values'

/** What a district can name in a file, and what may be imported into. */
export const listsQuery = graphql(`
  query ImportLists($filter: ProgramFilter) {
    programs(first: 100, filter: $filter, orderBy: [{ field: CODE, direction: DESC }]) {
      nodes { id code titleKo titleEn viewerCanReport cohorts { half nameKo nameEn } }
    }
    indicators(first: 100) { nodes { code nameKo nameEn } }
    targetGroups(first: 100) { nodes { code nameKo nameEn } }
  }
`)
export type Lists = ImportListsQuery

type Names =
  | 'programs'
  | 'indicators'
  | 'targetGroups'
  | 'halves'
  | 'sexes'
  | 'parts'
  | 'stages'
  | 'dimensions'
  | 'states'

/** One column of an import, as the schema's row has it. */
export interface Column {
  key: string
  required?: true
  /** Other headers that mean it. */
  also: string[]
  /** What its cells name, where these are names of something. */
  names?: Names
  /** How the text of a cell becomes what the server takes. */
  read?: (text: string) => string
  /** Several names in one cell. */
  many?: true
}

export const columnsOf: Record<Noun, Column[]> = {
  participants: [
    { key: 'number', also: ['번호', '연번', '접수번호', '참여자번호', 'no', 'id', 'register number'] },
    {
      key: 'program',
      required: true,
      also: ['사업', '사업명', '프로그램', '과정', 'program', 'program title'],
      names: 'programs',
    },
    { key: 'half', also: ['반기', '회차', 'intake', 'half'], names: 'halves' },
    { key: 'name', required: true, also: ['성명', '참여자', '참여자명', '이름(성명)', 'full name'] },
    {
      key: 'birthDate',
      also: ['생일', '출생일', '생년월일(YYYY-MM-DD)', 'birthday', 'birth', 'birth date', 'dob'],
      read: dayText,
    },
    { key: 'phone', also: ['연락처', '휴대폰', '휴대전화', '핸드폰', '전화', 'mobile', 'phone'], read: phoneText },
    { key: 'addressNote', also: ['주소', '거주지', '연락 방법', 'address'] },
    { key: 'sex', also: ['성', '남녀', 'gender'], names: 'sexes' },
    { key: 'targetGroups', also: ['대상', '대상구분', '취약계층', 'target group'], names: 'targetGroups', many: true },
    { key: 'stage', also: ['상태', '진행단계', '참여단계', 'status'], names: 'stages' },
    {
      key: 'stageOn',
      required: true,
      also: ['날짜', '일자', '단계일자', '신청일', '등록일', 'date', 'stage date', 'stage since'],
      read: dayText,
    },
    { key: 'reason', also: ['변경사유', 'why'] },
    { key: 'note', also: ['비고', '메모', '참고', 'remark', 'memo', 'note'] },
  ],
  outcomes: [
    {
      key: 'program',
      required: true,
      also: ['사업', '사업명', '프로그램', 'program', 'program title'],
      names: 'programs',
    },
    { key: 'indicator', required: true, also: ['지표명', '성과지표', '구분', 'kpi'], names: 'indicators' },
    { key: 'half', also: ['반기', '회차', 'intake', 'half'], names: 'halves' },
    { key: 'dimension', also: ['세부', '분류', 'breakdown', 'by'], names: 'dimensions' },
    { key: 'category', also: ['세부항목', '항목', 'part'], names: 'parts' },
    { key: 'periodStart', also: ['기간 시작', '시작일', 'from', 'period start'], read: dayText },
    { key: 'asOf', required: true, also: ['날짜', '기준', '종료일', 'date', 'asof'], read: dayText },
    { key: 'state', also: ['상태', '값 없음 사유', 'state'], names: 'states' },
    { key: 'value', also: ['값', '실적', '성과', '인원', '건수', 'number', 'count', 'figure'], read: numberText },
    { key: 'note', also: ['비고', '메모', 'remark', 'memo', 'note'] },
  ],
}

type Translate = (key: string, options?: object) => string
type NameMaps = Record<Names, Map<string, string>>

/** By which names the things are known that cells name: codes, and words in both languages. */
export function namesFrom(lists: Lists, translate: Translate): NameMaps {
  const map = (pairs: [code: string, ...names: (string | null | undefined)[]][]) =>
    new Map(
      pairs.flatMap(([code, ...names]) =>
        [code, ...names].flatMap((name) => (name ? [[plain(name), code] as const] : [])),
      ),
    )
  const words = (prefix: string, fixed: [code: string, ...names: string[]][]) =>
    map(fixed.map(([code, ...names]) => [code, translate(`${prefix}.${code}`), ...names]))
  const cohorts = lists.programs.nodes.flatMap(({ cohorts }) => cohorts)
  return {
    programs: map(
      lists.programs.nodes.map(({ code, titleKo, titleEn }) => [
        code,
        titleKo,
        titleEn,
        `${code} ${titleKo}`,
        `${code} ${titleEn}`,
      ]),
    ),
    indicators: map(lists.indicators.nodes.map(({ code, nameKo, nameEn }) => [code, nameKo, nameEn])),
    targetGroups: map(lists.targetGroups.nodes.map(({ code, nameKo, nameEn }) => [code, nameKo, nameEn])),
    halves: map([
      ...cohorts.map(({ half, nameKo, nameEn }): [string, string, string | null | undefined] => [
        String(half),
        nameKo,
        nameEn,
      ]),
      ['1', '상반기', '1기', '1차', 'first half', 'h1'],
      ['2', '하반기', '2기', '2차', 'second half', 'h2'],
    ]),
    sexes: map(SEXES),
    parts: map([
      ...lists.targetGroups.nodes.map(({ code, nameKo, nameEn }): Named => [code, nameKo, nameEn]),
      ...SEXES,
    ]),
    stages: words('values.ParticipantStage', STAGES),
    dimensions: map([
      ['SEX', '성별', 'by sex', '성'],
      ['AGE_BAND', '연령', '연령대', '나이', 'age', 'age band'],
      ['TARGET_GROUP', '대상', '대상별', '취약계층', 'target group'],
    ]),
    states: words('values.FigureState', STATES),
  }
}

type Named = [code: string, ...names: (string | null | undefined)[]]

const SEXES: [string, ...string[]][] = [
  ['FEMALE', '여', '여성', '여자', 'f', 'woman'],
  ['MALE', '남', '남성', '남자', 'm', 'man'],
]
const STAGES: [string, ...string[]][] = [
  ['APPLIED', '신청', '접수', 'applied'],
  ['SELECTED', '선발', '선정', '합격', 'selected'],
  ['WAITLISTED', '대기', '예비', 'waiting list'],
  ['IN_TRAINING', '교육 중', '교육', '훈련중', '참여중', 'in training'],
  ['TRAINED', '수료', '교육수료', 'trained', 'completed'],
  ['PLACED', '취업', '채용', 'placed', 'employed'],
  ['RETAINED', '고용 유지', '유지', 'retained'],
  ['LEFT', '중도 포기·퇴사', '중도포기', '포기', '퇴사', '이탈', 'left'],
]
const STATES: [string, ...string[]][] = [
  ['PRESENT', '값 있음'],
  ['MISSING', '미보고', '미제출', 'missing'],
  ['SUPPRESSED', '비공개(소수)', '비공개', 'suppressed'],
  ['NOT_APPLICABLE', '해당 없음', '해당없음', 'n/a', 'na', 'not applicable'],
  ['NOT_DERIVABLE', '산출 불가', 'not derivable'],
]

/** Which column of the file each column of the import is; -1 where there is none. */
export type Mapping = Record<string, number>

/** The header line and what its headers mean: titles and blank lines above it are passed over. */
export function guess(
  noun: Noun,
  rows: string[][],
  label: (key: string) => string[],
): { headerAt: number; mapping: Mapping } {
  const known = columnsOf[noun].map(({ key, also }) => ({ key, names: [key, ...label(key), ...also].map(plain) }))
  const read = (row: string[]): Mapping => {
    const cells = row.map(plain)
    // The first name is the surest one: it goes before what a header may also mean.
    const found = known.map(({ key, names }) => {
      const at = names.map((name) => cells.indexOf(name)).find((place) => place >= 0) ?? -1
      return [key, at] as const
    })
    const taken = new Set<number>()
    return Object.fromEntries(
      found.map(([key, at]) => {
        if (at < 0 || taken.has(at)) return [key, -1]
        taken.add(at)
        return [key, at]
      }),
    )
  }
  const count = (mapping: Mapping) => Object.values(mapping).filter((at) => at >= 0).length
  const filled = rows.findIndex((row) => row.some((cell) => cell.trim()))
  const candidates = rows.slice(0, 20).map((row, headerAt) => ({ headerAt, mapping: read(row) }))
  const best = candidates.reduce((one, other) => (count(other.mapping) > count(one.mapping) ? other : one))
  return count(best.mapping) >= 2 ? best : { headerAt: filled, mapping: read(rows[filled] ?? []) }
}

/** What is sent of a line: what its cells say, and nothing where a cell is empty. */
export function sent(
  noun: Noun,
  cells: string[],
  mapping: Mapping,
  names: NameMaps,
  program: string,
): Record<string, string | string[]> {
  const row: Record<string, string | string[]> = program ? { program } : {}
  for (const { key, names: of, read, many } of columnsOf[noun]) {
    const text = cells[mapping[key] ?? -1]?.trim()
    if (!text) continue
    if (many && of)
      row[key] = text.split(/[,;/、·\n]/).flatMap((part) => (part.trim() ? [codeText(part, names[of])] : []))
    else row[key] = of ? codeText(text, names[of]) : (read?.(text) ?? text)
  }
  return noun === 'outcomes' ? withState(row, names) : row
}

/** A word for the kind of nothing may stand where the value would. */
function withState(row: Record<string, string | string[]>, names: NameMaps) {
  const state = typeof row.value === 'string' ? names.states.get(plain(row.value)) : undefined
  if (!state || row.state) return row
  const { value: _, ...rest } = row
  return { ...rest, state }
}
