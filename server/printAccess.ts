import fs from 'node:fs'
import path from 'node:path'
import { acts, inWords, type RuleName, rules, type Viewer } from './access.ts'
import { nounInWords } from './input.ts'
import { root } from './root.ts'
import { schema } from './schema/index.ts'

// Who must set up a second factor first may do nothing else, and is left out.
const callers: Record<Exclude<Viewer['role'], 'SETTING_UP'>, string> = {
  ANONYMOUS: 'Anonymous',
  PARTNER: 'Partner',
  REVIEWER: 'Reviewer (심사위원)',
  DISTRICT: 'District officer (군·구 담당자)',
  PRIVACY: 'Privacy officer (개인정보 보호책임자)',
  CITY: 'City officer (시 담당자)',
  ADMIN: 'City administrator (시 관리자)',
}
type Role = keyof typeof callers

const readme = path.join(root, 'README.md')
const [BEGIN, END] = ['<!-- access: written by npm run access -->', '<!-- access: end -->']

const cells = (name: RuleName, roles: Role[]) => roles.map((role) => inWords(role, name))
const row = (parts: string[]) => `| ${parts.join(' | ')} |`
const table = (first: string, roles: Role[], rows: string[][]) =>
  [row([first, ...roles.map((role) => callers[role])]), row(['---', ...roles.map(() => '---')]), ...rows.map(row)].join(
    '\n',
  )

/** What a rule is about, with the official Korean term where the schema gives one. */
function about(name: RuleName): string {
  const noun = name.replace(/^read/, '')
  if (noun === name) return `*${nounInWords(name).replace(/^see /, '')}*`
  const term = /\(([가-힣][가-힣·, ]*)\)/.exec(schema.getType(noun)?.description ?? '')?.[1]
  return `${nounInWords(noun)}${term ? ` (${term})` : ''}`
}

/** Neighbors with the same answers share a row. */
function grouped(names: RuleName[], roles: Role[], word: (name: RuleName) => string): string[][] {
  const rows: { names: string[]; said: string[] }[] = []
  for (const name of names) {
    const said = cells(name, roles)
    const last = rows.at(-1)
    if (last && last.said.join() === said.join()) last.names.push(word(name))
    else rows.push({ names: [word(name)], said })
  }
  return rows.map((one) => [one.names.join(', '), ...one.said])
}

function printed(): string {
  const roles = Object.keys(callers) as Role[]
  const reads = (Object.keys(rules) as RuleName[]).filter((name) => !acts.includes(name))
  // Without an account nobody does anything.
  const doers = roles.filter((role) => acts.some((name) => inWords(role, name) !== '–'))
  return [
    table('May read', roles, grouped(reads, roles, about)),
    table(
      'May do',
      doers,
      grouped(acts, doers, (name) => `\`${name}\``),
    ),
  ].join('\n\n')
}

const text = fs.readFileSync(readme, 'utf8')
const [start, end] = [text.indexOf(BEGIN) + BEGIN.length, text.indexOf(END)]
const fresh = `${text.slice(0, start)}\n\n${printed()}\n\n${text.slice(end)}`

// npm run access writes it; with --check, says whether what is written is fresh.
if (!process.argv.includes('--check')) fs.writeFileSync(readme, fresh)
else if (text !== fresh) {
  console.error('The access table of README.md is stale: run npm run access')
  process.exit(1)
}
