// Calls to make by keyboard: J and K go through the people, 1 to 4 say what came of the call to whoever has the focus.
(function () {
  "use strict";
  const cards = () => Array.from(document.querySelectorAll(".call"));
  function off() {
    try { return localStorage.getItem("stepdown.keys") === "off"; } catch { return false; }
  }
  // Whom to go on with stands in each form, so that the next page opens at the right person.
  cards().forEach((card, place, all) => {
    const following = all[place + 1] || all[place - 1];
    const field = card.querySelector("[data-following]");
    if (field && following) field.value = following.id.replace("client-", "");
  });
  function to(card) {
    if (!card) return;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "center" });
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || off()) return;
    if (event.target.closest("select, textarea, input:not([type=radio]), dialog[open]")) return;
    const here = event.target.closest(".call");
    const all = cards();
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") {
      const place = all.indexOf(here) + (key === "j" ? 1 : -1);
      to(here ? all[place] : all[0]);
    } else if (here && /^[1-4]$/.test(key)) {
      const button = here.querySelector(`[data-key="${key}"]`);
      if (button) { event.preventDefault(); button.click(); }
    }
  });
  if (location.hash.startsWith("#client-")) to(document.getElementById(location.hash.slice(1)));
})();
