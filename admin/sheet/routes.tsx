import { lazy } from 'react'
import { CustomRoutes } from 'react-admin'
import { Route } from 'react-router-dom'

const ImportScreen = lazy(async () => ({ default: (await import('./importScreen')).ImportScreen }))

/** The import of a spreadsheet, loaded when it is first opened. */
export const sheetRoutes = (
  <CustomRoutes>
    <Route path="/import/:noun" element={<ImportScreen />} />
  </CustomRoutes>
)
