// The dashboard's pages are paths without a file behind them; all of them are index.html.
// A path whose last part has a dot is a file, and a missing one is missing.
function handler(event) {
  var request = event.request;
  if (request.uri.split("/").pop().indexOf(".") === -1) {
    request.uri = "/index.html";
  }
  return request;
}
