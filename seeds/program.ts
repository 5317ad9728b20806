import type { LineChange, ProgramStage } from '../server/generated/prisma/enums.ts'

export interface ProgramSeed {
  /** The natural key: year of the round and a running number. */
  code: string
  districtCode: string
  titleKo: string
  titleEn: string
  summaryKo: string
  summaryEn: string
  dong?: string
  dongNote?: string
  lineCode: string
  lineChange: LineChange
  stage: ProgramStage
  targetGroups: string[]
  cohorts?: CohortSeed[]
}

export interface CohortSeed {
  /** The natural key within the program. */
  half: 1 | 2
  nameKo: string
  nameEn: string
}

const first = { lineChange: 'NEW', stage: 'EVALUATED' } as const

/** The nine programs of the 2019 round, in the order of source [A]; target groups as [A] states them. */
const programsOf2019: ProgramSeed[] = [
  {
    code: '2019-01',
    districtCode: '28140',
    titleKo: '작은도서관 운영 활성화 사업',
    titleEn: 'Small Library Revitalisation',
    summaryKo: '작은도서관에 독서지도사 등 전문 인력을 배치한다.',
    summaryEn: 'Places reading instructors and other specialists in small libraries.',
    lineCode: 'small-libraries',
    ...first,
    targetGroups: [],
  },
  {
    code: '2019-02',
    districtCode: '28177',
    titleKo: '어린이집 조리사 지원사업',
    titleEn: 'Cooks for Day-Care Centres',
    summaryKo: '조리사를 둘 의무가 없는 정원 39명 이하 어린이집에 조리사를 지원한다.',
    summaryEn: 'Provides cooks for day-care centres of 39 children or fewer, which no rule obliges to employ one.',
    lineCode: 'daycare-cooks',
    ...first,
    targetGroups: [],
  },
  {
    code: '2019-03',
    districtCode: '28185',
    titleKo: '1인 방송 인큐베이션 센터 운영',
    titleEn: 'One-Person Broadcasting Incubation Centre',
    summaryKo: '1인 방송 창작자를 위한 실습 교육을 상반기와 하반기에 운영한다.',
    summaryEn: 'Trains one-person broadcast creators in practice, in two half-year cohorts.',
    lineCode: 'broadcast-incubation',
    ...first,
    targetGroups: [],
    cohorts: [
      { half: 1, nameKo: '상반기', nameEn: 'First half-year' },
      { half: 2, nameKo: '하반기', nameEn: 'Second half-year' },
    ],
  },
  {
    code: '2019-04',
    districtCode: '28200',
    titleKo: '북한이탈주민 공공근로 사업',
    titleEn: 'Public Work for North Korean Defectors',
    summaryKo: '북한이탈주민에게 공공근로 일자리를 제공한다.',
    summaryEn: 'Offers public work to North Korean defectors.',
    lineCode: 'defector-public-work',
    ...first,
    targetGroups: ['DEFECTORS'],
  },
  {
    code: '2019-05',
    districtCode: '28237',
    titleKo: '찾아가는 육아코칭활동가 양성 사업',
    titleEn: 'Visiting Childcare Coaches',
    summaryKo: '육아코칭활동가를 양성하여 24개월 이하 자녀를 둔 가정을 방문하게 한다.',
    summaryEn: 'Trains childcare coaches, who visit families with children up to 24 months.',
    lineCode: 'childcare-coaches',
    ...first,
    targetGroups: ['CAREER_INTERRUPTED_MIDDLE_AGED_WOMEN'],
  },
  {
    code: '2019-06',
    districtCode: '28245',
    titleKo: "결혼이주여성 맞춤 취업프로그램 '나의 라이센스'",
    titleEn: "Tailored Employment for Marriage Migrant Women: 'My Licence'",
    summaryKo: '다문화 이해 교육 강사로 교육하고 자격을 얻게 하여 학교에 파견한다.',
    summaryEn: 'Trains and certifies instructors in multicultural understanding and sends them to schools.',
    lineCode: 'marriage-migrant-instructors',
    ...first,
    targetGroups: ['MARRIAGE_MIGRANT_WOMEN'],
  },
  {
    code: '2019-07',
    districtCode: '28245',
    titleKo: '해외 여행객을 위한 여행가방 보관 및 배송서비스',
    titleEn: 'Luggage Storage and Delivery for Overseas Travellers',
    summaryKo: '사회적경제 기업이 여행가방을 보관하고 배송한다.',
    summaryEn: 'A social-economy enterprise stores and delivers luggage.',
    lineCode: 'luggage-service',
    ...first,
    targetGroups: ['NEW_MIDDLE_AGED', 'OLDER_PEOPLE'],
  },
  {
    code: '2019-08',
    districtCode: '28260',
    titleKo: '검단일반산업단지 무빙콜 사업',
    titleEn: 'Geomdan Industrial Estate On-Call Shuttle',
    summaryKo: '대중교통이 부족한 산업단지 안에서 호출형 셔틀을 운행한다.',
    summaryEn: 'Runs an on-call shuttle inside an industrial estate that is short of public transport.',
    dong: '오류동',
    dongNote:
      '검단일반산업단지 주소에서 추정(행정동은 오류왕길동) / ' +
      'inferred from the address of the Geomdan industrial estate (administered by 오류왕길동)',
    lineCode: 'estate-transport',
    ...first,
    targetGroups: ['INDUSTRIAL_ESTATE_WORKERS'],
  },
  {
    code: '2019-09',
    districtCode: '28720',
    titleKo: '해당화 특화단지 조성 사업',
    titleEn: 'Rugosa Rose Growing and Tourism Site',
    summaryKo: '해당화 재배·관광 단지를 만들고 해당화 제품을 만든다.',
    summaryEn: 'Builds a site for growing rugosa roses and for tourism, and makes products from them.',
    lineCode: 'rugosa-rose',
    ...first,
    targetGroups: ['WOMEN', 'OLDER_PEOPLE'],
  },
]

const NO_TITLE = {
  ko: '그해의 사업명은 알려지지 않아 2019년의 것을 적음.',
  en: 'Its title of that year is not known; the one of 2019 is given.',
}

/** The programs of later rounds that are known by name. Their numbers are not official. */
const laterPrograms: ProgramSeed[] = [
  {
    code: '2020-01',
    districtCode: '28177',
    titleKo: '어린이집 조리사 지원사업',
    titleEn: 'Cooks for Day-Care Centres',
    summaryKo: `어린이집에 조리사를 지원한다. ${NO_TITLE.ko}`,
    summaryEn: `Provides cooks for day-care centres. ${NO_TITLE.en}`,
    lineCode: 'daycare-cooks',
    lineChange: 'CONTINUED',
    stage: 'EVALUATED',
    targetGroups: [],
  },
  {
    code: '2020-02',
    districtCode: '28237',
    titleKo: '찾아가는 육아코칭활동가 양성 사업',
    titleEn: 'Visiting Childcare Coaches',
    summaryKo: `육아코칭활동가를 양성한다. ${NO_TITLE.ko}`,
    summaryEn: `Trains childcare coaches. ${NO_TITLE.en}`,
    lineCode: 'childcare-coaches',
    lineChange: 'CONTINUED',
    stage: 'EVALUATED',
    targetGroups: [],
  },
  {
    code: '2020-03',
    districtCode: '28260',
    titleKo: '통근버스',
    titleEn: 'Commuter Bus',
    summaryKo: '2019년 무빙콜을 이은 통근버스이다. 정식 사업명은 알려지지 않았다.',
    summaryEn: 'A commuter bus, after the on-call shuttle of 2019. Its official title is not known.',
    lineCode: 'estate-transport',
    lineChange: 'CHANGED',
    stage: 'EVALUATED',
    targetGroups: [],
  },
  {
    code: '2021-01',
    districtCode: '28177',
    titleKo: '민간어린이집 조리사',
    titleEn: 'Cooks for Private Day-Care Centres',
    summaryKo: '민간어린이집에 조리사를 지원한다. 정식 사업명은 알려지지 않았다.',
    summaryEn: 'Provides cooks for private day-care centres. Its official title is not known.',
    lineCode: 'daycare-cooks',
    lineChange: 'CHANGED',
    stage: 'SELECTED',
    targetGroups: [],
  },
]

export const programs: ProgramSeed[] = [...programsOf2019, ...laterPrograms]
