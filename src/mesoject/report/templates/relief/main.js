// One view: a surface for each scan, all looked at with the same camera, in the same colours.

const BARS_MM = [100, 50, 20, 10, 5, 2, 1, 0.5];

class ReliefView {
  constructor(root) {
    this.root = root;
    this.look = JSON.parse(root.querySelector(".relief-look").textContent);
    this.camera = new Camera(this.look.camera);
    this.stages = [...root.querySelectorAll(".relief-stage")].map((stage) => this.stage(stage));
    const tools = root.querySelector(".relief-tools");
    tools.hidden = root.querySelector(".relief-help").hidden = false;
    tools.addEventListener("input", () => this.chosen());
    tools.querySelector("button").addEventListener("click", () => this.reset());
    const watch = new ResizeObserver(() => this.fit());
    for (const { canvas } of this.stages) watch.observe(canvas);
    this.chosen();
  }

  stage(stage) {
    const canvas = stage.querySelector("canvas");
    const model = new Model(bytesOf(stage.querySelector(".relief-model").textContent));
    const surface = new Surface(canvas, model, this.look);
    stage.classList.add("live");
    canvas.addEventListener("webglcontextlost", () => stage.classList.remove("live"));
    new Hands(canvas, this.camera, surface, () => this.changed());
    const mark = (name) => stage.querySelector(name);
    return { canvas, surface, bar: mark(".relief-bar"), words: mark(".relief-length"), up: mark(".relief-up") };
  }

  // Colour and exaggeration as the tools have them.
  chosen() {
    const colour = this.root.querySelector(".relief-tools input[type=radio]:checked")?.value ?? "height";
    const times = Number(this.root.querySelector(".relief-tools input[type=range]").value);
    this.root.querySelector("output").value = `×${times}`;
    this.root.querySelector(".relief-legend").classList.toggle("unused", colour !== "height");
    for (const { surface } of this.stages) {
      if (times !== this.times) surface.raise(times);
      surface.paint(colour);
    }
    this.times = times;
    this.changed();
  }

  reset() {
    this.camera.reset();
    this.root.querySelector(".relief-tools input[type=range]").value = 1;
    const first = this.root.querySelector(".relief-tools input[type=radio]");
    if (first) first.checked = true;
    this.chosen();
  }

  fit() {
    for (const { canvas } of this.stages) {
      const dots = window.devicePixelRatio || 1;
      canvas.width = Math.max(1, Math.round(canvas.clientWidth * dots));
      canvas.height = Math.max(1, Math.round(canvas.clientHeight * dots));
    }
    this.changed();
  }

  // However much changes, everything is drawn anew once before the next frame.
  changed() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      for (const stage of this.stages) {
        stage.surface.draw(this.camera);
        this.mark(stage);
      }
    });
  }

  // Scale bar and the way to the thicker end.
  mark({ canvas, surface, bar, words, up }) {
    const perMm = (surface.pxPerMm(this.camera) * this.camera.zoom * canvas.clientWidth) / canvas.width;
    const length = BARS_MM.find((mm) => mm * perMm <= 0.35 * canvas.clientWidth) ?? BARS_MM.at(-1);
    bar.setAttribute("width", length * perMm);
    words.textContent = `${length} mm`;
    const rows = this.camera.rows;
    const turn = (Math.atan2(rows[1], rows[4]) * 180) / Math.PI;
    const long = Math.hypot(rows[1], rows[4]);
    up.setAttribute("transform", `rotate(${turn}) scale(1 ${Math.max(0.15, long)})`);
  }
}

for (const root of document.querySelectorAll(".relief")) {
  try {
    root.view = new ReliefView(root);
  } catch (error) {
    // Without WebGL 2 the still picture stays, and says why.
    root.querySelector(".relief-fault").textContent = `The 3D view cannot be shown here (${error.message}); the picture stands in for it.`;
  }
}
