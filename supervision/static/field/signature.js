/* A signature is a list of strokes, each a list of points [x, y, ms]: x and y as shares of the width of the pad, ms since
   the first touch. Pixels are only drawn from it, so that turning the tablet wipes nothing. */
import { h, icon, say } from "./page.js";

const HEIGHT = 0.4; // of the width
const LEAST_LENGTH = 0.15; // of the width, all strokes together: a dot is no signature

/** Return how long all strokes are together, in widths of the pad. */
export function lengthOf(strokes) {
  let length = 0;
  for (const stroke of strokes) {
    for (let i = 1; i < stroke.length; i += 1) length += Math.hypot(stroke[i][0] - stroke[i - 1][0], stroke[i][1] - stroke[i - 1][1]);
  }
  return length;
}

export const isSignature = (strokes) => lengthOf(strokes) >= LEAST_LENGTH;

/** Draw strokes on a canvas of any size. */
export function drawStrokes(canvas, strokes) {
  const ratio = devicePixelRatio || 1;
  const width = canvas.clientWidth;
  if (!width) return;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(width * HEIGHT * ratio);
  const context = canvas.getContext("2d");
  context.strokeStyle = getComputedStyle(canvas).color;
  context.lineWidth = 2.5 * ratio;
  context.lineCap = context.lineJoin = "round";
  for (const stroke of strokes) {
    context.beginPath();
    for (const [x, y] of stroke) context.lineTo(x * canvas.width, y * canvas.width);
    if (stroke.length === 1) context.lineTo(stroke[0][0] * canvas.width + 0.1, stroke[0][1] * canvas.width);
    context.stroke();
  }
}

/** Return a pad that shows `strokes` and tells `changed(strokes)` after each stroke. */
export function signaturePad(label, strokes, changed) {
  const kept = structuredClone(strokes);
  const canvas = h("canvas", { class: "pad", role: "img", "aria-label": label });
  let stroke = null;
  let began = null;

  const point = (event) => {
    const box = canvas.getBoundingClientRect();
    const round = (value) => Math.round(value * 10000) / 10000;
    return [round((event.clientX - box.left) / box.width), round((event.clientY - box.top) / box.width), Math.round(event.timeStamp - began)];
  };
  const redraw = () => drawStrokes(canvas, stroke ? [...kept, stroke] : kept);
  const finish = () => {
    if (!stroke) return;
    kept.push(stroke);
    stroke = null;
    redraw();
    changed(structuredClone(kept));
  };

  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    began ??= event.timeStamp;
    canvas.setPointerCapture(event.pointerId);
    stroke = [point(event)];
    redraw();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!stroke) return;
    for (const one of event.getCoalescedEvents?.() ?? [event]) stroke.push(point(one));
    redraw();
  });
  canvas.addEventListener("pointerup", finish);
  canvas.addEventListener("pointercancel", finish);
  new ResizeObserver(redraw).observe(canvas);

  const clear = h("button", { class: "button button-quiet", type: "button", onclick: () => {
    kept.length = 0;
    began = null;
    redraw();
    changed([]);
  } }, say("clear_signature"));
  return h("div", { class: "pad-box" }, canvas, h("div", { class: "pad-line" }, icon("pen"), h("span", {}, say("sign_above")), clear));
}
