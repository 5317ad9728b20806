import { GlobalStyles } from '@mui/material'
import { partsOf, type ReconciledClaim, ReconciliationBar } from '../home/reconciliation'
import { Statement } from '../home/statement'
import { homeStyles } from '../home/style'
import { Tracing } from '../home/trace'

/** The claim as the start screen shows it; each number opens the figures that it is made of. */
export const Made = ({ claim }: { claim: ReconciledClaim }) => (
  <Tracing>
    <GlobalStyles styles={homeStyles} />
    <div className="home claim-made">
      {claim.reconciliation.items.length > 0 && <ReconciliationBar claim={claim} parts={partsOf(claim)} />}
      <Statement claim={claim} parts={partsOf(claim)} />
    </div>
  </Tracing>
)
