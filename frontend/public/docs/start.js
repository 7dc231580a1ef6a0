globalThis.SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  validatorUrl: null,
  requestInterceptor(request) {
    // The API refuses writes without this header.
    if (request.method && request.method.toUpperCase() !== 'GET') {
      request.headers['X-Requested-With'] = 'fetch'
    }
    return request
  },
})
