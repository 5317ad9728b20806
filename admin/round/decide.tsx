import { required, useTranslate } from 'react-admin'
import { BulkDialog } from '../bulk'
import { ParagraphInput } from '../form'
import { localized } from '../noun'

export type Decision = 'startReview' | 'selectProgram' | 'reserveProgram' | 'rejectProgram'

interface DecideProps {
  act: Decision
  programs: { id: string; version: number; titleKo: string; titleEn?: string | null }[]
  close(): void
}

/** The same step for several programs after one confirmation. */
export function DecideDialog({ act, programs, close }: DecideProps) {
  const translate = useTranslate()
  return (
    <BulkDialog
      title={translate(`work.decide.${act}`)}
      confirm={translate('work.decide.confirm', {
        step: translate(`work.decide.${act}`),
        smart_count: programs.length,
      })}
      tasks={({ reason }: { reason?: string }) =>
        programs.map((program) => ({
          key: program.id,
          label: localized(program, 'title'),
          act,
          input: { id: program.id, version: program.version, reason: reason || null },
        }))
      }
      close={close}
    >
      <ul className="wide">
        {programs.map((program) => (
          <li key={program.id}>{localized(program, 'title')}</li>
        ))}
      </ul>
      <ParagraphInput
        source="reason"
        label="panel.reason"
        minRows={2}
        validate={act === 'rejectProgram' ? required() : undefined}
      />
    </BulkDialog>
  )
}
