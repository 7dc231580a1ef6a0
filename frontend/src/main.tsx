import { startTransition, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from '@/app/App'
import { takeOver } from '@/app/firstFigures'
import { queryClient } from '@/app/queryClient'
import { prepareOverview } from '@/routes/routes'
import { overviewQuery } from '@/services/api/queries'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
void start(root)

async function start(container: HTMLElement): Promise<void> {
  // Figures that stand there already stay until the application draws them.
  if (await takeOver())
    await Promise.allSettled([prepareOverview(), queryClient.query(overviewQuery)])
  // A transition is drawn in slices, between which the browser can scroll.
  startTransition(() => {
    createRoot(container).render(
      <StrictMode>
        <App />
      </StrictMode>,
    )
  })
}
