// What a person can do to the drawing, whether by mouse, finger or keyboard.

const SAME_POINT_PX = 4;

class Actions {
  constructor(app) {
    this.app = app;
  }

  get #drawing() {
    return this.app.drawing;
  }

  onScreen(a, b) {
    return distance(this.app.viewport.toScreen(a), this.app.viewport.toScreen(b));
  }

  setTool(tool) {
    if (this.#drawing.now.draft && tool === "edit") this.close();
    else if (this.#drawing.now.draft) this.#drawing.change({ draft: { ...this.#drawing.now.draft, hole: tool === "hole" } });
    if (this.#drawing.now.draft && tool === "edit") return;
    this.app.tool = tool;
    this.#drawing.select(null);
  }

  // Points on the screen nearer than SAME_POINT_PX to the one before are the same click again.
  addPoints(points) {
    const { draft } = this.#drawing.now;
    const kept = [...(draft?.points ?? [])];
    points.map((mm) => rounded(this.app.skin.within(mm))).forEach((mm) => {
      if (!kept.length || distance(mm, kept.at(-1)) > 0) kept.push(mm);
    });
    if (kept.length === draft?.points.length) return;
    this.#drawing.change({ draft: { hole: this.app.tool === "hole", points: kept } });
  }

  isLastPoint(mm) {
    const points = this.#drawing.now.draft?.points ?? [];
    return points.length > 0 && this.onScreen(mm, points.at(-1)) < SAME_POINT_PX;
  }

  close() {
    const { draft, polygons } = this.#drawing.now;
    if (!draft) return;
    const ring = withoutRepeats(draft.points, true);
    if (ring.length < 3) {
      say("A line needs at least three points to be closed.", "wrong");
      return;
    }
    const home = draft.hole ? polygons.findIndex(([border]) => insideRing(ring[0], border)) : polygons.length;
    if (home < 0) {
      say("A hole must lie inside an outline. Draw the outline first, or press Esc.", "wrong");
      return;
    }
    const next = [...polygons];
    next[home] = [...(polygons[home] ?? []), ring];
    this.app.tool = "edit";
    this.#drawing.change({ polygons: next, draft: null });
  }

  cancel() {
    if (this.#drawing.now.draft) this.#drawing.change({ draft: null });
    else this.#drawing.select(null);
  }

  // The chosen point; of a triangle, or with only a ring chosen, the whole ring; of a draft, its last point.
  remove() {
    const { draft, polygons } = this.#drawing.now;
    const { selected } = this.#drawing;
    if (draft) {
      const points = draft.points.slice(0, -1);
      this.#drawing.change({ draft: points.length ? { ...draft, points } : null });
    } else if (selected) {
      const ring = polygons[selected.p][selected.r];
      const whole = selected.v === null || ring.length <= 3;
      const rest = whole ? null : ring.filter((_, v) => v !== selected.v);
      this.#drawing.selected = whole ? null : { ...selected, v: selected.v % rest.length };
      this.#drawing.change(this.#drawing.withRing(selected, rest));
      if (whole) say(selected.r ? "The hole was removed." : "The outline was removed. Undo brings it back.");
    }
  }

  withInserted({ p, r, edge }, mm) {
    const ring = this.#drawing.now.polygons[p][r];
    return this.#drawing.withRing({ p, r }, [...ring.slice(0, edge + 1), mm, ...ring.slice(edge + 1)]);
  }

  insertAfterSelected() {
    const { selected } = this.#drawing;
    if (!selected || selected.v === null) return;
    const ring = this.#drawing.now.polygons[selected.p][selected.r];
    const middle = between(ring[selected.v], ring[(selected.v + 1) % ring.length], 0.5);
    this.#drawing.change(this.withInserted({ ...selected, edge: selected.v }, rounded(middle)));
    this.#drawing.select({ ...selected, v: selected.v + 1 });
  }

  undo() {
    this.#drawing.undo();
    this.#toolFits();
  }

  redo() {
    this.#drawing.redo();
    this.#toolFits();
  }

  // After a step through history a line in progress goes on where it was left.
  #toolFits() {
    const { draft } = this.#drawing.now;
    if (draft) this.app.tool = draft.hole ? "hole" : "outline";
    this.app.changed();
  }
}
