// How the skin lies on the screen: millimetres to CSS pixels of the stage, zoom and pan.

const NEAREST_PX_PER_MM = 80;
const MARGIN_PX = 10;

class Viewport {
  constructor(stage, image, settings) {
    Object.assign(this, { stage, image, region: settings.region, mmPerPx: settings.mmPerPx });
    this.fitted = true;
    this.onchange = () => {};
    new ResizeObserver(() => this.#resized()).observe(stage);
  }

  toScreen([s, z]) {
    return [this.x + (s - this.region.sLow) * this.scale, this.y + (this.region.zHigh - z) * this.scale];
  }

  toSkin([x, y]) {
    return [this.region.sLow + (x - this.x) / this.scale, this.region.zHigh - (y - this.y) / this.scale];
  }

  get size() {
    return [this.stage.clientWidth, this.stage.clientHeight];
  }

  get #skinSize() {
    const { sLow, sHigh, zLow, zHigh } = this.region;
    return [sHigh - sLow, zHigh - zLow];
  }

  get #fittingScale() {
    return Math.min(...this.size.map((v, k) => Math.max(v - 2 * MARGIN_PX, 40) / this.#skinSize[k]));
  }

  get magnification() {
    return this.scale / this.#fittingScale;
  }

  fit() {
    this.scale = this.#fittingScale;
    [this.x, this.y] = this.size.map((v, k) => (v - this.#skinSize[k] * this.scale) / 2);
    this.fitted = true;
    this.#show();
  }

  zoom(factor, [x, y] = this.size.map((v) => v / 2)) {
    const scale = Math.min(NEAREST_PX_PER_MM, Math.max(this.#fittingScale * 0.8, this.scale * factor));
    this.x = x - ((x - this.x) * scale) / this.scale;
    this.y = y - ((y - this.y) * scale) / this.scale;
    this.scale = scale;
    this.pan([0, 0]);
  }

  // Some of the skin always stays in view.
  pan([dx, dy]) {
    const kept = this.size.map((v) => Math.min(60, v / 4));
    const extent = this.#skinSize.map((v) => v * this.scale);
    this.x = Math.min(this.size[0] - kept[0], Math.max(kept[0] - extent[0], this.x + dx));
    this.y = Math.min(this.size[1] - kept[1], Math.max(kept[1] - extent[1], this.y + dy));
    this.fitted = false;
    this.#show();
  }

  reveal(mm) {
    const margin = 40;
    const at = this.toScreen(mm);
    const shift = at.map((v, k) => Math.max(0, margin - v) - Math.max(0, v - (this.size[k] - margin)));
    if (shift.some((v) => v)) this.pan(shift);
  }

  #resized() {
    if (this.fitted || !this.scale) this.fit();
    else this.pan([0, 0]);
  }

  #show() {
    const scale = this.scale * this.mmPerPx;
    this.image.style.transform = `translate(${this.x}px, ${this.y}px) scale(${scale})`;
    this.onchange();
  }
}

// The longest length in round millimetres that takes at most `px` on the screen.
function roundLength(scale, px) {
  const lengths = [0.5, 1, 2, 5, 10, 20, 50, 100];
  return lengths.filter((mm) => mm * scale <= px).at(-1) ?? lengths[0];
}
