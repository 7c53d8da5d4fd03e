// Drawing without a pointer, and the shortcuts. Single letters work while the skin has the focus, and nowhere else.

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const STEP_MM = { plain: 1, shift: 5, alt: 0.2 };

class Keyboard {
  constructor(app) {
    this.app = app;
    document.addEventListener("keydown", (event) => this.#shortcut(event));
    app.stage.addEventListener("keydown", (event) => this.#pressed(event));
    app.stage.addEventListener("keyup", (event) => this.#released(event));
    app.stage.addEventListener("blur", () => this.#blurred());
  }

  #shortcut(event) {
    if (!(event.ctrlKey || event.metaKey)) return;
    const { actions, files } = this.app;
    const run = {
      z: () => (event.shiftKey ? actions.redo() : actions.undo()),
      y: () => actions.redo(),
      s: () => files.save(),
      o: () => files.open(),
    }[event.key.toLowerCase()];
    if (!run) return;
    event.preventDefault();
    run();
  }

  #pressed(event) {
    if (event.ctrlKey || event.metaKey || event.target !== this.app.stage) return;
    const { actions, viewport } = this.app;
    const run = {
      Enter: () => actions.close(),
      Escape: () => actions.cancel(),
      Delete: () => actions.remove(),
      Backspace: () => actions.remove(),
      " ": () => this.#space(),
      o: () => actions.setTool("outline"),
      h: () => actions.setTool("hole"),
      e: () => actions.setTool("edit"),
      i: () => actions.insertAfterSelected(),
      n: () => this.#next(event.shiftKey ? -1 : 1),
      "+": () => viewport.zoom(1.25, this.#focus()),
      "=": () => viewport.zoom(1.25, this.#focus()),
      "-": () => viewport.zoom(0.8, this.#focus()),
      0: () => viewport.fit(),
    }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!run && !ARROWS[event.key]) return;
    event.preventDefault();
    if (run) run();
    else this.#arrow(ARROWS[event.key], STEP_MM[event.shiftKey ? "shift" : event.altKey ? "alt" : "plain"]);
    this.app.changed();
  }

  #space() {
    this.app.spaceHeld = true;
    this.app.stage.classList.add("panning");
  }

  // Space sets a point at the crosshair, unless it was held to pan with the mouse.
  #released(event) {
    if (event.key !== " " || !this.app.spaceHeld) return;
    const { keyboardAt, panned, tool, actions } = this.app;
    this.#letSpaceGo();
    if (keyboardAt && !panned && tool !== "edit") actions.addPoints([keyboardAt]);
    this.app.changed();
  }

  #letSpaceGo() {
    this.app.spaceHeld = false;
    this.app.panned = false;
    this.app.stage.classList.remove("panning");
  }

  #blurred() {
    this.#letSpaceGo();
    this.app.keyboardAt = null;
    this.app.changed();
  }

  // Arrows move the chosen point, or the crosshair.
  #arrow(direction, step) {
    const { app } = this;
    const { drawing, skin } = app;
    const { selected } = drawing;
    const moved = (mm) => rounded(skin.within(mm.map((v, k) => v + direction[k] * step)));
    if (app.tool === "edit" && selected && selected.v !== null) {
      const point = moved(drawing.now.polygons[selected.p][selected.r][selected.v]);
      drawing.change(drawing.withPoint(selected, point));
      app.viewport.reveal(point);
    } else {
      app.keyboardAt = app.keyboardAt ? moved(app.keyboardAt) : this.#start();
      app.viewport.reveal(app.keyboardAt);
    }
  }

  #start() {
    const [sLow, sHigh, zLow, zHigh] = this.app.settings.trusted;
    return rounded(this.app.drawing.now.draft?.points.at(-1) ?? [(sLow + sHigh) / 2, (zLow + zHigh) / 2]);
  }

  #next(step) {
    const { drawing, viewport } = this.app;
    const all = drawing.rings.flatMap(({ ring, p, r }) => ring.map((mm, v) => ({ mm, p, r, v })));
    if (!all.length) return;
    this.app.actions.setTool("edit");
    if (drawing.now.draft) return;
    const { p, r, v } = this.#last ?? {};
    const here = all.findIndex((q) => q.p === p && q.r === r && q.v === v);
    const next = all[here < 0 ? 0 : (here + step + all.length) % all.length];
    this.#last = next;
    this.app.keyboardAt = null;
    drawing.select({ p: next.p, r: next.r, v: next.v });
    viewport.reveal(next.mm);
    say(`Point ${next.v + 1} of ${drawing.now.polygons[next.p][next.r].length}.`);
  }

  #last = null;

  #focus() {
    const { keyboardAt, viewport } = this.app;
    return keyboardAt ? viewport.toScreen(keyboardAt) : undefined;
  }
}
