// Dragging a session on the week board, with a mouse or after a long press. What stands in the way of the place under
// the pointer is asked from the server and told beside it, before the drop. By keyboard there is the dialog.
(function () {
  "use strict";
  const PATIENCE = 140; // ms the pointer rests on a place before it is asked for
  const PRESS = 380; // ms a finger rests before it lifts a session instead of scrolling
  let held = null; // what is in the hand, from the first press to the end

  const clock = (minute) => {
    const hour = Math.floor(minute / 60) % 24;
    return { said: `${hour % 12 || 12}:${String(minute % 60).padStart(2, "0")}`, half: hour < 12 ? "am" : "pm" };
  };
  function span(starts, minutes) {
    const from = clock(starts), till = clock(starts + minutes);
    return `${from.said}${from.half === till.half ? "" : ` ${from.half}`} – ${till.said} ${till.half}`;
  }

  // "2-540-7-12" → where the session stands: day, minute, leader, room (0 for none).
  function placement(code) {
    const [weekday, starts, staff, room] = code.split("-").map(Number);
    return { weekday, starts, staff, room };
  }

  // The place under the pointer: a lane of the day's board, or a cell of the whole week; null outside both.
  function placeAt(x, y) {
    const under = document.elementsFromPoint(x, y).find((part) => part.closest("[data-lane]"));
    const lane = under && under.closest("[data-lane]");
    if (!lane) return null;
    const board = lane.closest("[data-board]").dataset, to = { ...held.seen, weekday: Number(lane.dataset.day) };
    if (lane.dataset.lane) to[board.by] = Number(lane.dataset.lane);
    const hours = lane.querySelector("[data-hours]");
    if (hours) {
      const box = hours.getBoundingClientRect();
      const begins = Number(board.begins), opens = Number(board.opens), step = Number(board.step);
      const minute = begins + ((y - held.grip - box.top) / box.height) * (Number(board.till) - begins);
      const last = Math.max(opens, Number(board.closes) - held.minutes);
      to.starts = Math.min(last, Math.max(opens, opens + Math.round((minute - opens) / step) * step));
    }
    return { to, lane, hours };
  }

  function lift() {
    const ghost = document.createElement("div");
    ghost.className = `ghost ${[...held.slot.classList].find((name) => /^service-\d/.test(name)) || ""}`;
    ghost.innerHTML = '<strong></strong><span class="ghost-when"></span><span class="ghost-where"></span><div class="ghost-said" role="status"></div>';
    ghost.querySelector("strong").textContent = held.slot.querySelector("strong").textContent;
    document.body.append(ghost);
    held.ghost = ghost;
    held.slot.classList.add("slot-lifted");
    document.documentElement.classList.add("dragging");
    held.scroller = setInterval(scrollAtEdges, 30);
  }

  function follow(x, y) {
    Object.assign(held, { x, y });
    const { ghost } = held, wide = ghost.offsetWidth, high = ghost.offsetHeight;
    const left = Math.min(x + 14, innerWidth - wide - 8), top = y + 18 + high > innerHeight ? y - high - 14 : y + 18;
    ghost.style.transform = `translate(${Math.max(8, left)}px, ${Math.max(8, top)}px)`;
    const place = placeAt(x, y);
    const code = place ? Object.values(place.to).join("-") : "";
    if (code === held.code) return;
    held.code = code;
    held.place = place;
    mark(place);
    ask();
  }

  // Show where it would stand: in the day's board as a frame of its length, in the week as a marked cell.
  function mark(place) {
    for (const old of document.querySelectorAll(".drop-place")) old.remove();
    for (const old of document.querySelectorAll(".drop-here")) old.classList.remove("drop-here");
    const when = held.ghost.querySelector(".ghost-when"), where = held.ghost.querySelector(".ghost-where");
    when.textContent = place ? `${place.lane.dataset.dayName} ${span(place.to.starts, held.minutes)}` : "Not a place on the board";
    where.textContent = place ? place.lane.dataset.laneName : "Let go here to leave it where it is";
    if (!place) return;
    if (!place.hours) { place.lane.classList.add("drop-here"); return; }
    const frame = document.createElement("li");
    frame.className = "drop-place";
    frame.style.setProperty("--at", Math.floor(place.to.starts / 15) * 15);
    frame.style.setProperty("--len", Math.max(1, Math.ceil(held.minutes / 15)));
    place.hours.append(frame);
  }

  function say(state, html) {
    held.ghost.dataset.state = document.documentElement.dataset.drop = state;
    held.ghost.querySelector(".ghost-said").innerHTML = html;
  }

  // One question at a time: a place left behind is not waited for.
  function ask() {
    clearTimeout(held.timer);
    if (held.asking) held.asking.abort();
    held.asking = null;
    if (!held.place || held.code === held.slot.dataset.seen) { say("none", ""); return; }
    say("asking", "Looking…");
    held.timer = setTimeout(async () => {
      const asking = new AbortController(), hand = held;
      hand.asking = asking;
      try {
        const answer = await fetch(`${hand.slot.dataset.move}drag/`, {
          method: "POST", body: new URLSearchParams(fields(hand)), signal: asking.signal,
          headers: { "HX-Request": "true", ...JSON.parse(document.body.getAttribute("hx-headers")) },
        });
        const html = answer.ok ? await answer.text() : "It can't stand here.";
        if (held === hand && hand.asking === asking) say(answer.headers.get("X-Drop") || "stop", html);
      } catch (error) {
        if (held === hand && error.name !== "AbortError") say("stop", "The server did not answer.");
      }
    }, PATIENCE);
  }

  const fields = (hand) => ({ ...hand.place.to, room: hand.place.to.room || "", seen: hand.slot.dataset.seen, reason: "" });

  function scrollAtEdges() {
    const board = held.slot.closest("[data-board]");
    const box = board && board.getBoundingClientRect();
    if (!box) return;
    const push = (at, low, high) => (at < low + 40 ? -1 : at > high - 40 ? 1 : 0) * 14;
    const inside = held.x > box.left && held.x < box.right;
    board.scrollBy(inside ? push(held.x, Math.max(0, box.left), Math.min(innerWidth, box.right)) : 0, push(held.y, Math.max(0, box.top), Math.min(innerHeight, box.bottom)));
    follow(held.x, held.y);
  }

  function letGo() {
    if (!held) return;
    clearTimeout(held.timer);
    clearTimeout(held.press);
    clearInterval(held.scroller);
    if (held.asking) held.asking.abort();
    held.slot.classList.remove("slot-lifted");
    if (held.ghost) held.ghost.remove();
    for (const old of document.querySelectorAll(".drop-place")) old.remove();
    for (const old of document.querySelectorAll(".drop-here")) old.classList.remove("drop-here");
    document.documentElement.classList.remove("dragging");
    delete document.documentElement.dataset.drop;
    held = null;
  }

  // The server decides again, under its locks; refused, it answers with the dialog: every reason, and the choice kept.
  function drop() {
    const hand = held, there = hand.place && hand.code !== hand.slot.dataset.seen;
    const sent = there && fields(hand);
    letGo();
    if (there) window.htmx.ajax("POST", `${hand.slot.dataset.move}to/`, { source: hand.slot, target: "#modal-body", values: sent });
  }

  document.addEventListener("pointerdown", (event) => {
    const slot = event.target.closest("[data-move]");
    if (!slot || held || event.button !== 0 || !event.isPrimary) return;
    const board = slot.closest("[data-board]");
    if (!board) return;
    const box = slot.getBoundingClientRect();
    held = {
      slot, seen: placement(slot.dataset.seen), minutes: Number(slot.dataset.minutes), code: slot.dataset.seen,
      grip: event.clientY - box.top, x: event.clientX, y: event.clientY, from: { x: event.clientX, y: event.clientY },
      id: event.pointerId, touch: event.pointerType === "touch",
    };
    if (held.touch) held.press = setTimeout(() => { lift(); follow(held.x, held.y); }, PRESS);
  });
  document.addEventListener("pointermove", (event) => {
    if (!held || event.pointerId !== held.id) return;
    const far = Math.hypot(event.clientX - held.from.x, event.clientY - held.from.y) > 6;
    if (!held.ghost) {
      if (!far) return;
      if (held.touch) { letGo(); return; } // a finger that moves at once scrolls
      lift();
    }
    follow(event.clientX, event.clientY);
  });
  document.addEventListener("pointerup", (event) => {
    if (!held || event.pointerId !== held.id) return;
    if (!held.ghost) { letGo(); return; }
    const swallow = (click) => { click.preventDefault(); click.stopPropagation(); };
    document.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => document.removeEventListener("click", swallow, { capture: true }), 50);
    drop();
  });
  document.addEventListener("pointercancel", letGo);
  window.addEventListener("blur", letGo);
  document.addEventListener("touchmove", (event) => { if (held && held.ghost) event.preventDefault(); }, { passive: false });
  document.addEventListener("contextmenu", (event) => { if (held && held.touch) event.preventDefault(); });
  document.addEventListener("dragstart", (event) => { if (event.target.closest("[data-move]")) event.preventDefault(); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !held || !held.ghost) return;
    event.preventDefault();
    event.stopPropagation();
    letGo();
  }, { capture: true });

  // The keyboard's way: "m" on a session opens the dialog for moving it.
  document.addEventListener("keydown", (event) => {
    const slot = event.target.closest("[data-move]");
    if (!slot || event.key !== "m" || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    window.htmx.ajax("GET", slot.dataset.move, { source: slot, target: "#modal-body" });
  });
})();
