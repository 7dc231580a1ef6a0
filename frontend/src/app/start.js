// Runs before the first paint: sets the theme and asks for what the first page will need, while
// the application itself is still on its way.
;(function () {
  let choice = null
  try {
    choice = localStorage.getItem('theme')
  } catch {
    // Storage may be forbidden; the system's theme is then used.
  }
  const dark =
    choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'

  function preload(attributes) {
    document.head.append(Object.assign(document.createElement('link'), attributes))
  }

  if (location.pathname === '/') {
    preload({
      rel: 'preload',
      as: 'fetch',
      crossOrigin: 'anonymous',
      href: '/api/customers/segments',
    })
    // The build puts the names of the chunks here.
    for (const href of __OVERVIEW_CHUNKS__) {
      preload({ rel: 'modulepreload', crossOrigin: '', href })
    }
    // The charts' own wait for the application: the figures come first. A phone
    // (the width of useIsPhone) asks for them when one comes near.
    if (!matchMedia('(max-width: 767px)').matches) {
      document.addEventListener('DOMContentLoaded', () => {
        for (const href of __CHART_CHUNKS__) {
          preload({ rel: 'modulepreload', crossOrigin: '', href })
        }
      })
    }
  }
})()
