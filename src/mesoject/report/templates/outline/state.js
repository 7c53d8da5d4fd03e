// What has been drawn, as snapshots that are never changed, so that every step can be undone.
//
// A snapshot is {polygons, draft}. polygons[i][0] is the border of polygon i, polygons[i][1..] its holes.
// draft is the line being drawn, {hole, points}, or null. The selection {p, r, v} is no part of it.

class Drawing {
  #past = [];
  #future = [];
  #held = null; // the snapshot before a drag that has not ended

  constructor(polygons) {
    this.now = { polygons, draft: null };
    this.selected = null;
    this.onchange = () => {};
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  get rings() {
    return this.now.polygons.flatMap((polygon, p) => polygon.map((ring, r) => ({ ring, p, r })));
  }

  change(next) {
    this.#past.push(this.#held ?? this.now);
    this.#held = null;
    this.#future = [];
    this.#show({ ...this.now, ...next });
  }

  // While something is dragged: shown at once, one step of history when it is let go.
  drag(next) {
    this.#held ??= this.now;
    this.#show({ ...this.now, ...next });
  }

  letGo() {
    if (this.#held) this.change({});
  }

  dragBack() {
    if (this.#held) this.#show(this.#held);
    this.#held = null;
  }

  undo() {
    this.#step(this.#past, this.#future);
  }

  redo() {
    this.#step(this.#future, this.#past);
  }

  select(selection) {
    this.selected = selection;
    this.onchange();
  }

  // The polygons with one ring replaced; with none in its place the hole, or the whole polygon, is gone.
  withRing({ p, r }, ring) {
    const polygons = this.now.polygons.map((polygon) => [...polygon]);
    if (ring) polygons[p][r] = ring;
    else if (r) polygons[p].splice(r, 1);
    else polygons.splice(p, 1);
    return { polygons };
  }

  withPoint({ p, r, v }, point) {
    return this.withRing({ p, r }, this.now.polygons[p][r].map((q, i) => (i === v ? point : q)));
  }

  #step(from, to) {
    this.dragBack();
    if (!from.length) return;
    to.push(this.now);
    this.#show(from.pop());
  }

  #show(snapshot) {
    this.now = snapshot;
    const { p, r, v } = this.selected ?? {};
    const ring = snapshot.polygons[p]?.[r];
    if (!ring || (v !== null && v >= ring.length)) this.selected = null;
    this.onchange();
  }
}
