export interface SourceSeed {
  publisher: string
  title?: string
  /** YYYY-MM-DD; absent where the day of publication is not known. */
  publishedOn?: string
  /** The natural key. */
  address: string
  note?: string
}

const EXCERPT = '발췌로만 읽은 2차 출처 / secondary source, read as a stored excerpt'

/** Source [A], the article that the records of the 2019 round start from. */
export const interimReport: SourceSeed = {
  publisher: '브레이크뉴스인천 (Break News Incheon)',
  title: '인천시, 군구 상생협력 특화일자리사업 성과',
  publishedOn: '2019-10-23',
  address: 'ebreaknews.com',
  note: '기사의 정확한 주소는 확인되지 않음 / the exact address of the article is not recorded',
}

export const newspimReport: SourceSeed = {
  publisher: 'newspim.com',
  publishedOn: '2020-01-31',
  address: 'newspim.com 20200131000623',
  note: `부평구 사업의 대상을 “50세 미만”이라 함 / gives the target group of the 부평구 program as “50세 미만”. ${EXCERPT}`,
}

export const coachesReport: SourceSeed = {
  publisher: 'news21tongsin',
  address: 'news21tongsin idx=114380',
  note: EXCERPT,
}

export const satisfactionReport: SourceSeed = {
  publisher: 'siminilbo',
  address: 'siminilbo ncode=1065598035264827',
  note: EXCERPT,
}

export const shuttleReport: SourceSeed = {
  publisher: 'japolicenews.kr',
  address: 'japolicenews.kr number=16580',
  note: EXCERPT,
}

/** The source that says “50대” of the coaches' target group. */
export const targetReport: SourceSeed = {
  publisher: 'hyundaiilbo',
  publishedOn: '2020-02-13',
  address: 'hyundaiilbo 2020-02-13',
  note: `부평구 사업의 대상을 “50대”라 함 / gives the target group of the 부평구 program as “50대”. ${EXCERPT}`,
}

export const flagshipReport: SourceSeed = {
  publisher: 'kmib.co.kr',
  address: 'kmib.co.kr arcid=0015484787',
  note:
    '2019년 대표사업: 미추홀구 조리사, 부평구 육아코칭, 2020년에는 서구 통근버스도 / flagships of 2019: 미추홀구 cooks, ' +
    `부평구 coaches; in 2020 the commuter bus of 서구 too. ${EXCERPT}`,
}

export const partnerReport: SourceSeed = {
  publisher: 'kyeonggi.com',
  address: 'kyeonggi.com 201902121042444',
  note:
    '계양구 협약(2019-02-12): 인천국제공항공사, CJ대한통운, 한진, 여행가방 사업으로 추정 / agreement of 계양구 with Incheon ' +
    `International Airport Corporation, CJ Logistics and Hanjin; inferred to be about the luggage program. ${EXCERPT}`,
}

/** Target, result and budget of the whole round of 2019. */
export const budgetReport: SourceSeed = {
  publisher: 'mediaic.co.kr',
  publishedOn: '2020-01-31',
  address: 'mediaic.co.kr idxno=42283',
  note: EXCERPT,
}

/** The plan of the round of 2021. */
export const nextRoundReport: SourceSeed = {
  publisher: 'fnnews',
  publishedOn: '2021-01-31',
  address: 'fnnews 202101291052283397',
  note:
    '기사는 1월 31일 발표라 하고 번호는 1월 29일로 시작함: 늦은 날을 씀 / the article speaks of an announcement on ' +
    `31 January, its number begins with 29 January: the later day is used. ${EXCERPT}`,
}

/** Sources that no figure cites. */
const furtherReports: SourceSeed[] = [
  { publisher: '24news.kr', address: '24news.kr idxno=191457', note: EXCERPT },
  { publisher: 'kyeongin.com', publishedOn: '2020-02-02', address: 'kyeongin.com 1484207', note: EXCERPT },
]

export const sources: SourceSeed[] = [
  interimReport,
  newspimReport,
  coachesReport,
  satisfactionReport,
  shuttleReport,
  targetReport,
  flagshipReport,
  partnerReport,
  budgetReport,
  nextRoundReport,
  ...furtherReports,
]
