import { Button, Typography } from '@mui/material'
import { Link, useCreatePath, useTranslate } from 'react-admin'

/** What to do first while there is no round of the year yet. */
export function Guide({ year, mayCreate }: { year: number; mayCreate: boolean }) {
  const translate = useTranslate()
  const path = useCreatePath()
  return (
    <section className="card guide" aria-labelledby="guide">
      <div className="card-head">
        <Typography variant="h2" id="guide">
          {translate('home.guide', { year })}
        </Typography>
      </div>
      {mayCreate ? (
        <>
          <ol>
            {(['round', 'programs', 'people', 'figures'] as const).map((step) => (
              <li key={step}>{translate(`home.guide_${step}`, { year })}</li>
            ))}
          </ol>
          <Button
            component={Link}
            variant="outlined"
            to={path({ resource: 'rounds', type: 'create' })}
            state={{ record: { year } }}
          >
            {translate('home.guide_start', { year })}
          </Button>
        </>
      ) : (
        <p>{translate('home.guide_wait')}</p>
      )}
    </section>
  )
}
