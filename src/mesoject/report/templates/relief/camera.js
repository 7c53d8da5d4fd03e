// How all surfaces of a view are looked at: turned about the skin's normal, tilted, nearer or farther, moved.
// Lengths across the picture are true, as on a map: there is no perspective.

const STEEPEST = 90, FLATTEST = 5; // degrees over the skin
const NEAREST = 12, FARTHEST = 0.5;

class Camera {
  constructor(start) {
    this.start = start;
    this.reset();
  }

  reset() {
    Object.assign(this, { azimuth: this.start.azimuth, elevation: this.start.elevation, zoom: 1, x: 0, y: 0 });
  }

  turn(azimuth, elevation) {
    this.azimuth = (((this.azimuth + azimuth + 180) % 360) + 360) % 360 - 180;
    this.elevation = Math.min(STEEPEST, Math.max(FLATTEST, this.elevation + elevation));
  }

  // Nearer by `times`, the place that is (x, y) mm from the middle of the picture staying where it is.
  nearer(times, x = 0, y = 0) {
    const zoom = Math.min(NEAREST, Math.max(FARTHEST, this.zoom * times));
    const grown = zoom / this.zoom;
    this.x = x - (x - this.x) * grown;
    this.y = y - (y - this.y) * grown;
    this.zoom = zoom;
  }

  // Move the surface by mm of the picture as it was before any zoom.
  move(x, y) {
    const reach = this.start.span * this.zoom;
    this.x = Math.min(reach, Math.max(-reach, this.x + x));
    this.y = Math.min(reach, Math.max(-reach, this.y + y));
  }

  // Rows of the rotation from the skin's axes to the eye's: x right, y up, z towards who looks.
  get rows() {
    const a = (this.azimuth * Math.PI) / 180, e = (this.elevation * Math.PI) / 180;
    const ca = Math.cos(a), sa = Math.sin(a), ce = Math.cos(e), se = Math.sin(e);
    return [ca, -sa, 0, se * sa, se * ca, ce, -ce * sa, -ce * ca, se];
  }
}
