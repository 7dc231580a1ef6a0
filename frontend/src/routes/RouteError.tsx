import { Component, type ReactNode } from 'react'

interface RouteErrorProps {
  /** Another page gets another chance. */
  path: string
  children: ReactNode
}

interface RouteErrorState {
  path: string
  failed: boolean
}

/** Stands in for a page that breaks while drawing, or whose code could not be fetched. */
export class RouteError extends Component<RouteErrorProps, RouteErrorState> {
  override state: RouteErrorState = { path: this.props.path, failed: false }

  static getDerivedStateFromError(): Partial<RouteErrorState> {
    return { failed: true }
  }

  static getDerivedStateFromProps({ path }: RouteErrorProps, state: RouteErrorState) {
    return path === state.path ? null : { path, failed: false }
  }

  override render() {
    return this.state.failed ? <PageBroke /> : this.props.children
  }
}

function PageBroke() {
  return (
    <div role="alert" className="p-4">
      <h1 className="text-title">This page could not be shown</h1>
      <p className="mt-1 text-body">
        The dashboard may have been updated while it was open. Loading it again fetches the newest
        version.
      </p>
      <button
        type="button"
        className="filled-button mt-4"
        onClick={() => {
          window.location.reload()
        }}
      >
        Load again
      </button>
    </div>
  )
}
