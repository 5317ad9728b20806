import ApiIcon from '@mui/icons-material/ApiOutlined'
import { createTheme, ListItemIcon, MenuItem, ThemeProvider, Typography } from '@mui/material'
import { koKR } from '@mui/material/locale'
import { type ReactNode, useEffect, useRef } from 'react'
import { AppBar, Layout, Menu, useLocale, useTranslate } from 'react-admin'
import { Brand } from './brand'

export function PanelLayout({ children }: { children: ReactNode }) {
  const locale = useLocale()
  return (
    <ThemeProvider theme={(outer) => (locale === 'ko' ? createTheme(outer, koKR) : outer)}>
      <Layout appBar={Bar} menu={Sections} appBarAlwaysOn>
        <PageTitle />
        {children}
      </Layout>
    </ThemeProvider>
  )
}

const Bar = () => (
  <AppBar>
    <Brand />
  </AppBar>
)

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
    <Section title="panel.records" resources={['programs', 'rounds', 'districts']} />
    <Section title="panel.results" resources={['outcomes', 'participants']} />
    <Section title="panel.reference" resources={['indicators', 'sources', 'users']} />
    <SectionTitle title="panel.partners" />
    <GraphiQLItem />
  </Menu>
)

const Section = ({ title, resources }: { title: string; resources: string[] }) => (
  <>
    <SectionTitle title={title} />
    {resources.map((name) => (
      <Menu.ResourceItem key={name} name={name} />
    ))}
  </>
)

const SectionTitle = ({ title }: { title: string }) => {
  const translate = useTranslate()
  return (
    <li role="presentation" className="menu-section">
      {translate(title)}
    </li>
  )
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
