// The interface's own description, from this server alone.

import { failed, get, make } from "./shell.js";

const paths = document.getElementById("paths");

function operation(method, path, one) {
  const codes = Object.entries(one.responses ?? {}).map(([code, r]) => make("li", {}, make("code", {}, code), ` ${r.description ?? ""}`));
  const inputs = (one.parameters ?? []).map((p) => make("li", {}, make("code", {}, p.name), ` ${p.in}${p.required ? " *" : ""} ${p.schema?.description ?? p.description ?? ""}`));
  const body = one.requestBody ? Object.keys(one.requestBody.content).map((type) => make("li", {}, make("code", {}, type))) : [];
  return make("details", { class: "operation" }, make("summary", {}, make("code", {}, `${method.toUpperCase()} ${path}`), ` ${one.summary ?? ""}`),
    one.description ? make("p", {}, one.description) : null, make("ul", {}, [...inputs, ...body, ...codes]));
}

try {
  const described = await get("/openapi.json");
  paths.replaceChildren(...Object.entries(described.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, one]) => operation(method, path, one))));
} catch (error) { paths.replaceChildren(failed(error)); }
paths.removeAttribute("aria-busy");
