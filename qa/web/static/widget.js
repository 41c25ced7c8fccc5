// A question box for another site's page: <script src="…/static/widget.js" async></script>.
// data-title: what stands above the box; data-about: put before each question, such as a body's name; data-lang="en".
// Where the server lets that site ask (CORS), the answer is shown in place; else it opens on the server's own page.

(() => {
  const own = document.currentScript;
  const host = new URL(own.src).origin;
  const english = own.dataset.lang === "en";
  const say = (zh, en) => (english ? en : zh);
  const box = document.createElement("section");
  const root = box.attachShadow({ mode: "open" });
  const look = new CSSStyleSheet();
  look.replaceSync(`:host{display:block;max-width:34rem;font:15px/1.6 "PingFang SC","Noto Sans SC","Noto Sans CJK SC","Microsoft YaHei",system-ui,sans-serif;color:#1d2430;background:#fff;border:1px solid #dfdad0;border-radius:10px;padding:14px 16px;font-variant-numeric:tabular-nums}
    form{display:flex;gap:8px;margin:6px 0}input{flex:1;min-width:0;font:inherit;padding:7px 11px;border:1px solid #8b8577;border-radius:8px;color:inherit;background:#fff}button{font:inherit;font-weight:600;color:#fff;background:#9c2f23;border:0;border-radius:8px;padding:7px 15px;cursor:pointer}
    strong{display:block}b{font-size:1.9em;color:#9c2f23;line-height:1.2}p{margin:6px 0}a{color:#9c2f23}small{color:#545e6e}:focus-visible{outline:2px solid #9c2f23;outline-offset:2px}`);
  root.adoptedStyleSheets = [look];

  const make = (tag, text = "", more = {}) => Object.assign(document.createElement(tag), { textContent: text, ...more });
  const title = make("strong", own.dataset.title || say("问预算与决算里的数", "Ask what the budgets say"));
  const field = make("input", "", { maxLength: 2000, required: true, placeholder: say("单位、年度、想问的数", "Body, year, figure") });
  field.setAttribute("aria-label", say("您的问题", "Your question"));
  const form = make("form");
  const result = make("div");
  result.setAttribute("aria-live", "polite");
  form.append(field, make("button", say("提问", "Ask"), { type: "submit" }));
  root.append(title, form, result);
  own.after(box);

  const page = (question) => `${host}/?${new URLSearchParams({ q: question, ask: "1" })}`;
  const link = (href, text) => make("a", text, { href, target: "_blank", rel: "noopener" });

  function show(answer, question) {
    const [f] = ["answered", "partial"].includes(answer.status) ? answer.figures : [];
    const head = make("p");
    if (f) head.append(make("b", f.value), ` ${f.unit}`);
    const [c] = answer.citations;
    const from = make("small", c ? `${say("出处：", "Source: ")}《${c.title}》${c.section}` : "");
    const more = make("p");
    more.append(link(page(question), say("看算式与原文 →", "Calculation and source →")));
    result.replaceChildren(head, make("p", answer.answer.replaceAll("**", "").replace(/\[\d+\]/g, "")), from, more);
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const question = `${own.dataset.about ?? ""}${field.value.trim()}`;
    result.replaceChildren(make("small", say("正在查…", "Looking it up…")));
    try {
      const response = await fetch(`${host}/api/ask`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ question }) });
      if (!response.ok) throw new Error(String(response.status));
      show(await response.json(), question);
    } catch {
      result.replaceChildren(link(page(question), say("在明账中看答复 →", "See the answer →")));
      open(page(question), "_blank", "noopener");
    }
  });
})();
