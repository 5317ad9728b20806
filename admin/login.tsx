import { Alert, Box, Button, Typography } from '@mui/material'
import { useEffect, useState } from 'react'
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
import { Brand } from './brand'

export function LoginPage() {
  const login = useLogin()
  const translate = useTranslate()
  const [refusal, setRefusal] = useState('')
  const title = translate('panel.sign_in_title')
  useEffect(() => {
    document.title = `${title} · Sangsaeng 상생`
  }, [title])
  const submit = (values: object) => {
    setRefusal('')
    return login(values).catch((error: Error) => setRefusal(error.message))
  }
  return (
    <Box component="main" className="login">
      <Box className="login-card">
        <Brand />
        <Typography className="none">{translate('panel.tagline')}</Typography>
        <Typography variant="h1">{title}</Typography>
        <Form onSubmit={submit} noValidate>
          {refusal && (
            <Alert severity="error" sx={{ mb: 2 }}>
              {translate(refusal, { _: refusal })}
            </Alert>
          )}
          <TextInput
            source="email"
            label="panel.email"
            type="email"
            autoComplete="username"
            autoFocus
            validate={required()}
          />
          <PasswordInput
            source="password"
            label="panel.password"
            autoComplete="current-password"
            validate={required()}
          />
          <Button type="submit" variant="contained" fullWidth size="medium">
            {translate('ra.auth.sign_in')}
          </Button>
        </Form>
        <Typography variant="body2" className="none">
          {translate('panel.sign_in_hint')}
        </Typography>
      </Box>
      <Box className="login-tools">
        <LocalesMenuButton />
        <ToggleThemeButton />
      </Box>
      <Notification />
    </Box>
  )
}
