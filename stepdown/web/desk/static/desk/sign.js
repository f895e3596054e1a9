// Signing by drawing: a pad for mouse, pen or finger. What is drawn is kept as lines on a sheet of 600 × 200.
(function () {
  "use strict";
  const [WIDE, HIGH] = [600, 200];
  for (const box of document.querySelectorAll("[data-pad]")) {
    const canvas = box.querySelector("canvas"), form = box.closest("form");
    const field = form.querySelector("[name=drawing]"), manner = form.querySelector("[name=manner]");
    const pad = new SignaturePad(canvas, { minWidth: 1, maxWidth: 2.5 });
    const drawn = () => manner.value === "drawn" || manner.value === "mark";

    function path() {
      const scale = WIDE / canvas.offsetWidth;
      const fit = (number, most) => Math.max(0, Math.min(most, Math.round(number * scale)));
      const point = (one) => `${fit(one.x, WIDE)} ${fit(one.y, HIGH)}`;
      return pad.toData().map((line) => {
        const points = line.points.map(point).filter((one, index, all) => one !== all[index - 1]);
        return points.length > 1 ? `M${points.join("L")}` : "";
      }).join("");
    }
    let wide = 0;
    function fits() {  // a phone that is turned: the lines grow or shrink with the sheet
      if (box.hidden || canvas.offsetWidth === wide) return;
      const ratio = Math.max(window.devicePixelRatio || 1, 1), lines = pad.toData(), grown = wide ? canvas.offsetWidth / wide : 1;
      for (const point of lines.flatMap((line) => line.points)) {
        point.x *= grown;
        point.y *= grown;
      }
      wide = canvas.offsetWidth;
      canvas.width = canvas.offsetWidth * ratio;
      canvas.height = canvas.offsetHeight * ratio;
      canvas.getContext("2d").scale(ratio, ratio);
      pad.penColor = getComputedStyle(canvas).color;
      pad.clear();
      pad.fromData(lines.map((line) => ({ ...line, penColor: pad.penColor })));
    }
    function show() {
      box.hidden = !drawn();
      fits();
    }
    function undo() {
      pad.fromData(pad.toData().slice(0, -1));
      field.value = path();
    }
    pad.addEventListener("endStroke", () => { field.value = path(); });
    box.querySelector("[data-clear]").addEventListener("click", () => { pad.clear(); field.value = ""; });
    box.querySelector("[data-undo]").addEventListener("click", undo);
    manner.addEventListener("change", show);
    window.addEventListener("resize", fits);
    if (field.value) {  // drawn before something else was found missing
      const point = (one) => { const [x, y] = one.split(" ").map(Number); return { x, y, time: 0, pressure: 0.5 }; };
      const lines = field.value.split("M").filter(Boolean).map((line) => line.split("L").map(point));
      pad.fromData(lines.map((points) => ({ minWidth: 1, maxWidth: 2.5, points })));
      wide = WIDE;
    }
    show();
  }
})();
