// Admit: how much the order comes to beside what the level chosen asks for, and a service's usual minutes filled in.
(function () {
  "use strict";
  const form = document.querySelector("[data-admit]");
  const lines = Array.from(form.querySelectorAll(".line-row"), (row) => ({
    service: row.querySelector("select"),
    times: row.querySelector("[name$=-times]"),
    minutes: row.querySelector("[name$=-minutes]"),
  }));
  const inWords = (minutes) => [minutes >= 60 && `${Math.floor(minutes / 60)} h`, minutes % 60 && `${minutes % 60} min`].filter(Boolean).join(" ");

  function show() {
    const level = form.querySelector("[name=place]").value.split("-")[1];
    let least = 0;
    for (const one of form.querySelectorAll("[data-least]")) {
      one.hidden = one.dataset.least !== level;
      if (!one.hidden) least = Number(one.dataset.minutes);
    }
    const total = lines.reduce((sum, line) => sum + (line.service.value ? line.times.value * line.minutes.value : 0), 0);
    const short = least - total;
    document.getElementById("order-total").textContent = !total ? "" :
      `${inWords(total)} a week in this order${short > 0 ? `: ${inWords(short)} less than the level asks for` : ""}.`;
  }
  form.addEventListener("change", (event) => {
    const line = lines.find((one) => one.service === event.target);
    if (line && !line.minutes.value) line.minutes.value = JSON.parse(line.service.dataset.minutes)[line.service.value] || "";
    show();
  });
  form.addEventListener("input", show);
  show();
})();
