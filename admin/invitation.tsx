import { Alert, Button, Typography } from '@mui/material'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Form, TextInput, useTranslate } from 'react-admin'
import { doAct, NewPassword } from './act'
import { ask, mistakes } from './api'
import { Confirm } from './dialog'
import { Above } from './form'
import { graphql } from './gql'
import { EntrancePage } from './login'
import { When } from './value'

const query = graphql(`
  query Invitation($token: String!) {
    invitation(token: $token) { name email expiresAt open }
  }
`)

/** Where an invitation link leads: the person sets the password. The token stands after `#`, so no server logs it. */
export function InvitationPage() {
  const [token] = useState(() => location.hash.slice(1))
  const translate = useTranslate()
  const { data, isPending } = useQuery({
    queryKey: ['invitation'],
    queryFn: () => ask(query, { token }).catch(() => ({ invitation: null })),
    gcTime: 0,
  })
  const invitation = data?.invitation
  return (
    <EntrancePage title="panel.invitation">
      {!isPending && !invitation?.open && (
        <>
          <Alert severity="error">{translate('panel.invitation_over')}</Alert>
          <Button href="/admin/login">{translate('panel.to_sign_in')}</Button>
        </>
      )}
      {invitation?.open && <Accept token={token} {...invitation} />}
    </EntrancePage>
  )
}

interface Invited {
  token: string
  name: string
  email: string
  expiresAt: string
}

function Accept({ token, name, email, expiresAt }: Invited) {
  const translate = useTranslate()
  const submit = async (values: object) => {
    try {
      const done = await doAct<{ needsCode: boolean }>(
        'acceptInvitation',
        { token, password: (values as { password: string }).password },
        'needsCode',
      )
      if (done.errors.length) return mistakes(done.errors, values).body.errors
      location.assign(done.needsCode ? '/admin/login#code' : '/admin/')
    } catch (error) {
      return { root: { serverError: (error as Error).message } }
    }
  }
  return (
    <>
      <Typography>{translate('panel.invitation_hint', { name })}</Typography>
      <Form onSubmit={submit} defaultValues={{ email }} noValidate>
        <Above conflictToo />
        <TextInput
          source="email"
          label="panel.email"
          autoComplete="username"
          slotProps={{ htmlInput: { readOnly: true } }}
        />
        <NewPassword />
        <Confirm label={translate('panel.set_password')} />
      </Form>
      <Typography className="none">
        {translate('panel.works_until')} <When at={expiresAt} />
      </Typography>
    </>
  )
}
