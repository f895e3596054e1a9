// What the staff pages do beyond plain HTML: theme, menus, dialogs, toasts, shortcuts, and telling when htmx fails.
(function () {
  "use strict";
  const root = document.documentElement;
  const $ = (id) => document.getElementById(id);
  const stored = {
    get(key) { try { return localStorage.getItem(`stepdown.${key}`); } catch { return null; } },
    set(key, value) {
      try { value ? localStorage.setItem(`stepdown.${key}`, value) : localStorage.removeItem(`stepdown.${key}`); } catch { /* barred */ }
    },
  };

  // Theme: "light", "dark", or "auto" (nothing stored; the system decides).
  function showTheme() {
    const choice = root.dataset.bsTheme || "auto";
    for (const button of document.querySelectorAll("[data-theme]")) {
      button.setAttribute("aria-pressed", String(button.dataset.theme === choice));
    }
  }
  function setTheme(choice) {
    if (choice === "auto") delete root.dataset.bsTheme; else root.dataset.bsTheme = choice;
    stored.set("theme", choice === "auto" ? "" : choice);
    showTheme();
  }

  // Dialogs: native <dialog>; Esc, focus trap and the return of focus are the browser's.
  function openDialog(dialog) {
    if (dialog && !dialog.open) dialog.showModal();
  }
  function closeModal() {
    if ($("modal")) $("modal").close();
  }

  // Toasts stay until dismissed when they offer an undo; others leave after eight seconds, unless looked at.
  function showToast(templateId) {
    const template = $(templateId);
    if (!template) return;
    $("toasts").append(template.content.cloneNode(true));
    watchToasts();
  }
  function watchToasts() {
    for (const toast of document.querySelectorAll("#toasts > [data-leaves]:not([data-watched])")) {
      toast.dataset.watched = "";
      const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, 2000) : toast.remove());
      setTimeout(leave, 8000);
    }
  }

  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-theme], [data-open-dialog], [data-close-dialog], [data-dismiss], [data-print]");
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    if (event.target.matches("dialog")) event.target.close(); // the backdrop
    if (!target) return;
    if (target.dataset.theme) setTheme(target.dataset.theme);
    if (target.dataset.openDialog) openDialog($(target.dataset.openDialog));
    if ("closeDialog" in target.dataset) target.closest("dialog").close();
    if ("dismiss" in target.dataset) target.closest("[data-toast]").remove();
    if ("print" in target.dataset) window.print();
  });

  // A security key or passkey that was taken away, cancelled or not allowed here: the browser itself says nothing.
  document.addEventListener("allauth.error", (event) => {
    if (!$("key-failed")) return;
    event.preventDefault();
    document.querySelector(".messages").replaceChildren($("key-failed").content.cloneNode(true));
  });

  // A plain form goes once: the second click of a double click is not a second paper, request or visit.
  const sent = new WeakMap();
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (event.timeStamp - (sent.get(event.target) ?? -9999) < 1500) event.preventDefault();
    else sent.set(event.target, event.timeStamp);
  });

  // A form marked with data-guard that somebody typed in is not left by a slip: the browser asks first. Sending it,
  // its Cancel, and the sign-out of an idle screen go without asking.
  let typedIn = null;
  document.addEventListener("input", (event) => { typedIn = event.target.closest("form[data-guard]") || typedIn; });
  document.addEventListener("submit", (event) => { if (event.target === typedIn) typedIn = null; });
  document.addEventListener("click", (event) => { if (event.target.closest("[data-guard] .form-actions a")) typedIn = null; });
  document.addEventListener("desk:leaving", () => { typedIn = null; });
  window.addEventListener("beforeunload", (event) => { if (typedIn && typedIn.isConnected) event.preventDefault(); });

  // Shortcuts can be switched off in the help dialog (WCAG 2.1.4).
  // Where `g` leads stands in that dialog's list.
  let afterG = 0;
  function typing(element) {
    return element.closest("input, textarea, select, [contenteditable], dialog[open]");
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = document.querySelector("details.menu[open]");
      if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || stored.get("keys") === "off") return;
    if (event.key === "/") {
      const search = document.querySelector("input[type=search]");
      if (search) { event.preventDefault(); search.focus(); }
    } else if (event.key === "?") {
      openDialog($("keys"));
    } else if (event.key === "g") {
      afterG = event.timeStamp;
      return;
    } else if (event.timeStamp - afterG < 1500) {
      const row = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
      const link = row && document.querySelector(`[data-place="${row.dataset.to}"]`);
      if (link) link.click();
    }
    afterG = 0;
  });
  document.addEventListener("change", (event) => {
    if (event.target.id === "keys-on") stored.set("keys", event.target.checked ? "" : "off");
  });

  // htmx: content put into the modal opens it; `HX-Trigger: dialog:close` closes it. New content listens as soon as it
  // is shown (the settle delay is 0 in root.html): with one, htmx gave the focus to [autofocus] a moment later, and took
  // it from whoever had gone on with Tab, and did not hear a choice made in that moment.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "modal-body") openDialog($("modal"));
    watchToasts();
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const blockers = event.target.matches("[data-blockers]") ? event.target : event.target.querySelector("[data-blockers]");
    if (blockers) blockers.focus();
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const toast = event.detail.elt.closest("[data-toast]");
    if (toast && event.detail.successful) toast.remove(); // undone
  });
  document.addEventListener("htmx:oobAfterSwap", watchToasts);
  document.addEventListener("dialog:close", closeModal);
  for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, () => showToast("toast-no-answer"));
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    showToast(status === 401 || status === 403 ? "toast-refused" : "toast-failed");
  });

  document.addEventListener("DOMContentLoaded", () => {
    showTheme();
    watchToasts();
    for (const bar of document.querySelectorAll(".side, .tabs")) { // on a phone both scroll sideways: show where one is
      const here = bar.querySelector("[aria-current]");
      if (here) bar.scrollLeft += Math.max(0, here.getBoundingClientRect().right - bar.getBoundingClientRect().right);
    }
    if ($("keys-on")) $("keys-on").checked = stored.get("keys") !== "off";
  });
})();
