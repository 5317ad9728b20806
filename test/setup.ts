import { afterAll, afterEach, beforeEach, expect, type MockInstance, vi } from 'vitest'
import { closing } from './closing.ts'

// What nobody expected on the error output fails the test.
let errors: MockInstance<typeof console.error>

beforeEach(() => {
  errors = vi.spyOn(console, 'error')
})
afterEach(() => {
  const said = errors.mock.calls.map((call) => call.join(' '))
  errors.mockRestore()
  expect(said).toEqual([])
})

afterAll(async () => {
  for (const close of closing.splice(0)) await close()
})
