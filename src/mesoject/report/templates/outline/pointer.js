// Mouse, pen and fingers: one finger draws or drags, two zoom and pan; the wheel zooms, space or the middle button pans.

const REACH_PX = { mouse: 9, pen: 12, touch: 22 };
const STROKE_PX = 6; // less is a click
const THIN_PX = 0.6; // how far thinning may move a freehand line
const CLOSE_PX = { mouse: 12, pen: 14, touch: 24 };

class Pointers {
  #down = new Map();
  #gesture = null;

  constructor(app) {
    this.app = app;
    const { stage } = app;
    stage.addEventListener("pointerdown", (event) => this.#pressed(event));
    stage.addEventListener("pointermove", (event) => this.#moved(event));
    stage.addEventListener("pointerup", (event) => this.#lifted(event));
    stage.addEventListener("pointercancel", (event) => this.#lifted(event, true));
    stage.addEventListener("pointerleave", () => this.#pointAt(null));
    stage.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    stage.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  #at(event) {
    const box = this.app.stage.getBoundingClientRect();
    return [event.clientX - box.left - this.app.stage.clientLeft, event.clientY - box.top - this.app.stage.clientTop];
  }

  #pressed(event) {
    if (event.target.closest("button") || event.button > 1) return;
    const { app } = this;
    const at = this.#at(event);
    app.stage.focus({ preventScroll: true, focusVisible: false });
    app.stage.setPointerCapture(event.pointerId);
    app.keyboardAt = null;
    app.showOutline(true);
    this.#down.set(event.pointerId, at);
    if (this.#down.size > 1) this.#gesture = this.#pinchInstead();
    else if (event.button === 1 || app.spaceHeld) this.#gesture = { kind: "pan" };
    else this.#gesture = app.tool === "edit" ? this.#grab(at, event.pointerType) : { kind: "stroke", from: at, path: [at] };
    event.preventDefault();
    app.changed();
  }

  #moved(event) {
    const at = this.#at(event);
    const before = this.#down.get(event.pointerId);
    const kind = before ? this.#gesture?.kind : "hover";
    const moves = { hover: this.#hover, pan: this.#pan, pinch: this.#pinch, stroke: this.#stroke, drag: this.#drag };
    moves[kind]?.call(this, at, before, event);
    if (before) this.#down.set(event.pointerId, at);
    if (event.pointerType !== "touch" || before) this.#pointAt(this.app.viewport.toSkin(at));
  }

  #lifted(event, cancelled = false) {
    if (!this.#down.delete(event.pointerId)) return;
    const gesture = this.#gesture;
    this.#gesture = null;
    if (gesture?.kind === "stroke" && !cancelled) this.#finishStroke(gesture, event.pointerType);
    if (gesture?.kind === "drag") cancelled ? this.app.drawing.dragBack() : this.app.drawing.letGo();
    this.app.stroke = null;
    if (event.pointerType === "touch") this.#pointAt(null);
    this.app.changed();
  }

  #wheel(event) {
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 30 : 1;
    this.app.viewport.zoom(Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.0016)), this.#at(event));
  }

  #pointAt(mm) {
    this.app.cursor = mm;
    this.app.changed();
  }

  // Drawing

  #stroke(at) {
    const { path, from } = this.#gesture;
    if (distance(at, path.at(-1)) >= 1.5) path.push(at);
    if (path.length > 1 && path.some((p) => distance(p, from) > STROKE_PX)) {
      this.app.stroke = path.map((p) => this.app.viewport.toSkin(p));
    }
  }

  #finishStroke({ from, path }, type) {
    const { app } = this;
    const toSkin = (p) => app.viewport.toSkin(p);
    const draft = app.drawing.now.draft?.points ?? [];
    const ends = draft.length >= 3 && distance(path.at(-1), app.viewport.toScreen(draft[0])) <= CLOSE_PX[type];
    if (!app.stroke) {
      const again = app.actions.isLastPoint(toSkin(from)); // the second half of a double click
      if (ends || (again && draft.length >= 3)) app.actions.close();
      else if (!again) app.actions.addPoints([toSkin(from)]);
      return;
    }
    const loop = draft.length ? null : loopOf(path, CLOSE_PX[type]);
    app.actions.addPoints((loop ? thinnedLoop(loop, THIN_PX) : simplified(path, THIN_PX)).map(toSkin));
    if (ends || loop) app.actions.close();
  }

  // Editing

  #nearest(at, type) {
    const { drawing, viewport } = this.app;
    const candidates = drawing.rings.map(({ ring, p, r }) => {
      const screen = ring.map((mm) => viewport.toScreen(mm));
      const v = screen.reduce((best, q, i) => (distance(q, at) < distance(screen[best], at) ? i : best), 0);
      return { p, r, v, point: distance(screen[v], at), line: nearestOnRing(at, screen) };
    });
    const nearest = candidates.reduce((a, b) => (b.line.distance < a.line.distance ? b : a), { line: { distance: Infinity } });
    return nearest.line.distance <= REACH_PX[type] ? { ...nearest, onPoint: nearest.point <= REACH_PX[type] } : null;
  }

  #grab(at, type) {
    const { drawing, viewport, actions } = this.app;
    const hit = this.#nearest(at, type);
    const mm = viewport.toSkin(at);
    if (!hit) {
      const p = drawing.now.polygons.findIndex((polygon) => inPolygon(mm, polygon));
      drawing.select(p < 0 ? null : { p, r: 0, v: null });
      return { kind: "pan" };
    }
    const { p, r } = hit;
    const v = hit.onPoint ? hit.v : hit.line.edge + 1;
    if (!hit.onPoint) drawing.drag(actions.withInserted({ p, r, edge: hit.line.edge }, rounded(viewport.toSkin(hit.line.place))));
    drawing.select({ p, r, v });
    const point = drawing.now.polygons[p][r][v];
    const offset = viewport.toScreen(point).map((q, k) => q - at[k]);
    return { kind: "drag", selection: { p, r, v }, offset, from: at, moved: false };
  }

  #drag(at) {
    const { drawing, viewport, skin } = this.app;
    const { selection, offset, from } = this.#gesture;
    this.#gesture.moved ||= distance(at, from) > 2; // a click chooses a point and does not shift it
    if (!this.#gesture.moved) return;
    const mm = rounded(skin.within(viewport.toSkin(at.map((v, k) => v + offset[k]))));
    drawing.drag(drawing.withPoint(selection, mm));
  }

  #hover(at, _, event) {
    if (event.pointerType === "touch") return;
    const { app } = this;
    const hit = app.tool === "edit" && !app.spaceHeld ? this.#nearest(at, event.pointerType) : null;
    app.ghost = hit && !hit.onPoint ? app.viewport.toSkin(hit.line.place) : null;
    app.stage.dataset.over = hit ? (hit.onPoint ? "point" : "line") : "";
  }

  // Moving the view

  #pan(at, before) {
    this.app.panned = true;
    this.app.viewport.pan([at[0] - before[0], at[1] - before[1]]);
  }

  #pinchInstead() {
    this.app.drawing.dragBack();
    this.app.stroke = null;
    return { kind: "pinch" };
  }

  #pinch(at, before, event) {
    const other = [...this.#down].find(([id]) => id !== event.pointerId)?.[1];
    if (!other) return;
    const middle = (p) => between(p, other, 0.5);
    const [was, is] = [middle(before), middle(at)];
    this.app.viewport.pan([is[0] - was[0], is[1] - was[1]]);
    this.app.viewport.zoom(distance(at, other) / Math.max(distance(before, other), 1), is);
  }
}
