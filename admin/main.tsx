import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css'
import { StrictMode } from 'react'
import { Admin, localStorageStore, Resource } from 'react-admin'
import { createRoot } from 'react-dom/client'
import { createBrowserRouter, RouterProvider } from 'react-router-dom'
import { createDataProvider } from './api'
import { createAuthProvider } from './auth'
import { district } from './district'
import { createI18nProvider } from './i18n/provider'
import { indicator } from './indicator'
import { PanelLayout } from './layout'
import { LoginPage } from './login'
import type { AnyNoun } from './noun'
import { outcome } from './outcome'
import { participant } from './participant'
import { program } from './program'
import { round } from './round'
import { source } from './source'
import { targetGroup } from './targetGroup'
import { darkTheme, lightTheme } from './theme'
import { user } from './user'

// The first is the start page.
const nouns: AnyNoun[] = [program, round, district, outcome, participant, indicator, source, user, targetGroup]

const Panel = () => (
  <Admin
    title="Sangsaeng 상생"
    dataProvider={dataProvider}
    authProvider={authProvider}
    i18nProvider={i18nProvider}
    store={store}
    theme={lightTheme}
    darkTheme={darkTheme}
    layout={PanelLayout}
    loginPage={LoginPage}
    requireAuth
    disableTelemetry
  >
    {nouns.map(({ name, list, show, create, edit, icon, recordRepresentation }) => (
      <Resource
        key={name}
        name={name}
        list={list}
        show={show}
        create={create}
        edit={edit}
        icon={icon}
        recordRepresentation={recordRepresentation}
      />
    ))}
  </Admin>
)

const dataProvider = createDataProvider(nouns)
const authProvider = createAuthProvider(nouns)
const i18nProvider = createI18nProvider(nouns)
const store = localStorageStore('1', 'sangsaeng')

// A data router, because warnings about unsaved changes need one.
const router = createBrowserRouter([{ path: '*', element: <Panel /> }], { basename: '/admin' })

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <RouterProvider router={router} />
  </StrictMode>,
)
