import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ask, PASSWORD } from '../process/launch.ts'
import { CITY, type Look, openStage, picture, type Stage, type Visit, visit } from './browser.ts'

interface Screen {
  name: string
  path: string
  /** A button that opens what is to be looked at. */
  press?: RegExp
}

const nouns = ['programs', 'rounds', 'districts', 'outcomes', 'participants', 'indicators', 'sources', 'users']
let stage: Stage
let screens: Screen[]
beforeAll(async () => {
  stage = await openStage()
  const city = await stage.product.signIn(PASSWORD, CITY)
  await addWhatSeedsLack(city)
  const lists = nouns.map((noun) => `${noun}: ${noun}(first: 1) { nodes { id } }`).join(' ')
  const { data } = await city(`{ ${lists} }`)
  const { data: more } = await city(
    `{ drafts: programs(filter: { stage: [DRAFT] }) { nodes { id } } figures: outcomes(filter: { status: [SUBMITTED, DRAFT] }) { nodes { id } } }`,
  )
  const [draft, figures] = [more.drafts.nodes[0].id, more.figures.nodes.map(({ id }: { id: string }) => id)]
  screens = [
    ...nouns.flatMap((noun) => {
      const [{ id }] = data[noun].nodes
      return [
        { name: `${noun}-list`, path: noun },
        { name: `${noun}-show`, path: `${noun}/${id}/show` },
        { name: `${noun}-edit`, path: `${noun}/${id}` },
        { name: `${noun}-create`, path: `${noun}/create` },
      ]
    }),
    { name: 'programs-none', path: 'programs?filter=%7B%22search%22%3A%22zzz%22%7D' },
    { name: 'program-draft', path: `programs/${draft}/show` },
    { name: 'program-missing', path: `programs/${draft}/show`, press: /^(신청|Submit the proposal)$/ },
    { name: 'program-reason', path: `programs/${draft}/show`, press: /^(철회|Withdraw)$/ },
    {
      name: 'participant-move',
      path: `participants/${data.participants.nodes[0].id}/show`,
      press: /^(단계 변경|Move to another stage)$/,
    },
    ...figures.map((id: string, at: number) => ({ name: `outcome-step-${at}`, path: `outcomes/${id}/show` })),
  ]
})
afterAll(() => stage?.close())

const KEY =
  /(?:ra\.(?:action|auth|boolean|input|message|navigation|notification|page|sort|validation)|panel|resources|values|errors)\.[a-zA-Z_]+[\w.]*/g

const looks: Required<Look>[] = (['ko', 'en'] as const).flatMap((locale) =>
  (['light', 'dark'] as const).flatMap((theme) => ([1440, 390] as const).map((width) => ({ locale, theme, width }))),
)

test.each(looks.map((look) => [Object.values(look).join(' '), look] as const))(
  'every screen is accessible and said in words: %s',
  async (_, look) => {
    const found: string[] = []
    const stranger = await visit(stage, look)
    await stranger.page.goto('/admin/login')
    await stranger.page.locator('input[type=password]').waitFor()
    await stranger.settled()
    found.push(...(await faultsOf(stranger, 'login', look)))
    await stranger.close()

    const officer = await visit(stage, { ...look, email: CITY })
    await officer.page.goto('/admin/programs')
    await officer.page.locator('h1:not(:empty)').waitFor()
    for (const { name, path, press } of screens) {
      await officer.go(`/admin/${path}`)
      if (press) await officer.page.getByRole('button', { name: press }).click()
      await officer.settled()
      found.push(...(await faultsOf(officer, name, look)))
      if (process.env.PICTURES) await picture(officer.page, `${Object.values(look).join('-')}-${name}`)
      if (press) {
        await officer.page.keyboard.press('Escape')
        await officer.page.getByRole('dialog').waitFor({ state: 'detached' })
      }
    }
    found.push(...officer.faults)
    await officer.close()
    console.log(`${screens.length + 1} screens checked: ${Object.values(look).join(' ')}`)
    expect(found).toEqual([])
  },
)

test('the check of a screen finds what is wrong with it', async () => {
  const look = { locale: 'en', theme: 'light', width: 390 } as const
  const stranger = await visit(stage, look)
  await stranger.page.goto('/admin/login')
  await stranger.page.locator('input[type=password]').waitFor()
  await stranger.settled()
  await stranger.page.evaluate(() => {
    document.documentElement.lang = 'ko'
    const wrong = '<input style="width: 500px"><p style="color: #999; background: #aaa">panel.no_such_word</p>'
    document.querySelector('main')?.insertAdjacentHTML('beforeend', wrong)
  })
  const found = await faultsOf(stranger, 'login', look)
  expect(found.map((fault) => fault.split(' ').slice(1, 3).join(' '))).toEqual([
    'color-contrast: <p',
    'label: <input',
    'untranslated panel.no_such_word',
    '<html lang>',
    expect.stringMatching(/^\d+ px$/),
  ])
  await stranger.close()
})

async function faultsOf({ page }: Visit, screen: string, { locale, width }: Required<Look>): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'] })
    .analyze()
  const bad = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${screen}: ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
  const { lang, said, overflow, title } = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    title: document.title,
    said: [
      document.body.textContent,
      ...[...document.querySelectorAll('*')].flatMap((element) =>
        ['aria-label', 'title', 'placeholder', 'alt'].map((name) => element.getAttribute(name) ?? ''),
      ),
    ].join('\n'),
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  }))
  const keys =
    `${title}
${said}`.match(KEY) ?? []
  return [
    ...bad,
    ...[...new Set(keys)].map((key) => `${screen}: untranslated ${key}`),
    ...(lang === locale ? [] : [`${screen}: <html lang> is ${lang}`]),
    ...(width === 390 && overflow > 0 ? [`${screen}: ${overflow} px wider than the screen`] : []),
  ]
}

/** A draft with its steps, a participant, a figure that is a draft and one that was handed in. */
async function addWhatSeedsLack(city: Ask) {
  const add = async (name: string, noun: string, input: object) => {
    const Input = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
    const { data, errors } = await city(
      `mutation ($input: ${Input}!) { done: ${name}(input: $input) { ${noun} { id } errors { field message } } }`,
      { input },
    )
    expect([name, errors, data?.done.errors]).toEqual([name, undefined, []])
    return data.done[noun].id
  }
  const { data } = await city(
    '{ program(code: "2019-01") { id district { id } } indicators(filter: { search: "PLACED" }) { nodes { id } } }',
  )
  const { id: programId, district } = data.program
  const roundId = await add('createRound', 'round', { year: 2030, titleKo: '2030년 사업' })
  await add('createProgram', 'program', {
    roundId,
    districtId: district.id,
    titleKo: '길게 쓴 사업명도 잘려 보이지 않아야 하는 신규 특화일자리 사업',
  })
  await add('enrollParticipant', 'participant', { programId, name: '홍길동', stageOn: '2019-03-04' })
  const figure = { programId, indicatorId: data.indicators.nodes[0].id, value: 7 }
  await add('recordOutcome', 'outcome', { ...figure, asOf: '2019-10-31' })
  const id = await add('recordOutcome', 'outcome', { ...figure, asOf: '2019-11-30' })
  await add('submitOutcome', 'outcome', { id, version: 1 })
}
