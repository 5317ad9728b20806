import { expect } from 'vitest'
import { type Ask, PASSWORD } from '../process/launch.ts'
import { addAccount, CITY, openStage, type Stage, type Visit } from './browser.ts'

export const BUPYEONG = 'bupyeong@example.org'
export const SECOND = 'second@example.org'

export interface FigureStage {
  stage: Stage
  city: Ask
  second: Ask
  district: Ask
  program: string
  districtId: string
  indicator(code: string): string
}

/** The product with an officer of 부평구, a second one of the city, and two intakes of the childcare coaches. */
export async function openFigures(): Promise<FigureStage> {
  const stage = await openStage()
  const city = await stage.product.signIn(PASSWORD, CITY)
  const { data } = await city(
    '{ program(code: "2019-05") { id district { id } } indicators(first: 100) { nodes { id code } } }',
  )
  const { id: program, district } = data.program
  const officer = { name: '부평구 담당자', email: BUPYEONG, role: 'DISTRICT', districtIds: [district.id] }
  await addAccount(stage.product, city, officer)
  await addAccount(stage.product, city, { name: '다른 시 담당자', email: SECOND, role: 'CITY' })
  for (const half of [1, 2]) {
    await done(city, 'createCohort', { programId: program, half, nameKo: half === 1 ? '상반기' : '하반기' }, 'cohort')
  }
  return {
    ...{ stage, city, program, districtId: district.id },
    second: await stage.product.signIn(PASSWORD, SECOND),
    district: await stage.product.signIn(PASSWORD, BUPYEONG),
    indicator: (code) => data.indicators.nodes.find((one: { code: string }) => one.code === code).id,
  }
}

/** Does one act that must succeed, and returns the record. */
export async function done(who: Ask, name: string, input: object, noun = 'outcome') {
  const Name = name.charAt(0).toUpperCase() + name.slice(1)
  const fields = noun === 'outcome' ? 'id version' : 'id'
  const { data, errors } = await who(
    `mutation ($input: ${Name}Input!) { done: ${name}(input: $input) { ${noun} { ${fields} } errors { field message } } }`,
    { input },
  )
  expect([name, errors, data?.done.errors]).toEqual([name, undefined, []])
  return data.done[noun]
}

/** Enters a figure and hands it in. */
export async function handedIn(who: Ask, figure: object) {
  const { id, version } = await done(who, 'recordOutcome', figure)
  return done(who, 'submitOutcome', { id, version })
}

/** The figures of the program for a day, as `CODE cohort value status`. */
export async function figuresOf(who: Ask, program: string, asOf: string): Promise<string[]> {
  const { data } = await who(
    `query ($program: ID!, $asOf: Date!) { outcomes(filter: { program: $program, asOf: $asOf }, first: 100) {
      nodes { value state status indicator { code } cohort { nameKo } } } }`,
    { program, asOf },
  )
  type Found = {
    value: number | null
    state: string
    status: string
    indicator: { code: string }
    cohort?: { nameKo: string }
  }
  return data.outcomes.nodes
    .map(({ value, state, status, indicator, cohort }: Found) =>
      [indicator.code, cohort?.nameKo ?? '전체', value ?? state, status].join(' '),
    )
    .sort()
}

/** Everything that a person did at a browser went to this host only and without an error. */
export async function leave({ faults, close }: Visit, expected?: RegExp) {
  expect(faults.filter((fault) => !expected?.test(fault))).toEqual([])
  await close()
}
