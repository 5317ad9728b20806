import AccountIcon from '@mui/icons-material/AccountCircleOutlined'
import { createTheme, ListItemIcon, ListItemText, MenuItem, type Theme, ThemeProvider, Typography } from '@mui/material'
import { koKR } from '@mui/material/locale'
import { lazy, type ReactNode, Suspense, useEffect, useRef } from 'react'
import {
  AppBar,
  Layout,
  Link,
  Logout,
  UserMenu,
  useGetIdentity,
  useLocale,
  useTranslate,
  useUserMenu,
} from 'react-admin'
import { Navigate, useLocation } from 'react-router-dom'
import { AsksToSignIn } from './again/asks'
import { Brand } from './brand'
import { SearchButton } from './everywhere/searchButton'
import { GuideItem } from './guide/item'
import { useGuideShown } from './guide/shown'
import { PanelMenu } from './menu'

export function PanelLayout({ children }: { children: ReactNode }) {
  const locale = useLocale()
  const { data: someone } = useGetIdentity()
  const { pathname } = useLocation()
  // Until the second factor is set up, the server answers nothing else.
  const due = someone?.secondFactorDue && pathname !== ACCOUNT
  return (
    <ThemeProvider theme={locale === 'ko' ? inKorean : asItIs}>
      <Layout appBar={Bar} menu={PanelMenu} appBarAlwaysOn>
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
