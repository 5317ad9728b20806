import { Alert, Box, Button, Divider, Typography } from '@mui/material'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import {
  Form,
  LocalesMenuButton,
  Notification,
  PasswordInput,
  required,
  TextInput,
  ToggleThemeButton,
  useLogin,
  useTranslate,
} from 'react-admin'
import { ask } from './api'
import { needsCode, openIdProvider } from './auth'
import { Brand } from './brand'
import { CodeInput } from './secondFactor'

/** The frame of what people see who are not signed in yet. */
export function EntrancePage({ title, children }: { title: string; children: ReactNode }) {
  const translate = useTranslate()
  const heading = translate(title)
  useEffect(() => {
    document.title = `${heading} · Sangsaeng 상생`
  }, [heading])
  return (
    <Box component="main" className="login">
      <Box className="login-card">
        <Brand />
        <Typography className="none">{translate('panel.tagline')}</Typography>
        <Typography variant="h1">{heading}</Typography>
        {children}
      </Box>
      <Box className="login-tools">
        <LocalesMenuButton />
        <ToggleThemeButton />
      </Box>
      <Notification />
    </Box>
  )
}

/** First the password or the provider, then, for those who have a second factor, its code. */
export function LoginPage() {
  const login = useLogin()
  const translate = useTranslate()
  const [refusal, setRefusal] = useState('')
  const [step, setStep] = useState<'password' | 'code'>(location.hash === '#code' ? 'code' : 'password')
  const submit = (values: object) => {
    setRefusal('')
    return login(values).catch((error: Error) => {
      if (error.message === needsCode) setStep('code')
      else setRefusal(error.message)
    })
  }
  return (
    <EntrancePage title={step === 'code' ? 'panel.code_title' : 'panel.sign_in_title'}>
      <Form key={step} onSubmit={submit} noValidate>
        {refusal && (
          <Alert severity="error" sx={{ mb: 2 }}>
            {translate(refusal, { _: refusal })}
          </Alert>
        )}
        {step === 'code' ? <CodeInput autoFocus /> : <EmailAndPassword />}
        <Button type="submit" variant="contained" fullWidth size="medium">
          {translate('ra.auth.sign_in')}
        </Button>
      </Form>
      {step === 'code' ? (
        <Button onClick={() => setStep('password')}>{translate('panel.start_over')}</Button>
      ) : (
        <>
          <OpenIdConnect />
          <Typography variant="body2" className="none">
            {translate('panel.sign_in_hint')}
          </Typography>
        </>
      )}
    </EntrancePage>
  )
}

const EmailAndPassword = () => (
  <>
    <TextInput
      source="email"
      label="panel.email"
      type="email"
      autoComplete="username"
      autoFocus
      validate={required()}
    />
    <PasswordInput source="password" label="panel.password" autoComplete="current-password" validate={required()} />
  </>
)

/** Leaves the panel, so it is a plain link. */
function OpenIdConnect() {
  const translate = useTranslate()
  const { data } = useQuery({ queryKey: ['openIdProvider'], queryFn: () => ask(openIdProvider) })
  if (!data?.openIdProvider) return null
  return (
    <>
      <Divider>{translate('panel.or')}</Divider>
      <Button href="/auth/oidc" variant="outlined" fullWidth size="medium">
        {translate('panel.sign_in_by', { name: data.openIdProvider })}
      </Button>
    </>
  )
}
