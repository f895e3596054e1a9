// What was typed and not sent, handed to the server before the page signs somebody out, and back in its place afterwards.
// It is kept there for the person, not in the browser: the next person at this screen finds nothing.
(function () {
  "use strict";
  const box = document.getElementById("idle");
  if (!box) return;
  const token = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
  const forms = () => [...document.querySelectorAll("main form, dialog form")].filter(
    (form) => form.method === "post" || form.hasAttribute("hx-post"));
  const private_ = (field) => ["hidden", "password", "file", "submit", "button"].includes(field.type) || !field.name;
  const ticked = (field) => field.type === "checkbox" || field.type === "radio";
  function changed(field) {
    if (ticked(field)) return field.checked !== field.defaultChecked;
    if (field.options) return [...field.options].some((one) => one.selected !== one.defaultSelected);
    return field.value !== field.defaultValue;
  }
  function values(field) {
    if (ticked(field)) return field.checked;
    return field.options ? [...field.options].filter((one) => one.selected).map((one) => one.value) : field.value;
  }
  // A field is found again by its form's address, its name, and for boxes by the value it stands for.
  const key = (form, field) => [form.getAttribute("action") || form.getAttribute("hx-post") || "", field.name, ticked(field) ? field.value : ""];
  function send(address, facts) {
    const body = new FormData();
    for (const [name, value] of Object.entries(facts)) body.append(name, value);
    const headers = { "X-CSRFToken": token(), "HX-Trigger": "poll-draft" }; // nobody doing something
    return fetch(address, { method: "POST", credentials: "same-origin", keepalive: true, headers, body });
  }
  let kept = false; // by this page, and neither sent nor given up since
  function keep() {
    const typed = [];
    for (const form of forms()) {
      for (const field of form.elements) {
        if (!private_(field) && changed(field)) typed.push([...key(form, field), values(field)]);
      }
    }
    kept = kept || typed.length > 0;
    if (typed.length) send(box.dataset.keep, { place: location.pathname, fields: JSON.stringify(typed) }).catch(() => {});
  }
  function put(field, value) {
    if (ticked(field)) field.checked = value;
    else if (field.options) for (const one of field.options) one.selected = value.includes(one.value);
    else field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  // Puts back what finds its place; the rest waits for the dialog it was typed in.
  function place(waiting) {
    const put_back = [];
    for (const form of forms()) {
      for (const field of form.elements) {
        if (private_(field)) continue;
        const here = key(form, field).join("\n");
        const at = waiting.findIndex(([action, name, stands]) => [action, name, stands].join("\n") === here);
        if (at < 0) continue;
        put(field, waiting[at][3]);
        put_back.push(field);
        waiting.splice(at, 1);
      }
    }
    return put_back;
  }
  const forget = () => send(box.dataset.drop, { place: location.pathname }).catch(() => {});
  function say(words) {
    const said = document.createElement("div");
    said.className = "notice tone-info";
    said.setAttribute("role", "status");
    const text = said.appendChild(document.createElement("div"));
    text.append(words + " ");
    const button = text.appendChild(document.createElement("button"));
    button.type = "button";
    button.className = "button button-sm";
    button.textContent = "Forget it";
    button.addEventListener("click", () => { forget(); said.remove(); });
    document.getElementById("messages").replaceChildren(said);
  }
  const BACK = "What you typed before you were signed out is back. It is not saved yet.";
  // It stays with the server until a form it stands in is sent, or somebody says to forget it.
  function back(waiting) {
    let fields = place(waiting);
    if (fields.length) fields[0].focus();
    say(fields.length ? BACK : "What you typed before you were signed out waits here: open the same dialog again.");
    document.addEventListener("htmx:afterSettle", () => {
      const more = waiting.length ? place(waiting) : [];
      if (more.length) say(BACK);
      fields = fields.concat(more);
    });
    document.addEventListener("submit", (sent) => { if (fields.some((one) => one.form === sent.target)) forget(); }, true);
  }
  document.addEventListener("desk:keep", keep);
  // A lid that is shut or a phone that is put away stops the clock of this page: no minute before the end comes then.
  let leaving = false;
  document.addEventListener("visibilitychange", () => { if (document.hidden && !leaving) keep(); });
  document.addEventListener("desk:leaving", () => { leaving = true; kept = false; });
  function over() {
    if (kept) forget();
    kept = false;
  }
  document.addEventListener("submit", (sent) => { if (forms().includes(sent.target)) over(); }, true);
  window.addEventListener("beforeunload", () => {
    leaving = true;
    over();
    setTimeout(() => { leaving = false; }, 2000); // they may have said that they stay
  });
  if (box.dataset.give) {
    send(box.dataset.give, { place: location.pathname })
      .then((answer) => (answer.ok ? answer.json() : { fields: "" }))
      .then((told) => { if (told.fields) back(JSON.parse(told.fields)); })
      .catch(() => {});
  }
})();
