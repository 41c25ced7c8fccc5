// The words of a Word document, in the browser alone: a .docx is a zip file with one XML file of paragraphs.

import { t } from "./shell.js";

const PART = "word/document.xml";

/** Where a file in the zip begins and how it is packed, from the list at the zip's end. */
function entry(view, bytes) {
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0) return null;
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    const [packed, size, name, extra, note, start] = [view.getUint16(at + 10, true), view.getUint32(at + 20, true), view.getUint16(at + 28, true),
      view.getUint16(at + 30, true), view.getUint16(at + 32, true), view.getUint32(at + 42, true)];
    if (new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name)) === PART) {
      const from = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
      return { packed, data: bytes.subarray(from, from + size) };
    }
    at += 46 + name + extra + note;
  }
  return null;
}

/** The text of a .docx file, a line for each paragraph. Throws where it is none. */
export async function words(file) {
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const { packed, data } = entry(new DataView(bytes.buffer), bytes);
    const plain = packed ? new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate-raw")) : new Blob([data]).stream();
    const xml = new DOMParser().parseFromString(await new Response(plain).text(), "application/xml");
    const inside = (element) => [...element.getElementsByTagNameNS("*", "t")].map((one) => one.textContent).join("");
    return [...xml.getElementsByTagNameNS("*", "p")].map(inside).join("\n").replace(/\n{3,}/g, "\n\n").trim();
  } catch (error) {
    throw new Error(t("not_text", { name: file.name }), { cause: error });
  }
}
