import { lazy } from 'react'
import { CustomRoutes } from 'react-admin'
import { Route } from 'react-router-dom'

const EntryScreen = lazy(async () => ({ default: (await import('./entry')).EntryScreen }))
const ReviewScreen = lazy(async () => ({ default: (await import('./review')).ReviewScreen }))
const ClocksScreen = lazy(async () => ({ default: (await import('./clocks')).ClocksScreen }))
const ConflictScreen = lazy(async () => ({ default: (await import('./conflicts')).ConflictScreen }))

/** The screens for figures, each loaded when it is first opened. */
export const figureRoutes = (
  <CustomRoutes>
    <Route path="/figures/entry" element={<EntryScreen />} />
    <Route path="/figures/review" element={<ReviewScreen />} />
    <Route path="/figures/clocks" element={<ClocksScreen />} />
    <Route path="/figures/conflicts" element={<ConflictScreen />} />
  </CustomRoutes>
)
