import type { DistrictEventKind } from '../server/generated/prisma/enums.ts'
import { dongNames } from '../server/statistics/lineage.ts'

export interface DistrictEventSeed {
  /** The natural key. */
  code: string
  kind: DistrictEventKind
  on: string
  law?: string
  note: string
  successions: {
    fromCode: string
    toCode: string
    whole: boolean
    dong: string[]
    formerNameKo?: string
    formerNameEn?: string
  }[]
}

const NOT_OFFICIAL =
  '행정표준코드와 동 목록은 여러 공개 코드 목록으로 확인했고 행정안전부 원본으로는 확인하지 못함 / ' +
  "MOIS codes and lists of dong are confirmed by several independent public lists, not by the ministry's own"

/** The change of name of 2018 and the reform of 1 July 2026. */
export const districtEvents: DistrictEventSeed[] = [
  {
    code: '2018-nam-rename',
    kind: 'RENAME',
    on: '2018-07-01',
    note: '경계와 코드는 바뀌지 않음 / boundary and code unchanged',
    successions: [{ ...whole('28177', '28177'), formerNameKo: '남구', formerNameEn: 'Nam-gu' }],
  },
  {
    code: '2026-jung-split',
    kind: 'SPLIT',
    on: '2026-07-01',
    note: NOT_OFFICIAL,
    successions: [
      part('28110', '28125', '연안 신포 신흥 도원 율목 동인천 개항'),
      part('28110', '28155', '영종 영종1 영종2 운서 용유'),
    ],
  },
  {
    code: '2026-dong-into-jemulpo',
    kind: 'MERGE',
    on: '2026-07-01',
    note: NOT_OFFICIAL,
    successions: [whole('28140', '28125')],
  },
  {
    code: '2026-seo-split',
    kind: 'SPLIT',
    on: '2026-07-01',
    note:
      `${NOT_OFFICIAL}. 오류동은 법정동이고 행정동은 오류왕길동: 검단일반산업단지 주소로 확인한 하나만 목록에 더함 / ` +
      '오류동 is a legal dong, administered by 오류왕길동: the one alias that the address of the Geomdan estate proves',
    successions: [
      part('28260', '28275', '검암경서 연희 가정1-3 석남1-3 가좌1-4 신현원창 청라1-3'),
      part('28260', '28290', '검단 불로대곡 오류왕길 오류 당하 마전 원당 아라'),
    ],
  },
]

function whole(fromCode: string, toCode: string) {
  return { fromCode, toCode, whole: true, dong: [] }
}

function part(fromCode: string, toCode: string, dong: string) {
  return { fromCode, toCode, whole: false, dong: dongNames(dong) }
}
