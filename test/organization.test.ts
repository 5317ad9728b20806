import { beforeAll, expect, test } from 'vitest'
import { done, draft, type Found, moved, now, PROGRAM, plannedRound, refused } from './proposal.ts'
import { type Asker, freshProduct, type Running } from './support.ts'

let product: Running
let city: Asker
let gyeyang: Asker
let year = 2080
beforeAll(async () => {
  product = await freshProduct()
  city = await product.as('city')
  gyeyang = await product.as('28245')
})

const ORGANIZATION = 'organization { id version nameKo nameEn kind note }'
const organization = (nameKo: string, kind: string) => done(city, 'createOrganization', { nameKo, kind }, ORGANIZATION)
const gyeyangDraft = async () => draft(product, await plannedRound(product, ++year), '28245')

test('organizations are entered once, corrected by the city, and found by name and kind', async () => {
  const made = await done(
    gyeyang,
    'createOrganization',
    { nameKo: '가나 협동조합', nameEn: 'Gana Coop', kind: 'SOCIAL_ENTERPRISE' },
    ORGANIZATION,
  )
  expect(await refused(city, 'createOrganization', { nameKo: '가나 협동조합', kind: 'COMPANY' }, ORGANIZATION)).toEqual(
    ['nameKo NOT_UNIQUE'],
  )
  const change = { id: made.id, version: made.version, note: '2020년 설립' }
  expect(await refused(gyeyang, 'updateOrganization', change, ORGANIZATION)).toBe('FORBIDDEN')
  expect(await refused(product, 'createOrganization', { nameKo: '누구나', kind: 'OTHER' }, ORGANIZATION)).toBe(
    'UNAUTHENTICATED',
  )
  expect((await done(city, 'updateOrganization', change, ORGANIZATION)).note).toBe('2020년 설립')
  const { data } = await product.ask(
    `{ organizations(filter: { search: "gana", kind: [SOCIAL_ENTERPRISE, COMPANY] }) { totalCount nodes { nameKo kind } } }`,
  )
  expect(data.organizations).toEqual({ totalCount: 1, nodes: [{ nameKo: '가나 협동조합', kind: 'SOCIAL_ENTERPRISE' }] })
})

test('organizations have roles on a program, each once', async () => {
  const { id: programId } = await gyeyangDraft()
  const coop = await organization('나다 협동조합', 'SOCIAL_ENTERPRISE')
  const carrier = await organization('가상 택배', 'COMPANY')
  const input = (one: Found, role: string) => ({ programId, organizationId: one.id, role })
  await done(gyeyang, 'assignOrganization', input(coop, 'IMPLEMENTING'), PROGRAM)
  await done(gyeyang, 'assignOrganization', input(coop, 'IMPLEMENTING'), PROGRAM)
  await done(gyeyang, 'assignOrganization', input(coop, 'PARTNER'), PROGRAM)
  await done(gyeyang, 'assignOrganization', input(carrier, 'PARTNER'), PROGRAM)
  const parts = async () =>
    (await now(gyeyang, programId, 'organizations { role organization { nameKo } }')).organizations.map(
      ({ role, organization }: Found) => `${role} ${organization.nameKo}`,
    )
  expect(await parts()).toEqual(['IMPLEMENTING 나다 협동조합', 'PARTNER 나다 협동조합', 'PARTNER 가상 택배'])
  await done(gyeyang, 'unassignOrganization', input(coop, 'PARTNER'), PROGRAM)
  expect(await refused(gyeyang, 'unassignOrganization', input(coop, 'PARTNER'), PROGRAM)).toEqual([
    'organizationId NO_SUCH',
  ])
  expect(await parts()).toEqual(['IMPLEMENTING 나다 협동조합', 'PARTNER 가상 택배'])
  const other = await product.as('28177')
  expect(await refused(other, 'assignOrganization', input(coop, 'PARTNER'), PROGRAM)).toEqual(['programId NO_SUCH'])
  const query = 'query ($organization: ID!) { programs(filter: { organization: $organization }) { totalCount } }'
  const count = async (asker: Asker) => (await asker.ask(query, { organization: coop.id })).data.programs.totalCount
  expect([await count(gyeyang), await count(other), await count(product)]).toEqual([1, 0, 0])
})

test('an agreement has parties, a document and days in order', async () => {
  const { id: programId } = await gyeyangDraft()
  const airport = await organization('가상 공항공사', 'PUBLIC_BODY')
  const carrier = await organization('가상 물류', 'COMPANY')
  const source = await done(
    gyeyang,
    'createSource',
    { publisher: '가상일보', address: 'https://news.example/1' },
    'source { id }',
  )
  const AGREEMENT =
    'agreement { id version titleKo signedOn startsOn endsOn note parties { nameKo } document { publisher } program { titleKo } }'
  const made = await done(
    gyeyang,
    'recordAgreement',
    {
      programId,
      titleKo: '여행가방 배송 협약',
      signedOn: '2079-02-12',
      startsOn: '2079-03-01',
      endsOn: '2079-12-31',
      partyIds: [airport.id, carrier.id, carrier.id],
      documentId: source.id,
    },
    AGREEMENT,
  )
  expect({ ...made, id: undefined }).toMatchInlineSnapshot(`
    {
      "document": {
        "publisher": "가상일보",
      },
      "endsOn": "2079-12-31",
      "id": undefined,
      "note": null,
      "parties": [
        {
          "nameKo": "가상 공항공사",
        },
        {
          "nameKo": "가상 물류",
        },
      ],
      "program": {
        "titleKo": "동네 돌봄 일자리",
      },
      "signedOn": "2079-02-12",
      "startsOn": "2079-03-01",
      "titleKo": "여행가방 배송 협약",
      "version": 1,
    }
  `)
  const { id, version } = made
  expect(await refused(gyeyang, 'updateAgreement', { id, version, endsOn: '2079-02-28' }, AGREEMENT)).toEqual([
    'endsOn BEFORE',
  ])
  const again = { programId, titleKo: '여행가방 배송 협약', signedOn: '2079-02-12' }
  expect(await refused(gyeyang, 'recordAgreement', again, AGREEMENT)).toHaveLength(1)
  expect(await refused(await product.as('28177'), 'updateAgreement', { id, version, note: '?' }, AGREEMENT)).toBe(
    'NOT_FOUND',
  )
  const fewer = await done(gyeyang, 'updateAgreement', { id, version, partyIds: [airport.id] }, AGREEMENT)
  expect(fewer.parties).toEqual([{ nameKo: '가상 공항공사' }])
  expect((await now(gyeyang, programId, 'agreements { titleKo }')).agreements).toEqual([
    { titleKo: '여행가방 배송 협약' },
  ])
})

test('a delivery body that was taken away is missing again', async () => {
  const called = await moved(product, 'openCall', await plannedRound(product, ++year))
  const { id: programId } = await draft(product, called, '28245')
  const coop = await organization('다라 협동조합', 'SOCIAL_ENTERPRISE')
  const input = { programId, organizationId: coop.id, role: 'IMPLEMENTING' }
  const missing = async () => {
    const { transitions } = await now(gyeyang, programId, 'transitions { name missing { field } }')
    return transitions[0].missing.map(({ field }: Found) => field)
  }
  await done(gyeyang, 'assignOrganization', input, PROGRAM)
  expect(await missing()).toEqual(['targetJobs', 'fundingLines'])
  await done(gyeyang, 'unassignOrganization', input, PROGRAM)
  expect(await missing()).toEqual(['targetJobs', 'fundingLines', 'organizations'])
})
