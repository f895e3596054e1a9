// Sets the chosen theme before the first paint: "light", "dark", or nothing stored for the system's own.
(function () {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const choice = localStorage.getItem("stepdown.theme");
    if (choice === "light" || choice === "dark") root.dataset.bsTheme = choice;
  } catch { /* storage barred: the system's theme holds */ }
})();
