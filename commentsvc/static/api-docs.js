// Draws the API's documentation page from /openapi.json; nothing is asked of any other host.
"use strict";
window.addEventListener("load", () => {
  window.SwaggerUIBundle({
    url: "/openapi.json",
    dom_id: "#swagger",
    deepLinking: true,
    supportedSubmitMethods: [],
    validatorUrl: null,
  });
});
