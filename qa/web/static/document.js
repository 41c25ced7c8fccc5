// One document on a page of its own; ?start=…&end=… shows a place of it.

import { open, showAudit } from "./source.js";

const asked = new URLSearchParams(location.search);
const place = { disclosure_id: document.getElementById("source").dataset.id };
if (asked.has("start")) {
  place.start = Number(asked.get("start"));
  place.end = Number(asked.get("end") ?? place.start + 1);
  if (asked.has("column")) place.table = { column: asked.get("column") };
  if (asked.has("page")) place.page = Number(asked.get("page"));
}
open(place).then(() => { if (location.hash === "#audit") showAudit(); });
