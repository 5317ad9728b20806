import { Alert, Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { Form, PasswordInput, required, useTranslate } from 'react-admin'
import { ask, mistakes } from '../api'
import { enterCode, openIdProvider, signIn } from '../auth'
import { Confirm } from '../dialog'
import { CodeInput } from '../secondFactor'
import { viewerQuery } from '../viewer'
import type { Person } from './again'

const blank = {}
const apart = { apart: true }
const inWhoseName = async () => (await ask(viewerQuery, undefined, undefined, apart)).viewer

/** Over the page whose session has ended: what was typed stays, and what was to be saved is saved afterwards. */
export default function SignInAgain({ person, answer }: { person: Person; answer(is: boolean): void }) {
  const translate = useTranslate()
  const heading = useId()
  const [step, setStep] = useState<'password' | 'code'>('password')
  const [refusal, setRefusal] = useState('')
  const [other, setOther] = useState<string>()
  const { data } = useQuery({ queryKey: ['openIdProvider'], queryFn: () => ask(openIdProvider) })

  /** Only the person whose page it is goes on with it. */
  const look = async () => {
    const viewer = await inWhoseName()
    if (viewer?.id === person.id) return answer(true)
    setOther(viewer?.name)
    if (!viewer) setRefusal('live.not_signed_in')
  }
  const submit = async (typed: object) => {
    setRefusal('')
    try {
      const { done } = await ('code' in typed
        ? ask(enterCode, { input: typed as { code: string } }, undefined, apart)
        : ask(signIn, { input: { email: person.email, ...(typed as { password: string }) } }, undefined, apart))
      if (done.errors.length) throw mistakes(done.errors, {})
      if (done.needsCode) setStep('code')
      else await look()
    } catch (error) {
      setRefusal((error as Error).message)
    }
  }
  return (
    <Dialog open fullWidth maxWidth="xs" aria-labelledby={heading}>
      <Form key={step} onSubmit={submit} record={blank} noValidate>
        <DialogTitle id={heading}>{translate('live.sign_in_again')}</DialogTitle>
        <DialogContent className="form dialog-form">
          <Alert severity="info">
            {translate('live.sign_in_again_hint', { name: person.name, email: person.email })}
          </Alert>
          {refusal && <Alert severity="error">{translate(refusal, { _: refusal })}</Alert>}
          {other && <Alert severity="warning">{translate('live.other_person', { other, name: person.name })}</Alert>}
          {step === 'code' ? (
            <CodeInput autoFocus />
          ) : (
            <>
              <input type="hidden" autoComplete="username" value={person.email} readOnly />
              <PasswordInput
                source="password"
                label="panel.password"
                autoComplete="current-password"
                validate={required()}
                autoFocus
              />
            </>
          )}
          {data?.openIdProvider && (
            <div>
              <Button href="/auth/oidc" target="_blank" rel="noreferrer">
                {translate('live.sign_in_elsewhere', { name: data.openIdProvider })}
              </Button>
              <Button onClick={look}>{translate('live.signed_in')}</Button>
            </div>
          )}
        </DialogContent>
        <DialogActions>
          <Button onClick={() => answer(false)}>{translate('live.give_up')}</Button>
          <Confirm label={translate('ra.auth.sign_in')} />
        </DialogActions>
      </Form>
    </Dialog>
  )
}
