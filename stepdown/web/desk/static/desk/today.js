// Today: find a person by typing, Enter checks the first one in, and out when everybody found is here; taps that can't
// hit twice; a page that stays fresh.
(function () {
  "use strict";
  const $ = (id) => document.getElementById(id);
  const JUST_TAPPED = 800; // milliseconds in which a row that changed takes no second tap
  const changed = new Map(); // row id → when it changed
  let lastTap = 0;

  // Finding: nothing typed here leaves the page.
  function matches() {
    const words = ($("find")?.value || "").trim().toLowerCase();
    return (row) => words.split(/\s+/).every((word) => row.dataset.name.includes(word));
  }
  function find() {
    const input = $("find");
    if (!input) return;
    const fits = matches();
    const people = new Set();
    for (const row of document.querySelectorAll("#day [data-name]")) {
      row.hidden = !fits(row);
      if (!row.hidden) people.add(row.dataset.name);
    }
    for (const card of document.querySelectorAll("#day .card-s:has([data-name])")) {
      card.hidden = !card.querySelector("[data-name]:not([hidden])");
    }
    unfold(input.value.trim() !== "", "found");
    const next = input.value.trim() && first();
    $("found").textContent = !input.value.trim() ? "" :
      next ? ("join" in next.dataset ? `Enter lets ${nameOf(next)} join by video` : `Enter checks ${"checkIn" in next.dataset ? "in" : "out"} ${nameOf(next)}`) :
      people.size ? `${people.size} found, nobody to check in or out` : "Nobody by that name today";
  }
  // What is folded opens while somebody is looked for, and for paper; afterwards it folds again.
  function unfold(open, why) {
    for (const fold of document.querySelectorAll("#day details")) {
      if (open && !fold.open) { fold.open = true; fold.dataset.unfolded = why; }
      else if (!open && fold.dataset.unfolded === why) { fold.open = false; delete fold.dataset.unfolded; }
    }
  }
  window.addEventListener("beforeprint", () => unfold(true, "paper"));
  window.addEventListener("afterprint", () => unfold(false, "paper"));
  // Who is to come first; out only when one person is left, so that a hasty Enter sends nobody away.
  function first() {
    const shown = Array.from(document.querySelectorAll("#day [data-name]:not([hidden])"));
    const coming = shown.map((row) => row.querySelector("[data-check-in]")).find(Boolean);
    if (coming || new Set(shown.map((row) => row.dataset.name)).size !== 1) return coming;
    return shown.map((row) => row.querySelector("[data-join], [data-check-out]")).find(Boolean);
  }
  function nameOf(button) {
    return button.closest("[data-name]").querySelector(".roster-name a").textContent;
  }
  document.addEventListener("input", (event) => { if (event.target.id === "find") find(); });
  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "find") return;
    if (event.key === "Enter" && event.target.value.trim()) {
      event.preventDefault();
      const button = first();
      if (button) { button.click(); event.target.select(); }
    } else if (event.key === "Escape") {
      event.target.value = "";
      find();
    }
  });

  // A second tap right after the first would check out whom the first checked in.
  document.addEventListener("click", (event) => {
    const row = event.target.closest("#day button[type=submit]")?.closest("[id^=row-]");
    if (row && performance.now() - (changed.get(row.id) ?? -JUST_TAPPED) < JUST_TAPPED) { event.preventDefault(); event.stopPropagation(); }
  }, true);
  document.addEventListener("htmx:oobAfterSwap", (event) => {
    if (event.target.id?.startsWith("row-")) changed.set(event.target.id, performance.now());
  });

  // Freshness: an answer older than the last tap is not shown, and what was open stays open.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const poll = event.detail.elt.id === "poll";
    if (poll) event.detail.elt.dataset.asked = performance.now(); else lastTap = performance.now();
    if (poll && (document.querySelector("dialog[open]") || document.hidden)) event.preventDefault();
  });
  // Every few seconds one small question: did anything change? Not while nobody looks.
  const LOOK_EVERY = 8000;
  setInterval(async () => {
    const watch = $("watch");
    if (!watch || document.hidden || document.querySelector("dialog[open]")) return;
    try {
      const answer = await fetch(`${watch.dataset.changes}?since=${$("day").dataset.mark}`, { headers: { "HX-Request": "true", "HX-Trigger": "poll-watch" } });
      if (answer.status === 200) htmx.trigger(document.body, "day:changed");
    } catch { /* the next one may get through */ }
  }, LOOK_EVERY);
  let wereOpen = [];
  let typed = "";
  document.addEventListener("htmx:beforeSwap", (event) => {
    wereOpen = Array.from(document.querySelectorAll("#day details[open]:not([data-unfolded])"), (fold) => fold.id);
    typed = $("find")?.value || "";
    if (event.detail.requestConfig.elt.id !== "poll") return;
    if (lastTap > Number($("poll").dataset.asked)) event.detail.shouldSwap = false;
  });
  document.addEventListener("htmx:afterSettle", () => {
    for (const id of wereOpen) if ($(id)) $(id).open = true;
    if ($("find") && typed && !$("find").value) $("find").value = typed;
    find();
  });
})();
