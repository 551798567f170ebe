/* A field to draw on with mouse, finger or pen: white lines on black, kept as strokes so that the last can be undone. */
export class Pad {
  #canvas;
  #context;
  #strokes = [];
  #changed;

  /** @param changed is called at each change; its argument tells whether a stroke has ended */
  constructor(canvas, changed) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d');
    this.#changed = changed;
    this.width = 22;
    canvas.addEventListener('pointerdown', (event) => this.#begin(event));
    canvas.addEventListener('pointermove', (event) => this.#go(event));
    for (const end of ['pointerup', 'pointercancel']) canvas.addEventListener(end, (event) => this.#end(event));
    this.#draw();
  }

  get isEmpty() { return this.#strokes.length === 0; }

  undo() { this.#strokes.pop(); this.#draw(); this.#changed(true); }

  clear() { this.#strokes = []; this.#draw(); this.#changed(true); }

  picture() { return new Promise((done) => this.#canvas.toBlob(done, 'image/png')); }

  #point(event) {
    const box = this.#canvas.getBoundingClientRect();
    return [
      (event.clientX - box.left) * this.#canvas.width / box.width,
      (event.clientY - box.top) * this.#canvas.height / box.height];
  }

  #begin(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    this.#canvas.setPointerCapture(event.pointerId);
    this.#strokes.push({ id: event.pointerId, width: this.width, points: [this.#point(event)] });
    this.#draw();
    this.#changed(false);
  }

  #stroke(event) {
    const last = this.#strokes.at(-1);
    return last?.id === event.pointerId ? last : null;
  }

  #go(event) {
    const stroke = this.#stroke(event);
    if (!stroke) return;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const each of events.length ? events : [event]) stroke.points.push(this.#point(each));
    this.#draw();
    this.#changed(false);
  }

  #end(event) {
    const stroke = this.#stroke(event);
    if (!stroke) return;
    stroke.id = null;
    this.#changed(true);
  }

  #draw() {
    const context = this.#context;
    context.fillStyle = '#000';
    context.fillRect(0, 0, this.#canvas.width, this.#canvas.height);
    context.strokeStyle = '#fff';
    context.lineCap = context.lineJoin = 'round';
    for (const { width, points } of this.#strokes) {
      context.lineWidth = width;
      context.beginPath();
      context.moveTo(...points[0]);
      for (const [x, y] of points) context.lineTo(x + 0.01, y); // a line of no length would not be drawn
      context.stroke();
    }
  }
}
