import type { OrganizationKind, OrganizationRole } from '../server/generated/prisma/enums.ts'
import { districts } from './district.ts'
import { type ProgramSeed, programs } from './program.ts'

export interface OrganizationSeed {
  /** The natural key. */
  nameKo: string
  nameEn: string
  kind: OrganizationKind
  note?: string
}

const city: OrganizationSeed = {
  nameKo: '인천광역시',
  nameEn: 'Incheon Metropolitan City',
  kind: 'GOVERNMENT',
  note: '일자리경제본부가 맡음 / through its jobs and economy headquarters',
}

/** The government of a district, which is not the district as an area. */
export const districtGovernment = (code: string): OrganizationSeed[] =>
  districts
    .filter((district) => district.code === code)
    .map(({ nameKo, nameEn }) => ({ nameKo: `인천광역시 ${nameKo}`, nameEn: `${nameEn}, Incheon`, kind: 'GOVERNMENT' }))

/** Partners of the luggage program of 계양구. */
export const luggagePartners: OrganizationSeed[] = [
  { nameKo: '인천국제공항공사', nameEn: 'Incheon International Airport Corporation', kind: 'PUBLIC_BODY' },
  { nameKo: 'CJ대한통운', nameEn: 'CJ Logistics', kind: 'COMPANY' },
  { nameKo: '한진', nameEn: 'Hanjin', kind: 'COMPANY' },
]

/** The governments of the districts that run a program, the city and the partners. */
export const organizations: OrganizationSeed[] = [
  city,
  ...[...new Set(programs.map(({ districtCode }) => districtCode))].flatMap(districtGovernment),
  ...luggagePartners,
]

/** Who does what for a program. */
export function rolesOn({ code, districtCode }: ProgramSeed): [OrganizationRole, OrganizationSeed][] {
  const partners = code === '2019-07' ? luggagePartners : []
  return [
    ['FUNDING', city],
    ['ACCOUNTABLE', city],
    ...districtGovernment(districtCode).map((one): [OrganizationRole, OrganizationSeed] => ['EXTENDING', one]),
    ...partners.map((one): [OrganizationRole, OrganizationSeed] => ['PARTNER', one]),
  ]
}
