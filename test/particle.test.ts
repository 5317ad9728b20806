import { expect, test } from 'vitest'
import { withParticle } from '../admin/particle.ts'

test.each([
  ['부평구', '부평구는 부평구가 부평구를 부평구로'],
  ['홍길동', '홍길동은 홍길동이 홍길동을 홍길동으로'],
  ['서울', '서울은 서울이 서울을 서울로'],
  ['부평구(28237)', '부평구(28237)는 부평구(28237)가 부평구(28237)를 부평구(28237)로'],
  ['검단 (옛 서구)', '검단 (옛 서구)은 검단 (옛 서구)이 검단 (옛 서구)을 검단 (옛 서구)으로'],
  ['‘무빙콜 사업’', '‘무빙콜 사업’은 ‘무빙콜 사업’이 ‘무빙콜 사업’을 ‘무빙콜 사업’으로'],
  ['2019', '2019는 2019가 2019를 2019로'],
  ['1', '1은 1이 1을 1로'],
  ['3', '3은 3이 3을 3으로'],
  ['0', '0은 0이 0을 0으로'],
  ['180', '180은 180이 180을 180으로'],
  ['20000', '20000은 20000이 20000을 20000으로'],
  ['KIM', 'KIM은 KIM이 KIM을 KIM으로'],
  ['CEO', 'CEO는 CEO가 CEO를 CEO로'],
  ['SQL', 'SQL은 SQL이 SQL을 SQL로'],
])('%s takes the particles that its last sound asks for', (name, all) => {
  const particles = ['은/는', '이/가', '을/를', '으로/로'] as const
  expect(particles.map((particle) => withParticle(name, particle, 'ko')).join(' ')).toBe(all)
  expect(withParticle(name, '은/는', 'en')).toBe(name)
})
