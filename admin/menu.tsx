import ApiIcon from '@mui/icons-material/ApiOutlined'
import SpaceDashboardIcon from '@mui/icons-material/SpaceDashboardOutlined'
import { createElement } from 'react'
import { useCanAccess, useCreatePath, useGetIdentity, useResourceDefinitions, useTranslate } from 'react-admin'
import { DisclosureItem } from './disclosure/menu'
import { FigureItems } from './figures/menu'
import { MenuLink } from './menuLink'
import { PeopleItems } from './people/menu'

/** Plain links, as they are on every screen: menu items of Material UI take as long to draw as all else of the frame. */
export function PanelMenu() {
  const translate = useTranslate()
  return (
    <nav aria-label={translate('panel.menu')}>
      <ul className="menu">
        <MenuLink to="/" icon={<SpaceDashboardIcon />} title="ra.page.dashboard" />
        <Section title="panel.records" resources={['reviews', 'programs', 'rounds', 'districts', 'feedbackEntries']} />
        <SectionTitle title="panel.results" />
        <FigureItems />
        <Items resources={['outcomes', 'participants']} />
        <PeopleItems />
        <Items resources={['claims', 'releases']} />
        <Section
          title="panel.reference"
          resources={[
            'organizations',
            'programLines',
            'districtEvents',
            'targetGroups',
            'indicators',
            'sources',
            'users',
            'rightsChanges',
          ]}
        />
        <DisclosureItem />
        <PrivacySection />
        <SectionTitle title="panel.partners" />
        <KeysItem />
        <GraphiQLItem />
      </ul>
    </nav>
  )
}

/** For the privacy officer and those who answer for the data. */
function PrivacySection() {
  const { canAccess: review } = useCanAccess({ resource: 'accessLog', action: 'review' })
  const { canAccess: due } = useCanAccess({ resource: 'destructionCertificates', action: 'due' })
  const resources = [...(review ? ['accessLog', 'accessReviews'] : []), ...(due ? ['destructionCertificates'] : [])]
  return resources.length ? <Section title="panel.personal_data" resources={resources} /> : null
}

const Section = ({ title, resources }: { title: string; resources: string[] }) => (
  <>
    <SectionTitle title={title} />
    <Items resources={resources} />
  </>
)

const Items = ({ resources }: { resources: string[] }) => resources.map((name) => <ListLink key={name} name={name} />)

const SectionTitle = ({ title }: { title: string }) => {
  const translate = useTranslate()
  return <li className="menu-section">{translate(title)}</li>
}

/** For those who may see keys; the server decides what they see. */
const KeysItem = () => {
  const { data } = useGetIdentity()
  return ['ADMIN', 'PRIVACY'].includes(data?.role) ? <ListLink name="apiKeys" /> : null
}

/** Leaves the panel. */
const GraphiQLItem = () => (
  <li>
    <a href="/graphiql" className="menu-link">
      <ApiIcon />
      <span>{useTranslate()('panel.graphiql')}</span>
    </a>
  </li>
)

/** The list of a resource, for those who may see it. */
function ListLink({ name }: { name: string }) {
  const { [name]: resource } = useResourceDefinitions()
  const { canAccess } = useCanAccess({ resource: name, action: 'list' })
  const path = useCreatePath()
  if (!resource?.icon || !canAccess) return null
  return (
    <MenuLink
      to={path({ resource: name, type: 'list' })}
      icon={createElement(resource.icon)}
      title={`resources.${name}.name`}
    />
  )
}
