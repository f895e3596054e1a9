// What was typed and not sent, handed to the server before the page signs somebody out, and back in its place afterwards.
// It is kept there for the person, not in the browser: the next person at this screen finds nothing.
(function () {
  "use strict";
  const box = document.getElementById("idle");
  if (!box) return;
  const token = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
  const forms = () => [...document.querySelectorAll("main form")].filter((form) => form.method === "post");
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
  const key = (form, field) => [form.getAttribute("action") || "", field.name, ticked(field) ? field.value : ""];
  function send(address, facts) {
    const body = new FormData();
    for (const [name, value] of Object.entries(facts)) body.append(name, value);
    const headers = { "X-CSRFToken": token(), "HX-Trigger": "poll-draft" }; // nobody doing something
    return fetch(address, { method: "POST", credentials: "same-origin", headers, body });
  }
  function keep() {
    const typed = [];
    for (const form of forms()) {
      for (const field of form.elements) {
        if (!private_(field) && changed(field)) typed.push([...key(form, field), values(field)]);
      }
    }
    if (typed.length) send(box.dataset.keep, { place: location.pathname, fields: JSON.stringify(typed) }).catch(() => {});
  }
  function put(field, value) {
    if (ticked(field)) field.checked = value;
    else if (field.options) for (const one of field.options) one.selected = value.includes(one.value);
    else field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  function back(typed) {
    let first = null;
    for (const [action, name, stands, value] of typed) {
      for (const form of forms()) {
        for (const field of form.elements) {
          if (private_(field) || key(form, field).join("\n") !== [action, name, stands].join("\n")) continue;
          put(field, value);
          first = first || field;
        }
      }
    }
    const said = document.createElement("div");
    said.className = "notice tone-info";
    said.setAttribute("role", "status");
    const text = said.appendChild(document.createElement("div"));
    text.textContent = first
      ? "What you typed before you were signed out is back. It is not saved yet."
      : "What you typed here before you were signed out has no place on this page any more.";
    document.getElementById("messages").append(said);
    if (first) first.focus();
  }
  document.addEventListener("desk:keep", keep);
  if (box.dataset.give) {
    send(box.dataset.give, { place: location.pathname })
      .then((answer) => (answer.ok ? answer.json() : { fields: "" }))
      .then((told) => { if (told.fields) back(JSON.parse(told.fields)); })
      .catch(() => {});
  }
})();
