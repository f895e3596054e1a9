// The week board by keyboard: arrows move between sessions, Home and End to the first and last; one stop for Tab.
(function () {
  "use strict";
  const slots = () => [...document.querySelectorAll("[data-board] [data-slot]")].filter((slot) => slot.offsetParent);
  let last = "";

  // The nearest session in a direction: first along the way, then sideways (a step sideways counts three times).
  function nearest(from, key) {
    const here = from.getBoundingClientRect();
    const across = key === "ArrowLeft" || key === "ArrowRight";
    const sign = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
    let best = null;
    for (const slot of slots()) {
      const there = slot.getBoundingClientRect();
      const dx = there.left - here.left, dy = there.top - here.top;
      const along = sign * (across ? dx : dy), aside = Math.abs(across ? dy : dx);
      if (along > 2 && (!best || along + 3 * aside < best.far)) best = { slot, far: along + 3 * aside };
    }
    return best && best.slot;
  }

  // Only one session is a stop for Tab: the one last looked at, else the first.
  function oneStop(chosen) {
    const all = slots();
    const stop = chosen || all.find((slot) => slot.dataset.slot === last) || all[0];
    for (const slot of all) slot.tabIndex = slot === stop ? 0 : -1;
    return stop;
  }

  document.addEventListener("focusin", (event) => {
    const slot = event.target.closest("[data-board] [data-slot]");
    if (!slot) return;
    last = slot.dataset.slot;
    oneStop(slot);
  });
  document.addEventListener("keydown", (event) => {
    const slot = event.target.closest("[data-board] [data-slot]");
    if (!slot || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = slots();
    const next = { Home: all[0], End: all[all.length - 1] }[event.key] || (event.key.startsWith("Arrow") && nearest(slot, event.key));
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  // The board is read anew after a change: keep the place where the person was, and how far it was scrolled.
  let scrolled = null, focused = false;
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "week") return;
    const board = event.detail.target.querySelector("[data-board]");
    scrolled = board && { left: board.scrollLeft, top: board.scrollTop };
    focused = Boolean(document.activeElement.closest("[data-slot]"));
  });
  document.addEventListener("htmx:afterSettle", () => {
    const board = document.querySelector("[data-board]");
    if (scrolled && board) board.scrollTo(scrolled);
    const stop = oneStop();
    if (scrolled && focused && stop) stop.focus({ preventScroll: true });
    scrolled = null;
  });
  // The line at this minute: the server's clock when the page was made, and the time since.
  const began = performance.now();
  function drawNow() {
    const line = document.querySelector(".board-now");
    if (!line) return;
    const board = line.closest("[data-board]").dataset, hours = line.parentElement.querySelector("[data-hours]");
    const minute = Number(line.dataset.now) + Math.floor((performance.now() - began) / 60000);
    const within = hours && minute >= board.begins && minute <= board.till;
    delete line.dataset.at;
    if (!within) return;
    line.dataset.at = minute;
    line.style.top = `${hours.offsetTop + ((minute - board.begins) / (board.till - board.begins)) * hours.offsetHeight}px`;
    line.firstElementChild.textContent = `${Math.floor(minute / 60) % 12 || 12}:${String(minute % 60).padStart(2, "0")}`;
  }
  setInterval(drawNow, 30000);
  document.addEventListener("htmx:afterSettle", drawNow);
  document.addEventListener("DOMContentLoaded", () => { oneStop(); drawNow(); });
})();
