// Mouse, fingers and keys on one canvas, all turned into movements of the camera.

const DEGREES_PER_PX = 0.45, DEGREES_PER_KEY = 5, SHARE_PER_KEY = 0.05, TIMES_PER_KEY = 1.2;

class Hands {
  constructor(canvas, camera, surface, changed) {
    Object.assign(this, { canvas, camera, surface, changed, down: new Map() });
    const on = (name, does, how) => canvas.addEventListener(name, does.bind(this), how);
    on("pointerdown", this.take);
    on("pointermove", this.drag);
    for (const name of ["pointerup", "pointercancel"]) on(name, this.let);
    on("wheel", this.wheel, { passive: false });
    on("keydown", this.key);
    on("contextmenu", (event) => event.preventDefault());
    on("dblclick", () => this.then(() => camera.reset()));
  }

  then(does) {
    does();
    this.changed();
  }

  take(event) {
    event.preventDefault();
    this.canvas.focus({ preventScroll: true });
    this.canvas.setPointerCapture(event.pointerId);
    this.down.set(event.pointerId, { x: event.clientX, y: event.clientY });
  }

  let(event) {
    this.down.delete(event.pointerId);
  }

  drag(event) {
    const before = this.down.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const dx = now.x - before.x, dy = now.y - before.y;
    const other = [...this.down].find(([id]) => id !== event.pointerId)?.[1];
    this.down.set(event.pointerId, now);
    if (other) this.pinch(before, now, other);
    else if (event.shiftKey || event.buttons & 6) this.move(dx, dy);
    else this.camera.turn(dx * DEGREES_PER_PX, dy * DEGREES_PER_PX);
    this.changed();
  }

  // Two fingers: their distance is the zoom, their middle carries the surface along.
  pinch(before, now, other) {
    const apart = (p) => Math.max(20, Math.hypot(p.x - other.x, p.y - other.y));
    this.camera.nearer(apart(now) / apart(before), ...this.mm({ x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 }));
    this.move((now.x - before.x) / 2, (now.y - before.y) / 2);
  }

  move(dx, dy) {
    this.camera.move(dx / this.pxPerMm, -dy / this.pxPerMm);
  }

  // The page scrolls under the wheel until a person has chosen the view by a click or the tab key.
  wheel(event) {
    if (document.activeElement !== this.canvas && !event.ctrlKey) return;
    event.preventDefault();
    this.then(() => this.camera.nearer(Math.exp(-event.deltaY / 500), ...this.mm({ x: event.clientX, y: event.clientY })));
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = SHARE_PER_KEY * this.camera.start.span;
    const [right, up] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? [0, 0];
    const does = {
      "+": () => this.camera.nearer(TIMES_PER_KEY),
      "=": () => this.camera.nearer(TIMES_PER_KEY),
      "-": () => this.camera.nearer(1 / TIMES_PER_KEY),
      0: () => this.camera.reset(),
      Home: () => this.camera.reset(),
    }[event.key];
    if (right || up) {
      if (event.shiftKey) this.camera.move(right * step, up * step);
      else this.camera.turn(right * DEGREES_PER_KEY, -up * DEGREES_PER_KEY);
    } else if (does) does();
    else return;
    event.preventDefault();
    this.changed();
  }

  get pxPerMm() {
    return this.surface.pxPerMm(this.camera) / (this.canvas.width / this.canvas.clientWidth);
  }

  // Where a place of the window lies, in mm from the middle of the picture.
  mm(place) {
    const box = this.canvas.getBoundingClientRect();
    return [(place.x - box.left - box.width / 2) / this.pxPerMm, (box.top + box.height / 2 - place.y) / this.pxPerMm];
  }
}
