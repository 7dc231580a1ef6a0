import { createContext } from 'react'

/** Whether the frame of the page says by itself that nothing was published, so that no part needs to. */
export const NoRunTold = createContext(false)
