import { Box, Chip, Typography } from '@mui/material'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import { Title, useTranslate } from 'react-admin'
import { ActButton, CurrentPassword, NewPassword } from './act'
import { ask } from './api'
import { graphql } from './gql'
import type { MyAccountQuery } from './gql/graphql'
import { SecondFactor } from './secondFactor'
import { When } from './value'

const query = graphql(`
  query MyAccount {
    viewer {
      id
      email
      name
      hasPassword
      hasSecondFactor
      secondFactorDue
      sessions { id current address userAgent createdAt lastUsedAt expiresAt }
    }
  }
`)

type Account = NonNullable<MyAccountQuery['viewer']>

/** What a person does with the own account: password, second factor, sessions. */
export function AccountPage() {
  const { data } = useQuery({ queryKey: ['account'], queryFn: () => ask(query) })
  const translate = useTranslate()
  const account = data?.viewer
  return (
    <>
      <Title title={translate('panel.account')} />
      {account && (
        <Box className="account">
          <Typography className="none">
            {account.name} · {account.email}
          </Typography>
          <SecondFactor account={account} />
          {!account.secondFactorDue && (
            <>
              <Password account={account} />
              <Sessions account={account} />
            </>
          )}
        </Box>
      )}
    </>
  )
}

export function Section({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  const heading = useId()
  const translate = useTranslate()
  return (
    <Box component="section" aria-labelledby={heading} className="related">
      <Typography variant="h2" id={heading}>
        {translate(title)}
      </Typography>
      {hint && <Typography className="none">{translate(hint)}</Typography>}
      <Box className="section-body">{children}</Box>
    </Box>
  )
}

const Password = ({ account }: { account: Account }) => {
  const translate = useTranslate()
  if (!account.hasPassword) return null
  return (
    <Section title="panel.password" hint="panel.password_hint">
      <ActButton act="changePassword" label={translate('panel.change_password')}>
        <CurrentPassword />
        <NewPassword />
      </ActButton>
    </Section>
  )
}

function Sessions({ account }: { account: Account }) {
  const translate = useTranslate()
  const inputs = account.hasPassword && <CurrentPassword />
  return (
    <Section title="panel.sessions" hint="panel.sessions_hint">
      <ul className="sessions">
        {account.sessions.map((session) => (
          <li key={session.id}>
            <div>
              <strong>{browserOf(session.userAgent) ?? translate('panel.unknown_browser')}</strong>
              {session.current && <Chip label={translate('panel.this_session')} component="span" sx={{ ml: 1 }} />}
              <Typography className="none">
                {session.address} · {translate('panel.last_used')} <When at={session.lastUsedAt} /> ·{' '}
                {translate('panel.ends_at')} <When at={session.expiresAt} />
              </Typography>
            </div>
            {!session.current && (
              <ActButton act="revokeSession" input={{ id: session.id }} label={translate('panel.revoke_session')}>
                {inputs}
              </ActButton>
            )}
          </li>
        ))}
      </ul>
      {account.sessions.length > 1 && (
        <ActButton act="revokeOtherSessions" input={{}} label={translate('panel.revoke_others')}>
          {inputs}
        </ActButton>
      )}
    </Section>
  )
}

/** Browser and system, as people call them. */
function browserOf(agent: string | null | undefined): string | undefined {
  if (!agent) return undefined
  const find = (names: Record<string, RegExp>) => Object.keys(names).find((name) => names[name]?.test(agent))
  const browser = find({
    Whale: /Whale\//,
    Edge: /Edg\//,
    'Samsung Internet': /SamsungBrowser\//,
    Firefox: /Firefox\//,
    Chrome: /Chrome\//,
    Safari: /Safari\//,
  })
  const system = find({
    Android: /Android/,
    iOS: /iPhone|iPad/,
    Windows: /Windows/,
    macOS: /Mac OS X/,
    Linux: /Linux/,
  })
  return [browser, system].filter(Boolean).join(' · ') || agent.slice(0, 60)
}
