import { CssBaseline } from '@mui/material'
import { lazy, StrictMode, Suspense } from 'react'
import {
  AccessDenied,
  AdminContext,
  AuthenticationError,
  CoreAdminUI,
  CustomRoutes,
  Error as ErrorPage,
  LoadingPage,
  localStorageStore,
  NotFound,
  Notification,
  Resource,
} from 'react-admin'
import { createRoot } from 'react-dom/client'
import { createBrowserRouter, Route, RouterProvider } from 'react-router-dom'
import { createDataProvider } from './api'
import { createAuthProvider } from './auth'
import { figureRoutes } from './figures/routes'
import { createI18nProvider } from './i18n/provider'
import { peopleRoutes } from './people/routes'
import { sheetRoutes } from './sheet/routes'
import { darkTheme, lightTheme } from './theme'

const LoginPage = lazy(async () => ({ default: (await import('./login')).LoginPage }))
const AccountPage = lazy(async () => ({ default: (await import('./account')).AccountPage }))
const DisclosureScreen = lazy(async () => ({ default: (await import('./disclosure/screen')).DisclosureScreen }))
const InvitationPage = lazy(async () => ({ default: (await import('./invitation')).InvitationPage }))

type Inside = typeof import('./inside')

/** Shows the panel, once the words of the language are there. */
export async function show({ nouns, parts, PanelLayout, Start }: Inside) {
  const dataProvider = createDataProvider(nouns)
  const authProvider = createAuthProvider([...nouns, ...parts])
  const i18nProvider = await createI18nProvider([...nouns, ...parts])
  const store = localStorageStore('1', 'sangsaeng')

  /** What react-admin's `Admin` is made of, without its own sign-in page. */
  const panel = (
    <AdminContext
      dataProvider={dataProvider}
      authProvider={authProvider}
      i18nProvider={i18nProvider}
      store={store}
      theme={lightTheme}
      darkTheme={darkTheme}
    >
      <CssBaseline enableColorScheme>
        <CoreAdminUI
          title="Sangsaeng 상생"
          layout={PanelLayout}
          loginPage={LoginPage}
          dashboard={Start}
          accessDenied={AccessDenied}
          authenticationError={AuthenticationError}
          catchAll={Nowhere}
          error={ErrorPage}
          loading={LoadingPage}
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
          <CustomRoutes>
            <Route path="/account" element={<AccountPage />} />
            <Route path="/disclosure" element={<DisclosureScreen />} />
          </CustomRoutes>
          <CustomRoutes noLayout>
            <Route path="/invitation" element={<InvitationPage />} />
          </CustomRoutes>
          {figureRoutes}
          {peopleRoutes}
          {sheetRoutes}
        </CoreAdminUI>
        <Notification />
      </CssBaseline>
    </AdminContext>
  )

  // A data router, because warnings about unsaved changes need one.
  const router = createBrowserRouter([{ path: '*', element: panel }], { basename: '/admin' })

  createRoot(document.getElementById('root') as HTMLElement).render(
    <StrictMode>
      <Suspense>
        <RouterProvider router={router} />
      </Suspense>
    </StrictMode>,
  )
}

const Nowhere = () => <NotFound />
