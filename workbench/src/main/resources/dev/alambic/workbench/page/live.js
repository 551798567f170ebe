import { element, part, percent } from './dom.js';

const MOST_LINES = 200;
const root = document.getElementById('live');
const run = encodeURIComponent(root.dataset.run);

const seconds = (value) => value < 90 ? `${value.toFixed(value < 10 ? 1 : 0)} s` : `${Math.round(value / 60)} min`;

const words = {
  runStarted: (told) => `${told.name} begins (seed ${told.seed})`,
  dataRead: (told) => `data: ${told.train} to learn from, ${told.validation} to validate, ${told.test} to test`,
  dataNoted: (told) => told.text,
  seedStarted: (told) => `seed ${told.seed} (${told.position} of ${told.seeds})`,
  stageStarted: (told) => `${told.stage} begins`,
  stageSkipped: (told) => `${told.stage} was done already`,
  stageFinished: (told) => `${told.stage} done in ${seconds(told.seconds)}`,
  step: (told) => told.what,
  trainingStarted: (told) => `${told.phase}: ${told.epochs} epochs${told.done ? `, ${told.done} done already` : ''}`,
  epochFinished: ({ record }) => `${record.phase}: epoch ${record.epoch} of ${record.epochs}`
    + (typeof record.validationAccuracy === 'number' ? `, ${percent(record.validationAccuracy)} right` : '')
    + (record.pruned ? `, pruned to ${percent(record.sparsity)} zeros` : ''),
  noted: (told) => `${told.model}: ${told.text}`,
  modelWritten: (told) => `${told.model} written, ${told.bytes.toLocaleString('en')} bytes`,
  figures: (told) => `${told.model} measured`,
  runFinished: (told) => `finished in ${seconds(told.seconds)}`,
  runFailed: (told) => `failed: ${told.message}`,
};

const phases = new Map();

const phase = (name) => {
  if (!phases.has(name)) {
    const bar = element('progress', { max: 1, value: 0 });
    const text = element('span', { className: 'muted' });
    part('phases').append(element('p', { className: 'phase' }, element('label', {}, `${name} `, bar), ' ', text));
    phases.set(name, { bar, text, lately: [] });
  }
  return phases.get(name);
};

const trains = (record) => {
  const { bar, text, lately } = phase(record.phase);
  lately.push(record.seconds);
  if (lately.length > 5) lately.shift();
  bar.max = record.epochs;
  bar.value = record.epoch;
  const left = (record.epochs - record.epoch) * lately.reduce((sum, each) => sum + each) / lately.length;
  text.textContent = `${record.epoch} of ${record.epochs} epochs${left > 0 ? `, about ${seconds(left)} left` : ''}`
    + `${record.sparsity > 0 ? `, ${percent(record.sparsity)} zeros` : ''}`;
};

/* The curves are drawn by the server; they are asked for anew when an epoch is over, one request at a time. */
let loading = false;
let stale = false;

const curves = async () => {
  stale = true;
  if (loading) return;
  loading = true;
  while (stale) {
    stale = false;
    const response = await fetch(`/runs/${run}/curves`).catch(() => null);
    if (response?.ok) part('curves').innerHTML = await response.text();
    await new Promise((resume) => setTimeout(resume, 500));
  }
  loading = false;
};

const told = (event) => {
  const said = JSON.parse(event.data);
  const line = words[said.event]?.(said);
  if (!line) return;
  if (!root.dataset.stopped) part('now').textContent = line; // events may come a little late
  root.dataset.event = said.event;
  const time = element('time', { dateTime: said.time, textContent: new Date(said.time).toLocaleTimeString() });
  part('events').prepend(element('li', { className: said.event === 'runFailed' ? 'worse' : '' }, time, ` ${line}`));
  while (part('events').childElementCount > MOST_LINES) part('events').lastElementChild.remove();
  if (said.event === 'runFinished') part('tools')?.replaceChildren();
  if (said.event === 'epochFinished') {
    trains(said.record);
    curves();
  }
};

const stream = new EventSource(`/api/runs/${run}/events`);
stream.addEventListener('told', told);
stream.addEventListener('open', () => { root.dataset.ready = 'true'; });
stream.addEventListener('error', () => {
  if (stream.readyState === EventSource.CLOSED) part('now').textContent = 'The workbench tells nothing more.';
});
addEventListener('pagehide', () => stream.close());
