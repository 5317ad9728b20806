import type { DistrictKind } from '../server/generated/prisma/enums.ts'

export interface DistrictSeed {
  /** Code of the Ministry of the Interior and Safety: the natural key. */
  code: string
  kostatCode: string
  nameKo: string
  nameEn: string
  kind: DistrictKind
  validFrom?: string
  validTo?: string
  note?: string
}

const LAST_DAY = '2026-06-30'
const REFORM = '2026-07-01'
const UNVERIFIED =
  '행정표준코드는 여러 공개 코드 목록으로 확인했고 행정안전부 원본으로는 확인하지 못함 / ' +
  "the MOIS code is confirmed by several independent public lists, not by the ministry's own"

/** The ten districts of 2019 and the four of the reform of 1 July 2026. */
export const districts: DistrictSeed[] = [
  {
    code: '28110',
    kostatCode: '23010',
    nameKo: '중구',
    nameEn: 'Jung-gu',
    kind: 'GU',
    validTo: LAST_DAY,
    note: '2026년 개편으로 폐지, 제물포구와 영종구로 나뉨 / abolished by the 2026 reform; divided between 제물포구 and 영종구',
  },
  {
    code: '28140',
    kostatCode: '23020',
    nameKo: '동구',
    nameEn: 'Dong-gu',
    kind: 'GU',
    validTo: LAST_DAY,
    note: '2026년 개편으로 폐지, 전부 제물포구에 속함 / abolished by the 2026 reform; the whole of it is in 제물포구',
  },
  {
    code: '28177',
    kostatCode: '23090',
    nameKo: '미추홀구',
    nameEn: 'Michuhol-gu',
    kind: 'GU',
    validFrom: '2018-07-01',
    note: '2018-06-30까지 이름은 남구, 경계는 같음 / named 남구 (Nam-gu) until 2018-06-30; boundary unchanged',
  },
  { code: '28185', kostatCode: '23040', nameKo: '연수구', nameEn: 'Yeonsu-gu', kind: 'GU' },
  { code: '28200', kostatCode: '23050', nameKo: '남동구', nameEn: 'Namdong-gu', kind: 'GU' },
  { code: '28237', kostatCode: '23060', nameKo: '부평구', nameEn: 'Bupyeong-gu', kind: 'GU' },
  { code: '28245', kostatCode: '23070', nameKo: '계양구', nameEn: 'Gyeyang-gu', kind: 'GU' },
  {
    code: '28260',
    kostatCode: '23080',
    nameKo: '서구',
    nameEn: 'Seo-gu',
    kind: 'GU',
    validTo: LAST_DAY,
    note: '2026년 개편으로 폐지, 서해구와 검단구로 나뉨 / abolished by the 2026 reform; divided between 서해구 and 검단구',
  },
  {
    code: '28710',
    kostatCode: '23510',
    nameKo: '강화군',
    nameEn: 'Ganghwa-gun',
    kind: 'GUN',
    note: '옛 판의 통계청 코드는 23310 / KOSTAT code was 23310 in the older edition',
  },
  {
    code: '28720',
    kostatCode: '23520',
    nameKo: '옹진군',
    nameEn: 'Ongjin-gun',
    kind: 'GUN',
    note: '옛 판의 통계청 코드는 23320 / KOSTAT code was 23320 in the older edition',
  },
  {
    code: '28125',
    kostatCode: '23100',
    nameKo: '제물포구',
    nameEn: 'Jemulpo-gu',
    kind: 'GU',
    validFrom: REFORM,
    note: `동구 전부와 중구의 7개 동(연안 신포 신흥 도원 율목 동인천 개항) / all of 동구 and 7 dong of 중구. ${UNVERIFIED}`,
  },
  {
    code: '28155',
    kostatCode: '23110',
    nameKo: '영종구',
    nameEn: 'Yeongjong-gu',
    kind: 'GU',
    validFrom: REFORM,
    note: `중구의 나머지(영종 영종1 영종2 운서 용유) / the rest of 중구. ${UNVERIFIED}`,
  },
  {
    code: '28275',
    kostatCode: '23120',
    nameKo: '서해구',
    nameEn: 'Seohae-gu',
    kind: 'GU',
    validFrom: REFORM,
    note: `서구의 16개 동(검암경서 연희 가정1-3 석남1-3 가좌1-4 신현원창 청라1-3) / 16 dong of 서구. ${UNVERIFIED}`,
  },
  {
    code: '28290',
    kostatCode: '23130',
    nameKo: '검단구',
    nameEn: 'Geomdan-gu',
    kind: 'GU',
    validFrom: REFORM,
    note: `서구의 나머지(검단 불로대곡 오류왕길 당하 마전 원당 아라) / the rest of 서구. ${UNVERIFIED}`,
  },
]
