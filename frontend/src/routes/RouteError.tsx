/** Shown when a page breaks while drawing, or its code could not be fetched. */
export function RouteError() {
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
