export interface ProgramLineSeed {
  /** The natural key. */
  code: string
  nameKo: string
  nameEn: string
  note?: string
}

export const programLines: ProgramLineSeed[] = [
  { code: 'small-libraries', nameKo: '작은도서관 운영 활성화', nameEn: 'Small libraries' },
  {
    code: 'daycare-cooks',
    nameKo: '어린이집 조리사',
    nameEn: 'Cooks for day-care centres',
    note: '2021년부터 이름은 민간어린이집 조리사 / named 민간어린이집 조리사 (private day-care centres) from 2021',
  },
  { code: 'broadcast-incubation', nameKo: '1인 방송 인큐베이션', nameEn: 'One-person broadcasting' },
  { code: 'defector-public-work', nameKo: '북한이탈주민 공공근로', nameEn: 'Public work for North Korean defectors' },
  { code: 'childcare-coaches', nameKo: '찾아가는 육아코칭', nameEn: 'Visiting childcare coaches' },
  { code: 'marriage-migrant-instructors', nameKo: '나의 라이센스', nameEn: 'My Licence' },
  { code: 'luggage-service', nameKo: '여행가방 보관 및 배송', nameEn: 'Luggage storage and delivery' },
  {
    code: 'estate-transport',
    nameKo: '산업단지 교통',
    nameEn: 'Transport for industrial estates',
    note: '무빙콜(2019)에서 통근버스(2020)로 바뀜 / an on-call shuttle in 2019 became a commuter bus in 2020',
  },
  { code: 'rugosa-rose', nameKo: '해당화 특화단지', nameEn: 'Rugosa rose site' },
]
