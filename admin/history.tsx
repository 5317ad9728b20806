import { useTranslate } from 'react-admin'
import { Grid } from './grid'
import { momentInKorea, ValueChip } from './value'

interface StepTaken {
  id: string
  at: string
  byName?: string | null
  reason?: string | null
  from: string
  to: string
}

/** The steps of a record: when, who, from where to where, why. */
export function StepHistory({ steps, of }: { steps: readonly StepTaken[]; of: 'RoundState' | 'ProgramStage' }) {
  const translate = useTranslate()
  return (
    <Grid
      label={translate('work.history.steps')}
      rows={steps}
      empty={translate('work.history.none')}
      columns={[
        { label: translate('work.history.at'), short: true, cell: ({ at }) => momentInKorea(at) },
        {
          label: translate('work.history.step'),
          cell: ({ from, to }) => (
            <>
              <ValueChip of={of} is={from} /> → <ValueChip of={of} is={to} />
            </>
          ),
        },
        { label: translate('work.history.by'), cell: ({ byName }) => byName ?? '–' },
        { label: translate('panel.reason'), cell: ({ reason }) => reason ?? <span className="none">–</span> },
      ]}
    />
  )
}
