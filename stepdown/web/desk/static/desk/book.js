// Choosing a proposed time fills in day and time; without a script they are typed.
document.addEventListener("click", (event) => {
  const time = event.target.closest("[data-pick-day]");
  if (!time) return;
  document.getElementById("id_day").value = time.dataset.pickDay;
  document.getElementById("id_starts").value = time.dataset.pickTime;
  for (const other of document.querySelectorAll("[data-pick-day]")) other.setAttribute("aria-pressed", String(other === time));
  document.querySelector("[name=save]").focus();
});
