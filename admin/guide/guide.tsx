import DoneIcon from '@mui/icons-material/CheckCircleOutlined'
import OpenIcon from '@mui/icons-material/RadioButtonUnchecked'
import { Box, Button, Typography } from '@mui/material'
import { useQuery } from '@tanstack/react-query'
import { Link, useGetIdentity, useTranslate } from 'react-admin'
import { today } from '../day'
import { useHeard } from '../live/heard'
import { useGuideShown } from './shown'
import { stepsOf } from './steps'

/** What to do first: a list that ticks itself off, until it is hidden. */
export default function Guide() {
  const translate = useTranslate()
  const { data: someone } = useGetIdentity()
  const [, show] = useGuideShown()
  const year = Number(today().slice(0, 4))
  const { data: steps, refetch } = useQuery({
    queryKey: ['guide', someone?.id, year],
    queryFn: ({ signal }) => stepsOf(someone?.role, year, signal),
    enabled: Boolean(someone),
  })
  useHeard(() => {
    void refetch()
    return false
  })
  if (!steps) return null
  const done = steps.filter((step) => step.done).length
  return (
    <Box component="section" aria-labelledby="first-day" sx={look}>
      <Typography variant="h2" id="first-day">
        {translate('guide.title')}
      </Typography>
      <Typography className="none">
        {translate(done === steps.length ? 'guide.all_done' : 'guide.hint')}{' '}
        {translate('guide.progress', { done, all: steps.length })}
      </Typography>
      <ol>
        {steps.map((step) => (
          <li key={step.name}>
            {step.done ? (
              <DoneIcon color="success" titleAccess={translate('guide.done')} />
            ) : (
              <OpenIcon color="action" titleAccess={translate('guide.open')} />
            )}
            {step.done ? (
              <span className="none">{translate(`guide.step.${step.name}`, { year })}</span>
            ) : (
              <Link to={step.to}>{translate(`guide.step.${step.name}`, { year })}</Link>
            )}
          </li>
        ))}
      </ol>
      <Button onClick={() => show(false)}>{translate('guide.dismiss')}</Button>{' '}
      <span className="none">{translate('guide.back')}</span>
    </Box>
  )
}

const look = {
  bgcolor: 'background.paper',
  border: 1,
  borderColor: 'divider',
  borderRadius: 1,
  p: 2,
  my: 2,
  '& ol': { listStyle: 'none', p: 0, my: 1 },
  '& li': { display: 'flex', gap: 1, alignItems: 'center', py: 0.5 },
} as const
