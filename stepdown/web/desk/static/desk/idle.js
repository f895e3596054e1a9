// A screen left alone: asks a minute before, then reads the page anew, which by then is the sign-in page. Being active in
// one tab counts for all; typing without sending counts too: the server is told, at most once a minute. Whoever signed in
// too long ago is asked to sign in again, active or not: said a minute before.
(function () {
  "use strict";
  const box = document.getElementById("idle");
  if (!box) return;
  const limit = Number(box.dataset.minutes) * 60000 || Infinity;
  const warning = Math.min(60000, limit / 2);
  const again = document.getElementById("over");
  let told = Date.now();
  const over = box.dataset.left ? told + Number(box.dataset.left) * 1000 : Infinity;
  let warned = false;
  let active = told;
  const shared = {
    get() { try { return Number(localStorage.getItem("stepdown.active")) || 0; } catch { return 0; } },
    set(when) { try { localStorage.setItem("stepdown.active", String(when)); } catch { /* barred */ } },
  };
  function tell() {
    told = Date.now();
    fetch(box.dataset.here, { credentials: "same-origin" }).catch(() => {});
  }
  function now() {
    active = Date.now();
    shared.set(active);
    if (active - told > 60000) tell();
  }
  function leave() {
    document.dispatchEvent(new Event("desk:leaving")); // nobody is there to answer whether to stay
    location.assign(location.pathname + location.search);
  }
  // What is typed in the last minute is kept too: at every look.
  function lookAtTheClock() {
    const left = over - Date.now();
    if (left > 60000) return;
    if (left <= 0) return leave();
    document.dispatchEvent(new Event("desk:keep"));
    if (!warned) again.showModal();
    warned = true;
  }
  function look() {
    const idle = Date.now() - Math.max(active, shared.get());
    if (idle >= limit) {
      leave();
    } else if (idle >= limit - warning && !box.open) {
      document.dispatchEvent(new Event("desk:keep")); // while the server still knows who types
      box.showModal();
    }
    else if (idle < limit - warning && box.open) box.close();
  }
  shared.set(active);
  for (const kind of ["pointerdown", "keydown", "wheel", "touchstart"]) {
    addEventListener(kind, () => { if (!box.open) now(); }, { capture: true, passive: true });
  }
  box.querySelector("[data-stay]").addEventListener("click", () => { told = 0; now(); box.close(); });
  box.addEventListener("cancel", () => { told = 0; now(); });
  setInterval(() => { look(); lookAtTheClock(); }, 5000);
})();
