// The interface's own description, from this server alone: each call with what it takes, what it gives, and a line of curl.

import { button, copy, failed, get, make, t } from "./shell.js";
import calls from "./calls.js";

const paths = document.getElementById("paths");
const SAMPLES = { question: "某某中心2022年办公费是多少？", text: "某某中心2022年支出合计624.81万元。", conversation_id: null, disclosures: null, vote: 1, messages: [{ role: "user", content: "某某中心2022年办公费是多少？" }] };
const DEEP = 6;
let schemas = {};

const named = (schema) => schema?.$ref?.split("/").at(-1);
const resolved = (schema) => (schema?.$ref ? schemas[named(schema)] ?? {} : schema ?? {});

/** What a schema allows, in a few words. */
function kind(schema) {
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return options.map(kind).join(" | ");
  if (schema.$ref) return named(schema);
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.type === "array") return `[${kind(schema.items ?? {})}]`;
  const limits = [["minLength", "≥", ""], ["maxLength", "≤", ""], ["minimum", "≥", ""], ["maximum", "≤", ""]].filter(([name]) => schema[name] !== undefined).map(([name, sign]) => `${sign}${schema[name]}`);
  return [schema.type ?? "any", ...limits].join(" ");
}

/** An example of what a schema describes. */
function example(schema, name = "", deep = 0) {
  const one = resolved(schema);
  if (name in SAMPLES) return SAMPLES[name];
  if (one.examples?.length) return one.examples[0];
  if (one.default !== undefined && one.default !== null) return one.default;
  if (one.enum) return one.enum[0];
  const options = one.anyOf ?? one.oneOf;
  if (options) return example(options.find((other) => other.type !== "null") ?? options[0], name, deep);
  if (one.type === "array") return deep > DEEP ? [] : [example(one.items ?? {}, "", deep + 1)];
  if (one.properties) return deep > DEEP ? {} : Object.fromEntries(Object.entries(one.properties).map(([key, value]) => [key, example(value, key, deep + 1)]).filter(([, value]) => value !== null));
  return { string: "…", integer: 1, number: 1, boolean: true, object: {} }[one.type] ?? null;
}

function fields(schema) {
  const { properties = {}, required = [] } = resolved(schema);
  return make("dl", { class: "facts" }, Object.entries(properties).map(([name, one]) =>
    make("div", {}, make("dt", {}, make("code", {}, name), required.includes(name) ? " *" : ""), make("dd", {}, make("code", {}, kind(one)), one.description ? [" ", plain(one.description)] : ""))));
}

/** A description; what stands between backticks is code. */
const plain = (text) => (text ?? "").split(/`+/).map((piece, n) => (n % 2 ? make("code", {}, piece) : piece));
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

function curl(method, path, one, body) {
  const address = location.origin + path.replace(/\{(\w+)\}/g, (_, name) => name.toUpperCase());
  const [type, schema] = body ?? [];
  const more = !type ? "" : type.startsWith("multipart") ? " -H 'authorization: Bearer TOKEN' -F file=@FILE.pdf" : ` -H 'content-type: ${type}' -d ${quoted(JSON.stringify(example(schema)))}`;
  const rights = !type && method === "delete" && path.includes("disclosures") ? " -H 'authorization: Bearer TOKEN'" : "";
  return `curl${method === "get" ? "" : ` -X ${method.toUpperCase()}`}${rights} ${quoted(address)}${more}`;
}

function operation(method, path, one) {
  const body = Object.entries(one.requestBody?.content ?? {}).map(([type, { schema }]) => [type, schema])[0];
  const line = curl(method, path, one, body);
  const parameters = (one.parameters ?? []).map((p) => make("div", {}, make("dt", {}, make("code", {}, p.name), p.required ? " *" : ""), make("dd", {}, make("code", {}, kind(p.schema ?? {})), " ", plain(p.schema?.description ?? p.description))));
  const responses = Object.entries(one.responses ?? {}).map(([code, r]) => {
    const schema = r.content?.["application/json"]?.schema;
    const telling = schema && resolved(schema).properties;
    return make("details", {}, make("summary", {}, make("code", {}, code), " ", plain(r.description), telling ? "" : ` ${Object.keys(r.content ?? {}).join(", ")}`),
      telling ? [fields(schema), make("pre", { class: "snippet", tabindex: 0 }, JSON.stringify(example(schema), null, 2))] : null);
  });
  return make("details", { class: "operation" }, make("summary", {}, make("code", {}, `${method.toUpperCase()} ${path}`), ` ${(document.documentElement.lang !== "en" && calls[one.operationId]) || one.summary || ""}`),
    one.description ? make("p", {}, plain(one.description)) : null,
    make("pre", { class: "snippet", tabindex: 0 }, make("code", {}, line)), make("p", { class: "actions" }, button(t("copy"), () => copy(line), { class: "quiet" })),
    parameters.length ? [make("h2", {}, t("parameters")), make("dl", { class: "facts" }, parameters)] : null,
    body ? [make("h2", {}, `${t("request")} · ${body[0]}`), fields(body[1])] : null,
    make("h2", {}, t("response")), responses);
}

try {
  const described = await get("/openapi.json");
  schemas = described.components?.schemas ?? {};
  paths.replaceChildren(...Object.entries(described.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, one]) => operation(method, path, one))));
} catch (error) { paths.replaceChildren(failed(error)); }
paths.removeAttribute("aria-busy");
