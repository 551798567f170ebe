import { element, part, problem, time } from './dom.js';

const form = part('race');
const run = encodeURIComponent(form.dataset.run);
let running = null;

const chosen = () => [...part('models').querySelectorAll('input:checked')].map((box) => box.value);

const factor = (value) => `${value.toFixed(value < 10 ? 2 : 1)}×`;

const bar = (timed, longest) => {
  const at = (micros) => `${100 * micros / longest}%`;
  const fill = element('span', { className: 'fill' });
  fill.style.inlineSize = at(timed.p50);
  const interval = element('span', { className: 'interval' });
  interval.style.insetInlineStart = at(timed.low);
  interval.style.inlineSize = at(timed.high - timed.low);
  return element('span', { className: 'track lane', ariaHidden: 'true' }, fill, interval);
};

const lane = (timed, longest, first) => {
  const compared = timed === first ? 'compared with' : `${factor(timed.speedup)} (${factor(timed.speedupLow)} to ${factor(timed.speedupHigh)})`;
  const row = element('tr', { className: timed === first ? 'teacher' : 'student' },
    element('th', { scope: 'row', className: 'text', textContent: timed.model }),
    element('td', { className: 'text', textContent: `${time(timed.p50)} (${time(timed.low)} to ${time(timed.high)})` }),
    element('td', { className: 'bar' }, bar(timed, longest)),
    element('td', { className: 'text', textContent: timed.p90 === undefined ? '–' : time(timed.p90) }),
    element('td', { className: 'text', textContent: timed.p99 === undefined ? '–' : time(timed.p99) }),
    element('td', { className: 'text', textContent: compared }));
  row.dataset.model = timed.model;
  return row;
};

const show = (lap) => {
  if (lap.error) return problem(lap.error);
  const place = lap.waiting === 1 ? '1 race goes first' : `${lap.waiting} races go first`;
  part('state').textContent = lap.done ? 'Done.' : lap.waiting ? `Waiting: ${place}.` : `Session ${Math.min(lap.sessions + 1, lap.of)} of ${lap.of}…`;
  if (lap.models.length) {
    part('times').hidden = false;
    const longest = Math.max(...lap.models.map((timed) => timed.high));
    part('lanes').replaceChildren(...lap.models.map((timed) => lane(timed, longest, lap.models[0])));
  }
  part('notes').replaceChildren(...lap.notes.map((note) => element('li', { textContent: note })));
  if (lap.done) form.dataset.done = Number(form.dataset.done ?? 0) + 1;
};

const laps = async (body) => {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const lines = (text + next.value).split('\n');
    text = lines.pop();
    lines.forEach((line) => show(JSON.parse(line)));
  }
};

const start = async () => {
  const models = chosen();
  if (!models.length) return problem('Choose at least one model.');
  problem('');
  part('times').hidden = true;
  part('notes').replaceChildren();
  part('state').textContent = 'Opening the models…';
  running = new AbortController();
  part('start').disabled = true;
  part('stop').hidden = false;
  try {
    const query = new URLSearchParams({ models: models.join(',') });
    const response = await fetch(`/api/runs/${run}/races?${query}`, { method: 'POST', signal: running.signal });
    if (response.ok) await laps(response.body);
    else problem((await response.json()).error);
  } catch (error) {
    if (error.name === 'AbortError') part('state').textContent = 'Stopped.';
    else problem(`The workbench does not answer: ${error.message}`);
  }
  part('start').disabled = false;
  part('stop').hidden = true;
};

form.addEventListener('submit', (event) => {
  event.preventDefault();
  start();
});
part('stop').addEventListener('click', () => running?.abort());
part('models').addEventListener('change', () => {
  history.replaceState(null, '', `?models=${chosen().map(encodeURIComponent).join(',')}`);
});
addEventListener('pagehide', () => running?.abort());
form.dataset.ready = 'true';
