import { serverAudits } from 'graphql-http'
import { beforeAll, describe, expect, test } from 'vitest'
import { listening } from './listener.ts'
import { freshProduct, type Running } from './support.ts'

// The audits that graphql-http has for servers, over real HTTP: what GraphQL over HTTP says that servers must, should and may do.

let product: Running
let address = ''
beforeAll(async () => {
  product = await freshProduct()
})
const audits = serverAudits({ url: () => address })

describe('GraphQL over HTTP', () => {
  test('every audit of graphql-http is ok', async () => {
    address = `${(await listening(product.product)).address}/graphql`
    const results: string[] = []
    for (const audit of audits) {
      const result = await audit.fn()
      results.push(result.status === 'ok' ? 'ok' : `${result.status}: ${audit.name}: ${result.reason}`)
    }
    console.info(
      `audit: ${results.filter((result) => result === 'ok').length} of ${audits.length} audits of graphql-http are ok.`,
    )
    expect(results.filter((result) => result !== 'ok')).toEqual([])
    expect(results.length).toBeGreaterThan(50)
  })

  test('an audit can fail: on an address with no API none that a server must pass is ok', async () => {
    address = `${(await listening(product.product)).address}/nothing`
    const must = audits.filter(({ name }) => name.startsWith('MUST accept'))
    expect(must.length).toBeGreaterThan(2)
    for (const audit of must) expect((await audit.fn()).status).toBe('error')
  })
})
