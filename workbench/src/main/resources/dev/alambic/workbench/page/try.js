import { element, part, percent, problem, time } from './dom.js';
import { forget, lookAt } from './look.js';
import { Pad } from './pad.js';

const MOST_BARS = 12;
const root = document.getElementById('try');
const address = `/api/runs/${encodeURIComponent(root.dataset.run)}`;

/* One question at a time; of those that come meanwhile the last is asked next. */
let asking = false;
let next = null;
let last = null;

const ask = (question) => {
  last = question;
  if (asking) {
    next = question;
    return;
  }
  asking = true;
  send(question).finally(() => {
    asking = false;
    const following = next;
    next = null;
    if (following) ask(following);
  });
};

const chosen = () => [...part('models').querySelectorAll('input:checked')].map((box) => box.value);

const send = async (question) => {
  const models = chosen();
  if (!models.length) return problem('Choose at least one model.');
  const start = question.at ?? performance.now();
  try {
    const body = await question.body();
    if (body === null) return;
    const query = new URLSearchParams({ models: models.join(',') });
    if (question.as) query.set('as', question.as);
    const request = { method: 'POST', body, headers: { 'Content-Type': question.type ?? 'application/json' } };
    const response = await fetch(`${address}/answers?${query}`, request);
    const reply = await response.json();
    if (!response.ok) return problem(reply.error);
    problem('');
    show(reply);
    part('said').dataset.millis = (performance.now() - start).toFixed(1);
    if (part('look').checked) lookAt(`${address}/looks?${query}`, request, reply);
    part('said').dataset.asked = Number(part('said').dataset.asked ?? 0) + 1;
  } catch (error) {
    problem(`The workbench does not answer: ${error.message}`);
  }
};

const json = (value) => ({ body: async () => JSON.stringify(value) });

/* What models say. */

const bars = (said) => {
  let values = said.values;
  if (values.length > MOST_BARS) values = [...values].sort((a, b) => b.value - a.value).slice(0, MOST_BARS);
  const rows = values.map(({ name, value }) => {
    const bar = element('span', { className: 'fill' });
    bar.style.inlineSize = `${100 * Math.max(0, Math.min(1, value ?? 0))}%`;
    const row = element('tr', {},
      element('th', { scope: 'row', textContent: name }),
      element('td', { className: 'bar' }, element('span', { className: 'track', ariaHidden: 'true' }, bar)),
      element('td', { textContent: value === null ? '–' : percent(value) }));
    if (name === said.label) row.className = 'best';
    return row;
  });
  return element('table', { className: 'bars' },
    element('caption', { className: 'hidden', textContent: `Probabilities of ${said.model}` }), element('tbody', {}, ...rows));
};

const numbers = (said) => element('table', { className: 'bars' }, element('tbody', {}, ...said.values.map((each) =>
  element('tr', {}, element('th', { scope: 'row', textContent: each.name }),
    element('td', { textContent: each.value === null ? '–' : String(Number(each.value.toPrecision(6))) })))));

const card = (said, first) => {
  const made = element('article', { className: said.model === first.model ? 'card teacher' : 'card student' },
    element('h3', { textContent: said.model }));
  made.dataset.model = said.model;
  if (said.error) {
    made.append(element('p', { className: 'worse', textContent: said.error }));
    return made;
  }
  if (said.label !== undefined) {
    made.dataset.label = said.label;
    made.append(element('p', { className: 'label', textContent: said.label }));
  }
  made.append(said.label === undefined ? numbers(said) : bars(said),
    element('p', { className: 'muted time', textContent: `answered in ${time(said.micros)}` }));
  if (said.label !== first.label) {
    made.classList.add('differs');
    made.append(element('p', { className: 'worse', textContent: `says otherwise than ${first.model}` }));
  }
  return made;
};

const seen = ({ seen: view }) => {
  part('seen').hidden = !view?.png && !view?.text;
  if (view?.png) {
    const image = element('img', { className: 'pixels', alt: 'The picture as the model sees it', src: `data:image/png;base64,${view.png}` });
    part('view').replaceChildren(image);
  } else if (view?.text) {
    part('view').replaceChildren(element('p', { textContent: view.text }));
  }
};

const show = (reply) => {
  forget();
  seen(reply);
  if (reply.seen?.row && reply.expected !== undefined) fill(reply.seen.row);
  const answers = reply.answers;
  const labels = answers.filter((said) => said.label !== undefined).map((said) => said.label);
  const agree = new Set(labels).size <= 1;
  const words = labels.length ? (agree ? `${labels.length > 1 ? 'All say' : 'Says'} ${labels[0]}.` : 'They differ.') : 'Answered.';
  part('verdict').textContent = reply.expected === undefined ? words : `${words} The data say ${reply.expected}.`;
  part('said').replaceChildren(...answers.map((said) => card(said, answers[0])));
};

/* What a user brings. */

const drawing = () => {
  const pad = new Pad(part('canvas'), (ended) => {
    if (pad.isEmpty) return;
    ask({ as: 'drawing', type: 'image/png', at: ended ? performance.now() : undefined,
      body: () => pad.isEmpty ? null : pad.picture() });
  });
  part('undo').addEventListener('click', () => pad.undo());
  part('clear').addEventListener('click', () => pad.clear());
  part('line').addEventListener('input', (event) => { pad.width = Number(event.target.value); });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'z' && (event.ctrlKey || event.metaKey) && !event.target.matches('input, textarea')) pad.undo();
  });
};

const picture = () => {
  const bring = (file) => {
    if (!file) return;
    ask({ type: file.type.startsWith('image/') ? file.type : 'application/octet-stream', body: async () => file });
  };
  part('file').addEventListener('change', (event) => bring(event.target.files[0]));
  document.addEventListener('paste', (event) => bring(event.clipboardData.files[0]));
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    bring(event.dataTransfer.files[0]);
  });
};

const later = (action, millis) => {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(action, millis);
  };
};

const texts = (pair) => {
  const areas = (pair ?? ['Text']).map((name) => {
    const area = element('textarea', { rows: 3 });
    part('texts').append(element('label', {}, `${name} `, area));
    return area;
  });
  const asked = later(() => {
    if (areas.every((area) => area.value.trim())) {
      ask(json(pair ? { text: areas[0].value, second: areas[1].value } : { text: areas[0].value }));
    }
  }, 150);
  areas.forEach((area) => area.addEventListener('input', asked));
};

let fields = [];

const field = (column) => {
  const input = column.values
    ? element('select', {}, ...['', ...column.values.filter(Boolean)].map((value) =>
      element('option', { value, textContent: value || '(missing)' })))
    : element('input', { type: 'text', inputMode: column.kind === 'number' ? 'decimal' : 'text' });
  input.dataset.column = column.name;
  part('cells').append(element('label', {}, `${column.name} `, input));
  return input;
};

const cells = (columns) => {
  fields = columns.map(field);
  const row = () => Object.fromEntries(fields.map((input) => [input.dataset.column, input.value]));
  const asked = later(() => ask(json({ row: row() })), 100);
  fields.forEach((input) => input.addEventListener('input', asked));
};

const fill = (row) => {
  const byColumn = new Map(row.map(({ column, text }) => [column, text]));
  fields.forEach((input) => { input.value = byColumn.get(input.dataset.column) ?? ''; });
};

const sample = (count) => {
  const take = () => ask(json({ sample: Number(part('number').value) }));
  part('number').max = count - 1;
  part('take').addEventListener('click', take);
  part('number').addEventListener('change', take);
  part('any').addEventListener('click', () => {
    part('number').value = Math.floor(Math.random() * count);
    take();
  });
};

/* Which models, and what they take. */

const models = (facts) => {
  const asked = new URLSearchParams(location.search).get('models')?.split(',');
  const able = facts.models.filter((model) => !model.error);
  const usual = able.slice(0, 2).map((model) => model.name);
  for (const model of facts.models) {
    const box = element('input', { type: 'checkbox', value: model.name, disabled: Boolean(model.error) });
    box.checked = !model.error && (asked ?? usual).includes(model.name);
    part('models').append(element('label', { title: model.error ?? '' }, box, ` ${model.name}`));
    box.addEventListener('change', () => {
      history.replaceState(null, '', `?models=${chosen().map(encodeURIComponent).join(',')}`);
      if (last) ask(last);
    });
  }
  return able.find((model) => chosen().includes(model.name)) ?? able[0];
};

const start = async () => {
  const response = await fetch(address);
  const facts = await response.json();
  if (!response.ok) return problem(facts.error);
  part('look').addEventListener('change', () => {
    forget();
    if (last) ask(last);
  });
  const first = models(facts);
  if (!first) return problem(facts.models[0]?.error ?? 'There is no model yet.');
  const show = (id, action) => {
    part(id).hidden = false;
    action();
  };
  if (first.input === 'image') {
    if (first.channels === 1) show('drawing', drawing);
    show('picture', picture);
  }
  if (first.input === 'text') show('texts', () => texts(first.pair));
  if (first.input === 'table') show('cells', () => cells(first.columns));
  if (first.input === 'sound') problem('Sounds cannot be brought here yet; test samples can.');
  if (facts.samples > 0) show('sample', () => sample(facts.samples));
  root.dataset.ready = 'true';
};

start().catch((error) => problem(`The workbench does not answer: ${error.message}`));
