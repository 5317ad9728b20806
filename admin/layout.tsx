import AccountIcon from '@mui/icons-material/AccountCircleOutlined'
import ApiIcon from '@mui/icons-material/ApiOutlined'
import SpaceDashboardIcon from '@mui/icons-material/SpaceDashboardOutlined'
import { createTheme, ListItemIcon, ListItemText, MenuItem, type Theme, ThemeProvider, Typography } from '@mui/material'
import { koKR } from '@mui/material/locale'
import { lazy, type ReactNode, Suspense, useEffect, useRef } from 'react'
import {
  AppBar,
  Layout,
  Link,
  Logout,
  Menu,
  UserMenu,
  useCanAccess,
  useGetIdentity,
  useLocale,
  useTranslate,
  useUserMenu,
} from 'react-admin'
import { Navigate, useLocation } from 'react-router-dom'
import { AsksToSignIn } from './again/asks'
import { Brand } from './brand'
import { DisclosureItem } from './disclosure/menu'
import { SearchButton } from './everywhere/searchButton'
import { FigureItems } from './figures/menu'
import { GuideItem } from './guide/item'
import { useGuideShown } from './guide/shown'
import { PeopleItems } from './people/menu'

export function PanelLayout({ children }: { children: ReactNode }) {
  const locale = useLocale()
  const { data: someone } = useGetIdentity()
  const { pathname } = useLocation()
  // Until the second factor is set up, the server answers nothing else.
  const due = someone?.secondFactorDue && pathname !== ACCOUNT
  return (
    <ThemeProvider theme={locale === 'ko' ? inKorean : asItIs}>
      <Layout appBar={Bar} menu={Sections} appBarAlwaysOn>
        <PageTitle />
        <FirstDay />
        {due ? <Navigate to={ACCOUNT} replace /> : children}
      </Layout>
      <AsksToSignIn />
      {someone && !someone.secondFactorDue && (
        <Suspense>
          <Live />
        </Suspense>
      )}
    </ThemeProvider>
  )
}

// A new function is a new theme, with which all that is shown is styled anew.
const inKorean = (outer: Theme) => createTheme(outer, koKR)
const asItIs = (outer: Theme) => outer

const ACCOUNT = '/account'
const Live = lazy(() => import('./live/live'))
const Guide = lazy(() => import('./guide/guide'))

const Bar = () => (
  <AppBar userMenu={<PersonMenu />}>
    <Brand />
    <SearchButton />
  </AppBar>
)

/** The guide stands where a person begins. */
function FirstDay() {
  const { data: someone } = useGetIdentity()
  const { pathname } = useLocation()
  const [shown] = useGuideShown()
  const begins = pathname === (someone?.role === 'REVIEWER' ? '/reviews' : '/')
  if (!someone || someone.secondFactorDue || !shown || !begins) return null
  return (
    <Suspense>
      <Guide />
    </Suspense>
  )
}

const PersonMenu = () => (
  <UserMenu>
    <AccountItem />
    <GuideItem />
    <Logout />
  </UserMenu>
)

function AccountItem() {
  const menu = useUserMenu()
  return (
    <MenuItem component={Link} to={ACCOUNT} onClick={menu?.onClose}>
      <ListItemIcon>
        <AccountIcon />
      </ListItemIcon>
      <ListItemText>{useTranslate()('panel.account')}</ListItemText>
    </MenuItem>
  )
}

/** The place where react-admin writes the title of the page, which is also the title of the window. */
function PageTitle() {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const follow = () => {
      document.title = [heading.current?.textContent, 'Sangsaeng 상생'].filter(Boolean).join(' · ')
    }
    const observer = new MutationObserver(follow)
    observer.observe(heading.current as Node, { childList: true, characterData: true, subtree: true })
    return () => observer.disconnect()
  }, [])
  return <Typography variant="h1" id="react-admin-title" ref={heading} className="page-title" />
}

const Sections = () => (
  <Menu>
    <Menu.DashboardItem leftIcon={<SpaceDashboardIcon />} />
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
  </Menu>
)

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

const Items = ({ resources }: { resources: string[] }) =>
  resources.map((name) => <Menu.ResourceItem key={name} name={name} />)

const SectionTitle = ({ title }: { title: string }) => {
  const translate = useTranslate()
  return (
    <li role="presentation" className="menu-section">
      {translate(title)}
    </li>
  )
}

/** For those who may see keys; the server decides what they see. */
const KeysItem = () => {
  const { data } = useGetIdentity()
  return ['ADMIN', 'PRIVACY'].includes(data?.role) ? <Menu.ResourceItem name="apiKeys" /> : null
}

/** Leaves the panel, so it is a plain link. */
const GraphiQLItem = () => (
  <MenuItem component="a" href="/graphiql" className="menu-link" tabIndex={0}>
    <ListItemIcon>
      <ApiIcon />
    </ListItemIcon>
    {useTranslate()('panel.graphiql')}
  </MenuItem>
)
