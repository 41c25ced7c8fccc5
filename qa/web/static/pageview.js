// The page of an original as a picture, the quoted words boxed by the server; turned page by page, enlarged, linked.

import { button, failed, make, request, t } from "./shell.js";

const LONGEST = 600;

export class PageView {
  #asked = 0;
  #held = null;

  /** `about` is the document. */
  constructor(about) {
    this.about = about;
    this.number = make("span", { class: "hint", role: "status" });
    this.large = button("⊕", () => this.#enlarge(), { "aria-pressed": "false", "aria-label": t("enlarge"), title: t("enlarge") });
    this.back = button("←", () => this.show(this.page - 1, "", 1, this.at), { "aria-label": t("previous_page"), title: t("previous_page") });
    this.on = button("→", () => this.show(this.page + 1, "", 1, this.at), { "aria-label": t("next_page"), title: t("next_page") });
    this.link = make("a", { class: "button", target: "_blank", rel: "noopener" }, t("picture_alone"));
    this.sheet = make("div", { class: "paper", tabindex: 0, role: "region", "aria-label": t("tab_page") });
    this.element = [make("div", { class: "turner", role: "group", "aria-label": t("tab_page") }, this.back, this.number, this.on, this.large, this.link), this.sheet];
  }

  /** Shows page `page`, with the words of `quote` boxed where they stand on it for the `nth` time.
      `at` is an offset in the text: of a document in several files it tells which one's page is meant. */
  async show(page, quote = "", nth = 1, at = 0) {
    const mine = this.#asked += 1;
    [this.page, this.at] = [page, at];
    const pages = this.about.parts?.findLast((part) => part.start <= at)?.pages ?? this.about.pages;
    this.number.textContent = pages ? `${t("page_n", { n: page })} / ${pages}` : t("page_n", { n: page });
    this.back.disabled = page <= 1;
    this.on.disabled = page >= (pages ?? Infinity);
    const words = quote.replace(/\s+/g, " ").trim();
    const path = `/api/disclosures/${encodeURIComponent(this.about.id)}/pages/${page}.png${words ? `?${new URLSearchParams({ quote: words.slice(0, LONGEST), ...(nth > 1 && { nth }), ...(at && { at }) })}` : at ? `?at=${at}` : ""}`;
    this.link.href = path;
    this.sheet.replaceChildren(make("p", { class: "hint pending" }, t("drawing", { n: page })));
    try {
      const response = await request(path);
      const picture = await response.blob();
      if (mine !== this.#asked) return;
      await this.#put(picture, words, JSON.parse(response.headers.get("x-marks") ?? "[]"));
    } catch (error) {
      if (mine === this.#asked) this.sheet.replaceChildren(failed(error, () => this.show(page, quote, nth, at)));
    }
  }

  async #put(picture, words, marks) {
    const old = this.#held;
    this.#held = URL.createObjectURL(picture);
    const alt = t(words && marks.length ? "page_alt_marked" : "page_alt", { title: this.about.title, n: this.page, quote: words.slice(0, 120) });
    const image = make("img", { src: this.#held, alt });
    await image.decode();
    if (old) URL.revokeObjectURL(old);
    this.sheet.replaceChildren(words && !marks.length ? make("p", { class: "notice quiet" }, t("no_marks")) : "", image);
    this.marks = marks;
    this.#seek();
  }

  /** Brings the first box into sight. */
  #seek() {
    const image = this.sheet.querySelector("img");
    const [first] = this.marks ?? [];
    if (!image || !first || !image.width) return;
    const here = image.getBoundingClientRect();
    this.sheet.scrollTo({ left: Math.max(0, first[0] * here.width - 24), top: 0 });
    const outer = this.sheet.closest(".source:not(.whole)");
    const [top, low] = [here.top + first[1] * here.height, here.top + first[3] * here.height];
    if (top > innerHeight * 0.3 && low < innerHeight - 60) return;
    const by = top - innerHeight * 0.45;
    if (outer) outer.scrollBy({ top: by }); else scrollBy({ top: by });
  }

  #enlarge() {
    const on = this.sheet.classList.toggle("large");
    this.large.setAttribute("aria-pressed", String(on));
    this.#seek();
  }
}
