import { districtGovernment, luggagePartners, type OrganizationSeed } from './organization.ts'
import { partnerReport, type SourceSeed } from './source.ts'

export interface AgreementSeed {
  /** The natural key, with the day of signature. */
  programCode: string
  /** YYYY-MM-DD */
  signedOn: string
  titleKo: string
  parties: OrganizationSeed[]
  document: SourceSeed
  note: string
}

export const agreements: AgreementSeed[] = [
  {
    programCode: '2019-07',
    signedOn: '2019-02-12',
    titleKo: '여행가방 보관 및 배송서비스 협약',
    parties: [...districtGovernment('28245'), ...luggagePartners],
    document: partnerReport,
    note:
      '여행가방 사업에 관한 것이라 추정함. 수행기관은 사회적기업으로 이름은 알려지지 않음. 제목은 출처의 것이 아님 / ' +
      'inferred to be about the luggage program. The delivery body is a social enterprise, whose name is not known. ' +
      'The title is not the one of the source',
  },
]
