// Runs before the first paint: sets the theme, and asks for the overview's
// figures while the application is still loading.
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

  const wanted = ['/api/overview']
  if (location.pathname === '/') wanted.push('/api/customers/segments')
  for (const href of wanted) {
    const link = document.createElement('link')
    link.rel = 'preload'
    link.as = 'fetch'
    link.crossOrigin = 'anonymous'
    link.href = href
    document.head.append(link)
  }
})()
