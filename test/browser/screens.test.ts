import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ask, PASSWORD } from '../process/launch.ts'
import { CITY, type Look, openStage, picture, type Stage, type Visit, visit } from './browser.ts'
import { csv, type Sheet } from './importStory.ts'
import { foreignWords } from './language.ts'
import { addReviewers, done, handIn, openRound, proposal, step } from './roundStory.ts'

interface Screen {
  name: string
  path: string
  /** A button that opens what is to be looked at. */
  press?: RegExp
  /** What the press opens, where that is loaded on demand. */
  opens?: string
  /** What is there when a screen that is loaded on demand has come. */
  until?: string
  /** A file to import, whose lines are checked. */
  file?: Sheet
  /** Who looks, when it is not the city. */
  email?: string
}

const pages: Record<string, string[]> = {
  organizations: ['list', 'show', 'edit', 'create'],
  programLines: ['list', 'show', 'edit', 'create'],
  feedbackEntries: ['list', 'show', 'create'],
  reviews: ['list', 'show'],
  claims: ['list', 'show', 'create'],
  releases: ['list', 'show', 'create'],
  targetGroups: ['list', 'show', 'edit', 'create'],
  districtEvents: ['list', 'show', 'create'],
}
const tabs = {
  rounds: ['criteria', 'proposals', 'ranking', 'agreements', 'money'],
  programs: ['money', 'organizations', 'cohorts', 'figures', 'evaluation', 'line', 'history'],
}
const nouns = [
  'programs',
  'rounds',
  'districts',
  'outcomes',
  'participants',
  'indicators',
  'sources',
  'users',
  'periodLocks',
]
let stage: Stage
let screens: Screen[]
/** Codes of indicators, which are shown as they are. */
let codes: string[]
beforeAll(async () => {
  stage = await openStage()
  const city = await stage.product.signIn(PASSWORD, CITY)
  await addWhatSeedsLack(city)
  const story = await addRound(city)
  const { data: found } = await city('{ indicators(first: 100) { nodes { code } } }')
  codes = found.indicators.nodes.map(({ code }: { code: string }) => code)
  const lists = [...nouns, ...Object.keys(pages)].map((noun) => `${noun}: ${noun}(first: 1) { nodes { id } }`).join(' ')
  const { data } = await city(`{ ${lists} }`)
  const { data: more } = await city(
    `{ drafts: programs(filter: { stage: [DRAFT] }) { nodes { id } } figures: outcomes(filter: { status: [SUBMITTED, DRAFT] }) { nodes { id } } }`,
  )
  const [draft, figures] = [more.drafts.nodes[0].id, more.figures.nodes.map(({ id }: { id: string }) => id)]
  screens = [
    { name: 'home', path: '?year=2019', until: '.home-rest' },
    {
      name: 'home-today',
      path: '?year=2019&map=today&asOf=2019-12-31&knownAt=2019-12-01&claim=2019-full-year',
      until: '.home-rest',
    },
    { name: 'home-nothing', path: '?year=2030', until: '.home-rest' },
    { name: 'home-money', path: '?year=2021', until: '.home-rest' },
    { name: 'home-trace', path: '?year=2019', until: '.home-rest', press: /^(180개|180 jobs)$/ },
    ...nouns.flatMap((noun) => {
      const [{ id }] = data[noun].nodes
      return [
        { name: `${noun}-list`, path: noun },
        { name: `${noun}-show`, path: `${noun}/${id}/show` },
        ...(noun === 'periodLocks' ? [] : [{ name: `${noun}-edit`, path: `${noun}/${id}` }]),
        { name: `${noun}-create`, path: `${noun}/create` },
      ]
    }),
    { name: 'account', path: 'account' },
    { name: 'account-password', path: 'account', press: /^(비밀번호 변경|Change password)$/ },
    { name: 'rights-list', path: 'rightsChanges' },
    { name: 'programs-none', path: 'programs?filter=%7B%22search%22%3A%22zzz%22%7D' },
    { name: 'program-draft', path: `programs/${draft}/show` },
    { name: 'program-missing', path: `programs/${draft}/show`, press: /^(신청|Submit the proposal)$/ },
    { name: 'program-reason', path: `programs/${draft}/show`, press: /^(철회|Withdraw)$/ },
    {
      name: 'participant-move',
      path: `participants/${data.participants.nodes[0].id}/show`,
      press: /^(단계 변경|Move to another stage)$/,
    },
    ...Object.entries(pages).flatMap(([noun, kinds]) => kinds.map((kind) => page(noun, kind, data[noun].nodes[0].id))),
    ...tabs.rounds.flatMap((tab) => [
      { name: `round-${tab}`, path: `rounds/${story.round}/show/${tab}` },
      { name: `round-2020-${tab}`, path: `rounds/${story.round2020}/show/${tab}` },
    ]),
    ...tabs.programs.map((tab) => ({ name: `program-${tab}`, path: `programs/${story.coaches}/show/${tab}` })),
    { name: 'round-missing', path: `rounds/${story.round}/show`, press: /^(선정 발표|Announce the selection)$/ },
    { name: 'criteria-editor', path: `rounds/${story.round}/show/criteria`, press: /^(수정|Edit)$/ },
    { name: 'money-dialog', path: `programs/${story.coaches}/show/money`, press: /^(입력|Enter)$/ },
    {
      name: 'agreement-dialog',
      path: `programs/${story.coaches}/show/organizations`,
      press: /^(협약 등록|Record an agreement)$/,
    },
    {
      name: 'evaluation-dialog',
      path: `programs/${story.coaches}/show/evaluation`,
      press: /^(평가 등록|Record the evaluation|평가 수정|Change the evaluation)$/,
    },
    { name: 'claim-explain', path: `claims/${data.claims.nodes[0].id}/show`, press: /^(설명하기|Explain)$/ },
    {
      name: 'group-define',
      path: `targetGroups/${data.targetGroups.nodes[0].id}/show`,
      press: /^(정의 등록|Define)$/,
    },
    { name: 'disclosure', path: 'disclosure', until: '.disclosure .related-body' },
    { name: 'feedback-decide', path: `feedbackEntries/${story.finding}/show`, press: /^(결정|Decide)$/ },
    { name: 'search', path: 'programs', press: /^(통합 검색|Search everything)$/, opens: '[role=dialog]' },
    { name: 'saved-filter', path: 'programs', press: /^(저장한 검색|Saved filters)$/ },
    { name: 'reviewer-list', path: 'reviews', email: 'lee@example.org' },
    { name: 'score-sheet', path: `reviews/${story.review}/show`, email: 'lee@example.org' },
    ...figures.map((id: string, at: number) => ({ name: `outcome-step-${at}`, path: `outcomes/${id}/show` })),
    { name: 'board-choose', path: 'people/board', until: '.board-program' },
    { name: 'board', path: `people/board?program=${story.staffed}`, until: '[data-card]' },
    { name: 'board-move', path: `people/board?program=${story.staffed}`, press: /^(홍\*동 단계 변경|Move 홍\*동)$/ },
    { name: 'follow-ups', path: 'people/followUps', until: '[data-due]' },
    { name: 'figures-entry', path: 'figures/entry?year=2019&asOf=2019-10-31', until: '.cell input' },
    { name: 'figures-review', path: 'figures/review', until: '[data-queue], .queue-card' },
    { name: 'figures-clocks', path: 'figures/clocks?year=2019', until: '.queue td' },
    { name: 'figures-conflicts', path: 'figures/conflicts', until: '.rival' },
    { name: 'import-participants', path: 'import/participants', until: '.sheet-drop' },
    { name: 'import-outcomes', path: 'import/outcomes', until: '.sheet-drop', file: WRONG },
    { name: 'export', path: 'participants', press: /^(내보내기|Export)$/, opens: '[role=dialog]' },
    { name: 'figure-correct', path: `outcomes/${data.outcomes.nodes[0].id}/show`, press: /^(정정|Correct)$/ },
    { name: 'figure-cite', path: `outcomes/${data.outcomes.nodes[0].id}/show`, press: /^(출처 추가|Name a source)$/ },
  ]
})
afterAll(() => stage?.close())

function page(noun: string, kind: string, id: string): Screen {
  const paths: Record<string, string> = { list: noun, show: `${noun}/${id}/show`, edit: `${noun}/${id}` }
  return { name: `${noun}-${kind}`, path: paths[kind] ?? `${noun}/${kind}` }
}

const KEY =
  /(?:ra\.(?:action|auth|boolean|input|message|navigation|notification|page|sort|validation)|everywhere|home|panel|work|acts|resources|values|errors)\.[a-zA-Z_]+[\w.]*|(?:empty|guide|live)\.[a-z_]+/g

// Each language in each theme; each language and each theme at both widths.
const looks: Required<Look>[] = [
  { locale: 'ko', theme: 'light', width: 1440 },
  { locale: 'ko', theme: 'dark', width: 390 },
  { locale: 'en', theme: 'light', width: 390 },
  { locale: 'en', theme: 'dark', width: 1440 },
]

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

    for (const email of new Set(screens.map(({ email = CITY }) => email))) {
      const someone = await visit(stage, { ...look, email })
      await someone.page.goto('/admin/programs')
      await someone.page.locator('h1:not(:empty)').waitFor()
      for (const screen of screens.filter(({ email: by = CITY }) => by === email)) {
        found.push(...(await lookAt(someone, screen, look)))
      }
      found.push(...someone.faults)
      await someone.close()
    }
    console.log(`${screens.length + 1} screens checked: ${Object.values(look).join(' ')}`)
    expect(found).toEqual([])
  },
)

/** A line with mistakes and one without. */
const LINES = [
  ['사업번호', '지표', '기준일', '수치'],
  ['2019-01', 'PLACED', '2019-10-31', '열둘'],
  ['2019-01', 'TRAINED', '2019-10-31', '12'],
]
const WRONG = csv('실적.csv', LINES)
const IN_FILE = ['실적.csv', ...LINES.flat()]

async function lookAt(
  someone: Visit,
  { name, path, press, opens, until, file }: Screen,
  look: Required<Look>,
): Promise<string[]> {
  await someone.go(`/admin/${path}`)
  if (until) await someone.page.locator(until).first().waitFor()
  if (file) {
    await someone.page.locator('input[data-file]').setInputFiles(file)
    await someone.page.getByRole('button', { name: /^(2행 점검|Check 2 lines)$/ }).click()
    await someone.page.locator('.sheet-message').first().waitFor()
  }
  if (press) await someone.page.getByRole('button', { name: press }).first().click()
  if (opens) await someone.page.locator(opens).waitFor()
  await someone.settled()
  const found = await faultsOf(someone, name, look)
  if (look.width === 1440) found.push(...(await zoomed(someone, name)))
  if (process.env.PICTURES) await picture(someone.page, `${Object.values(look).join('-')}-${name}`)
  if (press) {
    await someone.page.keyboard.press('Escape')
    await someone.page.getByRole('dialog').waitFor({ state: 'detached' })
  }
  return found
}

/** At 200 % a screen of 1440 pixels is 720 wide: nothing is beside it. */
async function zoomed({ page, settled }: Visit, screen: string): Promise<string[]> {
  const size = page.viewportSize() as { width: number; height: number }
  await page.setViewportSize({ width: size.width / 2, height: size.height / 2 })
  await settled()
  const overflow = await beside(page)
  await page.setViewportSize(size)
  await settled()
  return overflow > 0 ? [`${screen}: ${overflow} px wider than the screen at 200 %`] : []
}

/** By how many pixels the page is wider than the screen. */
const beside = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

test('the check of a screen finds what is wrong with it', async () => {
  const look = { locale: 'en', theme: 'light', width: 390 } as const
  const stranger = await visit(stage, look)
  await stranger.page.goto('/admin/login')
  await stranger.page.locator('input[type=password]').waitFor()
  await stranger.settled()
  await stranger.page.evaluate(() => {
    document.documentElement.lang = 'ko'
    const wrong = '<input style="width: 500px"><p style="color: #999; background: #aaa">panel.no_such_word 번역</p>'
    document.querySelector('main')?.insertAdjacentHTML('beforeend', wrong)
  })
  const found = await faultsOf(stranger, 'login', look)
  expect(found.map((fault) => fault.split(' ').slice(1, 3).join(' '))).toEqual([
    'color-contrast: <p',
    'label: <input',
    'untranslated panel.no_such_word',
    'other language:',
    '<html lang>',
    expect.stringMatching(/^\d+ px$/),
  ])
  await stranger.close()
})

async function faultsOf({ page, data }: Visit, screen: string, { locale, width }: Required<Look>): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'] })
    .analyze()
  const bad = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${screen}: ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
  const overflow = await beside(page)
  const { lang, said, title } = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    title: document.title,
    said: [
      document.body.textContent,
      ...[...document.querySelectorAll('*')].flatMap((element) =>
        ['aria-label', 'title', 'placeholder', 'alt'].map((name) => element.getAttribute(name) ?? ''),
      ),
    ].join('\n'),
  }))
  const keys =
    `${title}
${said}`.match(KEY) ?? []
  return [
    ...bad,
    ...[...new Set(keys)].map((key) => `${screen}: untranslated ${key}`),
    ...(await foreignWords(page, locale, [...data, ...IN_FILE], codes)).map(
      (text) => `${screen}: other language: ${text}`,
    ),
    ...(lang === locale ? [] : [`${screen}: <html lang> is ${lang}`]),
    ...(width === 390 && overflow > 0 ? [`${screen}: ${overflow} px wider than the screen`] : []),
  ]
}

/** A round in screening with its reviewers, feedback that waits and is decided, and a release. */
async function addRound(city: Ask) {
  await addReviewers(stage, city)
  const round = await openRound(city, 2031)
  const shuttle = await proposal(city, round, '28200', '산업단지 무빙콜', 'Estate Shuttle')
  await proposal(city, round, '28177', '학교 안전지킴이', 'School Guards')
  const { version } = (await city('{ round(year: 2031) { version } }')).data.round
  await done(city, 'startScreening', { id: round, version }, 'round { id }')
  const { data } = await city('{ users(filter: { role: REVIEWER }) { nodes { id email } } }')
  const of = (email: string) => data.users.nodes.find((user: { email: string }) => user.email === email).id
  const review = await done(
    city,
    'assignReviewer',
    { programId: shuttle, reviewerId: of('lee@example.org') },
    'review { id }',
  )
  await done(city, 'assignReviewer', { programId: shuttle, reviewerId: of('park@example.org') }, 'review { id }')
  await step(city, 'startReview', shuttle)
  await handIn(stage, 'park@example.org', shuttle, [8, 4, 16])

  const {
    program,
    staffed,
    round: earlier,
  } = (
    await city('{ program(code: "2019-05") { id } staffed: program(code: "2019-01") { id } round(year: 2020) { id } }')
  ).data
  const about = { programId: program.id, owner: '일자리경제과', dueOn: '2020-02-28' }
  const decided = await done(city, 'recordFinding', { ...about, finding: '수요가 많다.' }, 'feedback { id version }')
  const decision = { decision: 'CONTINUE', decisionText: '계속한다.', figuresAsOf: '2019-12-31' }
  await done(city, 'decideFinding', { ...decided, ...decision }, 'feedback { id }')
  const open = await done(city, 'recordFinding', { ...about, finding: '홍보가 부족하다.' }, 'feedback { id }')
  const query = { year: 2019, indicators: ['PLACED', 'TRAINED'] }
  const press = { titleKo: '2019년 성과', audience: 'PRESS', asOf: '2019-12-31', releasedOn: '2020-01-31', query }
  await done(city, 'publishRelease', press, 'release { id }')
  return { round, round2020: earlier.id, coaches: program.id, staffed: staffed.id, review: review.id, finding: open.id }
}

/** A draft with its steps, participants with a follow-up that is due and a repeat participation, a figure that is a draft and one that was handed in, a locked period. */
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
    '{ program(code: "2019-01") { id district { id } } indicators(filter: { search: "PLACED" }) { nodes { id } } round(year: 2019) { id } }',
  )
  const { id: programId, district } = data.program
  const roundId = await add('createRound', 'round', { year: 2030, titleKo: '2030년 사업' })
  await add('createProgram', 'program', {
    roundId,
    districtId: district.id,
    titleKo: '길게 쓴 사업명도 잘려 보이지 않아야 하는 신규 특화일자리 사업',
  })
  await add('enrollParticipant', 'participant', { programId, name: '홍길동', stageOn: '2019-03-04' })
  const twice = { name: '김영희', birthDate: '1980-01-02' }
  await add('enrollParticipant', 'participant', { ...twice, programId, stageOn: '2019-03-04', stage: 'PLACED' })
  await add('enrollParticipant', 'participant', { ...twice, programId, stageOn: '2019-03-05', phone: '010-0000-0001' })
  const figure = { programId, indicatorId: data.indicators.nodes[0].id, value: 7 }
  await add('recordOutcome', 'outcome', { ...figure, asOf: '2019-10-31' })
  const id = await add('recordOutcome', 'outcome', { ...figure, asOf: '2019-11-30' })
  await add('submitOutcome', 'outcome', { id, version: 1 })
  await add('lockPeriod', 'periodLock', { roundId: data.round.id, from: '2019-01-01', to: '2019-01-31' })
}
