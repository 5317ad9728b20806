import { maxValue, minValue, NumberInput, required, useTranslate } from 'react-admin'
import { today } from './day'
import { DialogButton } from './dialog'
import { DayInput, ParagraphInput } from './form'
import { graphql } from './gql'
import type { EvaluationFieldsFragment } from './gql/graphql'
import type { Part } from './noun'

graphql(`
  fragment EvaluationFields on Evaluation {
    id
    version
    viewerCanUpdate
    evaluatedOn
    satisfaction
    findings
    targetJobs
    actualJobs { state value figureAsOf indicator { unitKo unitEn } }
    achievementPct { state value reason }
    costPerJob { state value reason }
  }
`)

/** Records the evaluation of a program, or changes it. */
export function EvaluationButton({ programId, now }: { programId: string; now?: EvaluationFieldsFragment }) {
  const translate = useTranslate()
  const label = translate(now ? 'work.evaluation.change' : 'work.evaluation.record')
  const { evaluatedOn, findings } = now ?? {}
  return (
    <DialogButton
      resource="evaluations"
      label={label}
      confirm={translate('ra.action.save')}
      act="recordEvaluation"
      input={{ programId }}
      record={now}
      transform={(values) => ({ ...(now && { evaluatedOn, findings }), ...values })}
      defaultValues={now ? undefined : { evaluatedOn: today() }}
    >
      <DayInput source="evaluatedOn" isRequired />
      <NumberInput source="satisfaction" validate={[minValue(0), maxValue(100)]} />
      <ParagraphInput source="findings" validate={required()} />
    </DialogButton>
  )
}

export const evaluation: Part<
  'evaluatedOn' | 'satisfaction' | 'findings' | 'targetJobs' | 'actualJobs' | 'achievementPct' | 'costPerJob'
> = {
  name: 'evaluations',
  acts: { edit: 'recordEvaluation', history: 'seeHistoryOfEvaluation' },
  words: {
    ko: {
      name: '평가',
      fields: {
        evaluatedOn: '평가일',
        satisfaction: '만족도(점)',
        findings: '평가 의견',
        targetJobs: '목표 일자리',
        actualJobs: '실제 일자리',
        achievementPct: '달성률',
        costPerJob: '1인당 비용',
      },
      values: {
        QuotientReason: {
          NO_ACTUAL: '취업 실적이 없음',
          NO_JOBS: '일자리가 0개임',
          NO_SPENDING: '집행액이 없음',
          NO_TARGET: '목표가 없음',
        },
      },
    },
    en: {
      name: 'Evaluation',
      fields: {
        evaluatedOn: 'Evaluated on',
        satisfaction: 'Satisfaction (points)',
        findings: 'Findings',
        targetJobs: 'Target jobs',
        actualJobs: 'Actual jobs',
        achievementPct: 'Achieved',
        costPerJob: 'Cost per job',
      },
      values: {
        QuotientReason: {
          NO_ACTUAL: 'no figure of jobs',
          NO_JOBS: 'no jobs',
          NO_SPENDING: 'no spending known',
          NO_TARGET: 'no target',
        },
      },
    },
  },
}
