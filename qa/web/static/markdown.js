// The little Markdown of answers: paragraphs, lists, tables, bold, and [1] marks that open the source.

import { make } from "./shell.js";

function inline(text, mark) {
  return text.split(/((?:\[\d+\])+|\*\*[^*]+\*\*)/).filter(Boolean).map((piece) => {
    if (/^(?:\[\d+\])+$/.test(piece)) return mark(piece.match(/\d+/g).map(Number)) ?? piece;
    return piece.startsWith("**") && piece.length > 4 ? make("strong", {}, piece.slice(2, -2)) : piece;
  });
}

function row(line, tag, mark) {
  const cells = line.trim().replace(/^\||\|$/g, "").split("|");
  return make("tr", {}, cells.map((cell) => make(tag, tag === "th" ? { scope: "col" } : {}, inline(cell.trim(), mark))));
}

function lines(block, mark) {
  return block.flatMap((line, n) => [...(n ? [make("br")] : []), ...inline(line, mark)]);
}

function table(block, mark) {
  return make("div", { class: "wide", tabindex: 0 }, make("table", {}, make("thead", {}, row(block[0], "th", mark)),
    make("tbody", {}, block.slice(2).map((line) => row(line, "td", mark)))));
}

/** Elements for a text; `mark(numbers)` gives the elements of citation marks that follow each other, null where there are no such citations. */
export function markdown(text, mark) {
  const out = [];
  for (const whole of text.trim().split(/\n{2,}/)) {
    const block = whole.split("\n");
    if (block.length > 1 && /^\|?[\s:|-]+\|[\s:|-]*$/.test(block[1])) { out.push(table(block, mark)); continue; }
    let at = 0;
    while (at < block.length) {
      const listed = /^[-*] /.test(block[at]);
      let end = at;
      while (end < block.length && /^[-*] /.test(block[end]) === listed) end += 1;
      const part = block.slice(at, end);
      out.push(listed ? make("ul", {}, part.map((line) => make("li", {}, inline(line.slice(2), mark)))) : make("p", {}, lines(part, mark)));
      at = end;
    }
  }
  return out;
}
