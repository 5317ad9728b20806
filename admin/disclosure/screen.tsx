import { Alert, Box, Chip } from '@mui/material'
import { ResourceContextProvider, Title, useTranslate } from 'react-admin'
import { useAnswer } from '../answer'
import { graphql } from '../gql'
import type { DisclosureScreenQuery } from '../gql/graphql'
import { Grid } from '../grid'
import { RecordLink } from '../list'
import { localized } from '../noun'
import { FactList } from '../show'
import { Section } from '../tabs'

const query = graphql(`
  query DisclosureScreen {
    disclosure {
      threshold sensitiveThreshold
      programs {
        sensitive open small beside rates registered registeredWithheld
        program { id code titleKo titleEn round { year } }
      }
    }
    targetGroups(first: 100) { nodes { id code nameKo nameEn sensitive } }
  }
`)
type Disclosure = DisclosureScreenQuery['disclosure']
type Decided = Disclosure['programs'][number]

/** Which small counts are withheld from everyone, by which thresholds, and what was decided. */
export function DisclosureScreen() {
  const translate = useTranslate()
  const answer = useAnswer(query, {})
  return (
    <Box className="disclosure">
      <Title title={translate('acts.disclosure.title')} />
      {answer.error && <Alert severity="error">{translate(answer.error.message, { _: answer.error.message })}</Alert>}
      {answer.data && (
        <>
          <InForce of={answer.data.disclosure} />
          <Groups of={answer.data.targetGroups.nodes} />
          <Decisions of={answer.data.disclosure.programs} />
        </>
      )}
    </Box>
  )
}

function InForce({ of: { threshold, sensitiveThreshold } }: { of: Disclosure }) {
  const translate = useTranslate()
  const word = (name: string, values = {}) => translate(`acts.disclosure.${name}`, values)
  return (
    <Section title={word('in_force')} hint={word('why')}>
      <FactList>
        <div>
          <dt>{word('threshold')}</dt>
          <dd>{word('fewer', { smart_count: threshold })}</dd>
        </div>
        <div>
          <dt>{word('sensitive')}</dt>
          <dd>{word('fewer', { smart_count: sensitiveThreshold })}</dd>
        </div>
      </FactList>
      <p className="none">
        {word('where', { ordinary: 'SUPPRESSION_THRESHOLD', sensitive: 'SUPPRESSION_THRESHOLD_SENSITIVE' })}
      </p>
      <p className="none">{word('stays')}</p>
    </Section>
  )
}

type Group = DisclosureScreenQuery['targetGroups']['nodes'][number]

function Groups({ of }: { of: Group[] }) {
  const translate = useTranslate()
  const sensitive = of.filter((group) => group.sensitive)
  const title = translate('acts.disclosure.groups')
  return (
    <Section title={title} hint={translate('acts.disclosure.groups_hint')}>
      <ResourceContextProvider value="targetGroups">
        <ul className="chips group-chips">
          {[...sensitive, ...of.filter((group) => !group.sensitive)].map((group) => (
            <li key={group.id}>
              <RecordLink row={group} />{' '}
              {group.sensitive && <Chip component="span" color="warning" label={translate('acts.group.sensitive')} />}
            </li>
          ))}
        </ul>
      </ResourceContextProvider>
    </Section>
  )
}

const FIELDS = ['open', 'small', 'beside', 'rates', 'registered', 'registeredWithheld'] as const

function Decisions({ of }: { of: readonly Decided[] }) {
  const translate = useTranslate()
  const word = (name: string, values = {}) => translate(`acts.disclosure.${name}`, values)
  const title = word('decided')
  const total = Object.fromEntries(
    FIELDS.map((field) => [field, of.reduce((sum, row) => sum + row[field], 0)]),
  ) as Counts
  const rows: Row[] = of.length ? [{ key: 'all', ...total }, ...of.map((row) => ({ key: row.program.id, ...row }))] : []
  return (
    <Section title={title} hint={word('decided_hint')}>
      <Grid<Row>
        label={title}
        rows={rows}
        empty={word('nothing')}
        keyOf={({ key }) => key}
        columns={[
          {
            label: translate('resources.outcomes.fields.program'),
            cell: ({ program, sensitive }) =>
              program ? (
                <>
                  <RecordLink row={program} resource="programs">
                    {program.code} {localized(program, 'title')}
                  </RecordLink>{' '}
                  {sensitive && <Chip component="span" color="warning" label={translate('acts.group.sensitive')} />}
                </>
              ) : (
                <b>{word('all')}</b>
              ),
          },
          { label: word('open'), number: true, cell: ({ open }) => open },
          { label: word('withheld'), number: true, cell: (row) => row.small + row.beside + row.rates },
          { label: word('reasons'), cell: (row) => <Reasons of={row} /> },
          {
            label: word('register'),
            cell: ({ registered, registeredWithheld }) =>
              registered + registeredWithheld
                ? word('register_of', { open: registered, withheld: registeredWithheld })
                : '–',
          },
        ]}
      />
    </Section>
  )
}

type Counts = Pick<Decided, (typeof FIELDS)[number]>
type Row = Counts & Partial<Decided> & { key: string }

/** Why counts are withheld, in words. */
function Reasons({ of }: { of: Counts }) {
  const translate = useTranslate()
  const said = (['small', 'beside', 'rates'] as const).filter((reason) => of[reason])
  return said.map((reason) => `${translate(`acts.disclosure.${reason}`)} ${of[reason]}`).join(' · ') || '–'
}
