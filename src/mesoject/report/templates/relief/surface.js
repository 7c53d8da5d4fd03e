// Draws one surface with WebGL 2: colour by height or the scanner's own, lit from the upper left, the outline on it.

const VERTEX = `#version 300 es
uniform mat3 rows;
uniform vec2 scale, shift;
uniform float depth, zoom;
in vec3 point, normal;
in vec4 colour;
in float border;
out vec3 eyeNormal, light;
out float borderMm;
void main() {
  vec3 eye = point * rows;
  eyeNormal = normal * rows;
  light = colour.rgb;
  borderMm = border;
  gl_Position = vec4((eye.xy * zoom + shift) * scale, -eye.z / depth, 1.0);
}`;

// Lamp and colours come from the page's data, so that the still picture is lit alike.
const FRAGMENT = `#version 300 es
precision highp float;
uniform vec3 lamp, back, ink, casing;
uniform float ambient, diffuse, dots;
in vec3 eyeNormal, light;
in float borderMm;
out vec4 shown;
vec3 encoded(vec3 c) {
  c = clamp(c, 0.0, 1.0);
  return mix(12.92 * c, 1.055 * pow(c, vec3(1.0 / 2.4)) - 0.055, step(0.0031308, c));
}
void main() {
  float facing = gl_FrontFacing ? 1.0 : -1.0;
  float lit = ambient + diffuse * max(dot(normalize(eyeNormal) * facing, lamp), 0.0);
  float px = abs(borderMm) / max(fwidth(borderMm), 1e-6);
  vec3 skin = gl_FrontFacing ? encoded(light * lit) : encoded(back * lit);
  skin = mix(casing, skin, smoothstep(1.6, 2.4, px / dots));
  skin = mix(ink, skin, smoothstep(0.5, 1.2, px / dots));
  shown = vec4(skin, 1.0);
}`;

class Surface {
  constructor(canvas, model, look) {
    const gl = canvas.getContext("webgl2", { antialias: true });
    if (!gl) throw new Error("WebGL 2 is not to be had");
    Object.assign(this, { gl, canvas, model, look });
    this.program = linked(gl);
    this.places = {};
    gl.useProgram(this.program);
    this.buffer("border", model.border, 1, gl.FLOAT);
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, model.triangles, gl.STATIC_DRAW);
    gl.enable(gl.DEPTH_TEST);
    for (const name of ["lamp", "back", "ink", "casing"]) gl.uniform3fv(this.at(name), look[name]);
    for (const name of ["ambient", "diffuse"]) gl.uniform1f(this.at(name), look[name]);
    gl.clearColor(...look.ground, 1);
    this.raise(1);
    this.paint("height");
  }

  raise(times) {
    const points = this.model.raised(times);
    this.buffer("point", points, 3, this.gl.FLOAT);
    this.buffer("normal", this.model.normals(points), 3, this.gl.FLOAT);
    let far = 1;
    for (let k = 0; k < points.length; k += 3) far = Math.max(far, Math.hypot(points[k], points[k + 1], points[k + 2]));
    this.far = far;
  }

  paint(colour) {
    this.buffer("colour", this.model.colours[colour], 4, this.gl.UNSIGNED_SHORT, true);
  }

  draw(camera) {
    const { gl, canvas } = this;
    const perMm = this.pxPerMm(camera);
    gl.viewport(0, 0, canvas.width, canvas.height);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    gl.uniformMatrix3fv(this.at("rows"), false, camera.rows);
    gl.uniform2f(this.at("scale"), (2 * perMm) / canvas.width, (2 * perMm) / canvas.height);
    gl.uniform2f(this.at("shift"), camera.x, camera.y);
    gl.uniform1f(this.at("zoom"), camera.zoom);
    gl.uniform1f(this.at("depth"), this.far * 1.01);
    gl.uniform1f(this.at("dots"), window.devicePixelRatio || 1);
    gl.drawElements(gl.TRIANGLES, this.model.triangles.length, this.index, 0);
  }

  // Pixels of the canvas to a millimetre before any zoom: the whole surface fits, however the window is shaped.
  pxPerMm(camera) {
    return Math.min(this.canvas.width / camera.start.span, this.canvas.height / (camera.start.span * camera.start.aspect));
  }

  get index() {
    return this.model.triangles instanceof Uint32Array ? this.gl.UNSIGNED_INT : this.gl.UNSIGNED_SHORT;
  }

  at(name) {
    return (this.places[name] ??= this.gl.getUniformLocation(this.program, name));
  }

  buffer(name, values, size, type, normalised = false) {
    const { gl } = this;
    const at = gl.getAttribLocation(this.program, name);
    this.buffers ??= {};
    this.buffers[name] ??= gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffers[name]);
    gl.bufferData(gl.ARRAY_BUFFER, values, gl.STATIC_DRAW);
    gl.enableVertexAttribArray(at);
    gl.vertexAttribPointer(at, size, type, normalised, 0, 0);
  }
}

function linked(gl) {
  const program = gl.createProgram();
  for (const [kind, text] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]]) {
    const shader = gl.createShader(kind);
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(shader));
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(program));
  return program;
}
