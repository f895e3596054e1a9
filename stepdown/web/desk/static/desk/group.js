// Group mode: the clock of the steps, a screen that stays awake, and a roster that hides itself.
(function () {
  "use strict";
  const $ = (id) => document.getElementById(id);
  const HIDE_AFTER = 60_000; // milliseconds without a touch after which the roster is hidden
  let touched = performance.now();

  function tick() {
    const face = document.querySelector(".face");
    if (!face) return;
    const now = Date.now() / 1000;
    const [begins, ends] = [Number(face.dataset.begins), Number(face.dataset.ends)];
    for (const step of face.querySelectorAll("[data-from]")) {
      const [from, to] = [Number(step.dataset.from), Number(step.dataset.to)];
      const share = Math.min(1, Math.max(0, (now - from) / (to - from)));
      step.querySelector("progress").value = Math.round(share * 100);
      step.classList.toggle("is-now", from <= now && now < to);
      step.classList.toggle("is-done", to <= now);
      if (from <= now && now < to) step.setAttribute("aria-current", "step"); else step.removeAttribute("aria-current");
    }
    const left = Math.ceil((ends - now) / 60);
    if (now >= begins) $("left").textContent = left > 0 ? `${left} min left` : "The time is over";
  }
  setInterval(tick, 1000);
  document.addEventListener("htmx:afterSettle", tick);

  // The screen stays on where the browser lets it; elsewhere the device's own settings do.
  async function stayAwake() {
    if (document.hidden || !navigator.wakeLock) return;
    try { await navigator.wakeLock.request("screen"); } catch { /* low battery, or barred */ }
  }
  document.addEventListener("visibilitychange", stayAwake);

  // The roster goes as soon as nobody touches it, or the page is put away.
  function hide() {
    if (document.querySelector("[data-open]")) $("shut")?.requestSubmit();
  }
  for (const sign of ["pointerdown", "keydown"]) document.addEventListener(sign, () => { touched = performance.now(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) hide(); });
  setInterval(() => { if (performance.now() - touched > HIDE_AFTER) hide(); }, 1000);

  // "Leave" sends the same form elsewhere: without htmx, so that the desk comes back as a page.
  document.addEventListener("click", (event) => {
    const leave = event.target.closest("[data-leave]");
    if (!leave) return;
    event.preventDefault();
    event.stopPropagation();
    const form = leave.form;
    if (form.reportValidity()) { form.action = leave.getAttribute("formaction"); HTMLFormElement.prototype.submit.call(form); }
  }, true);

  document.addEventListener("DOMContentLoaded", () => { tick(); stayAwake(); });
})();
