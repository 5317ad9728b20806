import { expect, test } from 'vitest'
import { addressOf } from '../server/context.ts'

const forwarded = (text: string) => new Headers({ 'x-forwarded-for': text })

test('without a trusted proxy the address is the connection’s, whatever the caller claims', () => {
  expect(addressOf(forwarded('198.51.100.1'), '203.0.113.9', 0)).toBe('203.0.113.9')
  expect(addressOf(new Headers(), '::ffff:203.0.113.9', 0)).toBe('203.0.113.9')
})

test('behind trusted proxies it is what the outermost of them saw, not what the caller wrote before', () => {
  expect(addressOf(forwarded('198.51.100.1, 203.0.113.9'), '10.0.0.1', 1)).toBe('203.0.113.9')
  expect(addressOf(forwarded('198.51.100.1, 203.0.113.9, 10.0.0.2'), '10.0.0.1', 2)).toBe('203.0.113.9')
})

test('a proxy that says nothing usable leaves the connection’s address', () => {
  expect(addressOf(forwarded('unknown'), '10.0.0.1', 1)).toBe('10.0.0.1')
  expect(addressOf(new Headers(), '10.0.0.1', 2)).toBe('10.0.0.1')
})
