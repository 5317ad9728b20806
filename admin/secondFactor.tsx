import { Alert, Box, Typography } from '@mui/material'
import { useState } from 'react'
import { Form, required, TextInput, useRefresh, useTranslate } from 'react-admin'
import { renderSVG } from 'uqr'
import { Section } from './account'
import { ActButton, CopyButton, CurrentPassword, doAct, OnceDialog } from './act'
import { mistakes } from './api'
import { Confirm } from './dialog'
import { Above } from './form'

interface Secret {
  secret: string
  uri: string
}

interface Props {
  account: { hasPassword?: boolean | null; hasSecondFactor?: boolean | null; secondFactorDue: boolean }
}

/** Sets the second factor up, or turns it off. */
export function SecondFactor({ account }: Props) {
  const translate = useTranslate()
  const refresh = useRefresh()
  const [secret, setSecret] = useState<Secret>()
  const [codes, setCodes] = useState<string[]>()
  const done = () => {
    // The rights of the person may have changed: everything is read anew.
    if (account.secondFactorDue) location.assign('/admin/')
    setCodes(undefined)
    refresh()
  }
  return (
    <Section
      title="panel.second_factor"
      hint={account.hasSecondFactor ? 'panel.second_factor_on' : 'panel.second_factor_hint'}
    >
      {account.secondFactorDue && <Alert severity="warning">{translate('panel.second_factor_due')}</Alert>}
      {account.hasSecondFactor ? (
        <ActButton act="disableTotp" label={translate('panel.turn_off')}>
          <CodeInput />
        </ActButton>
      ) : secret ? (
        <Scan
          {...secret}
          onConfirmed={(recovery) => {
            setSecret(undefined)
            setCodes(recovery)
          }}
        />
      ) : (
        !codes && (
          <ActButton
            act="startTotp"
            input={{}}
            select="secret uri"
            label={translate('panel.set_up')}
            onDone={(answer) => setSecret(answer as unknown as Secret)}
          >
            {account.hasPassword && <CurrentPassword />}
          </ActButton>
        )
      )}
      {codes && (
        <OnceDialog
          title="panel.recovery_codes"
          hint="panel.recovery_codes_hint"
          text={codes.join('\n')}
          close={done}
        />
      )}
    </Section>
  )
}

/** The code that the app shows, or a recovery code. */
export const CodeInput = (props: { autoFocus?: boolean }) => (
  <TextInput
    source="code"
    label="panel.code"
    helperText="panel.code_hint"
    autoComplete="one-time-code"
    validate={required()}
    {...props}
  />
)

const blank = {}

function Scan({ secret, uri, onConfirmed }: Secret & { onConfirmed(codes: string[]): void }) {
  const translate = useTranslate()
  const submit = async (values: object) => {
    try {
      const done = await doAct<{ recoveryCodes: string[] }>('confirmTotp', values, 'recoveryCodes')
      if (done.errors.length) return mistakes(done.errors, values).body.errors
      onConfirmed(done.recoveryCodes)
    } catch (error) {
      return { root: { serverError: (error as Error).message } }
    }
  }
  const picture = `data:image/svg+xml,${encodeURIComponent(renderSVG(uri, { border: 3 }))}`
  return (
    <Box className="scan">
      <img src={picture} alt={translate('panel.qr_code')} width={184} height={184} />
      <Box>
        <Typography>{translate('panel.scan')}</Typography>
        <Typography component="code" className="secret">
          {secret.replace(/(.{4})(?=.)/g, '$1 ')}
        </Typography>
        <CopyButton text={secret} />
        <Form onSubmit={submit} record={blank} noValidate>
          <Above conflictToo />
          <CodeInput />
          <Confirm label={translate('panel.turn_on')} />
        </Form>
      </Box>
    </Box>
  )
}
