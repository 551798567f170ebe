import { element, part, problem, time } from './dom.js';

const root = part('graph');
const run = encodeURIComponent(root.dataset.run);
const query = new URLSearchParams(location.search);
const panes = new Map();
let scale = 1;

const address = (model, rest) => `/api/runs/${run}/models/${encodeURIComponent(model)}/${rest}`;

const load = async (path) => {
  const response = await fetch(path);
  const reply = await response.json();
  problem(response.ok ? '' : reply.error);
  return response.ok ? reply : null;
};

/* The address has all that is needed to show the same again. */
const keep = () => {
  const kept = new URLSearchParams({ models: [...panes.keys()].join(','), colour: root.dataset.colour });
  [...panes.values()].forEach(({ open }, place) => kept.set(place ? 'beside' : 'open', open.join(',')));
  history.replaceState(null, '', `?${kept}`);
};

const size = (svg) => {
  svg.style.inlineSize = `${Number(svg.getAttribute('width')) * scale}px`;
  svg.style.blockSize = `${Number(svg.getAttribute('height')) * scale}px`;
};

const draw = async (model, open) => {
  const pane = panes.get(model);
  const start = performance.now();
  part('state').textContent = 'Laying out…';
  const drawn = await load(address(model, 'graph') + (open === null ? '' : `?open=${open}`));
  part('state').textContent = '';
  if (!drawn) return;
  pane.open = drawn.open;
  pane.box.innerHTML = drawn.svg;
  size(pane.box.querySelector('svg'));
  pane.note.textContent = `${drawn.nodes} nodes in ${drawn.blocks} blocks, of which ${drawn.open.length} are open`;
  if (root.dataset.colour === 'time' && !drawn.timed) problem('The time of nodes is known for models of a run that has measured them.');
  pane.box.dataset.millis = (performance.now() - start).toFixed(0);
  pane.box.dataset.drawn = Number(pane.box.dataset.drawn ?? 0) + 1;
  keep();
};

const row = (name, what) => element('tr', {},
  element('th', { scope: 'row', className: 'text', textContent: name }), element('td', { className: 'text', textContent: what }));

const table = (title, rows) => rows.length === 0 ? [] : [element('h3', { textContent: title }),
  element('table', {}, element('tbody', {}, ...rows.map(({ name, what }) => row(name, what))))];

const details = async (model, index) => {
  const facts = await load(address(model, `nodes/${index}`));
  if (!facts) return;
  const close = element('button', { type: 'button', textContent: 'Close' });
  close.addEventListener('click', () => {
    part('details').hidden = true;
    panes.get(model)?.box.querySelector(`[data-node="${index}"]`)?.focus();
  });
  part('details').replaceChildren(
    element('h2', { textContent: facts.operator, tabIndex: -1 }),
    element('p', { className: 'muted', textContent: [facts.name, facts.domain, model].filter(Boolean).join(' · ') }),
    ...table('Figures', [
      ...(facts.weights ? [{ name: 'weights', what: facts.weights }] : []),
      ...(facts.micros ? [{ name: 'time', what: time(facts.micros) }] : [])]),
    ...table('Reads', facts.inputs), ...table('Gives', facts.outputs), ...table('Attributes', facts.attributes), close);
  part('details').hidden = false;
  part('details').querySelector('h2').focus();
};

const toggle = async (model, block) => {
  const { open, box } = panes.get(model);
  await draw(model, (open.includes(block) ? open.filter((each) => each !== block) : [...open, block]).join(','));
  const same = box.querySelector(`[data-block="${block}"]`);
  same?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  same?.focus({ preventScroll: true });
};

const chosen = (model, target) => {
  const item = target.closest('[data-node], [data-block]');
  if (!item) return;
  if (item.dataset.node !== undefined) details(model, Number(item.dataset.node));
  else toggle(model, Number(item.dataset.block));
};

const show = () => {
  const models = [...new Set([part('first').value, part('second').value].filter(Boolean))];
  panes.clear();
  part('panes').replaceChildren(...models.map((model) => {
    const box = element('div', { className: 'scroll drawing', tabIndex: 0, role: 'region', ariaLabel: `Graph of ${model}` });
    const note = element('p', { className: 'muted' });
    box.dataset.model = model;
    panes.set(model, { box, note, open: [] });
    box.addEventListener('click', (event) => chosen(model, event.target));
    box.addEventListener('keydown', (event) => {
      if ((event.key === 'Enter' || event.key === ' ') && event.target !== box) {
        event.preventDefault();
        chosen(model, event.target);
      }
    });
    return element('section', { className: 'pane' }, element('h2', { textContent: model }), note, box);
  }));
  return models;
};

const drawAll = async (open) => {
  for (const model of [...panes.keys()]) await draw(model, open);
};

const mark = async (model, found) => {
  const { open } = panes.get(model);
  if (found.blocks.some((block) => !open.includes(block))) await draw(model, [...open, ...found.blocks].join(','));
  const box = panes.get(model).box;
  box.querySelectorAll('.sought').forEach((each) => each.classList.remove('sought'));
  const item = box.querySelector(`[data-node="${found.index}"]`);
  item?.classList.add('sought');
  item?.scrollIntoView({ block: 'center', inline: 'center' });
  item?.focus({ preventScroll: true });
};

const find = async () => {
  const words = part('find').value.trim();
  part('found').hidden = !words;
  part('found').replaceChildren();
  if (!words) return;
  for (const model of panes.keys()) {
    const found = await load(address(model, `nodes?${new URLSearchParams({ q: words })}`));
    if (words !== part('find').value.trim()) return;
    for (const each of found ?? []) {
      const button = element('button', { type: 'button', textContent: `${each.operator} ${each.name}${panes.size > 1 ? ` (${model})` : ''}` });
      button.addEventListener('click', () => mark(model, each));
      part('found').append(element('li', {}, button));
    }
  }
  if (!part('found').childElementCount) part('found').append(element('li', { textContent: 'Nothing is called that.' }));
};

let waiting;
part('find').addEventListener('input', () => {
  clearTimeout(waiting);
  waiting = setTimeout(find, 200);
});
part('fold').addEventListener('click', () => drawAll(''));
part('unfold').addEventListener('click', () => drawAll('all'));
for (const id of ['first', 'second']) part(id).addEventListener('change', () => {
  show();
  drawAll(null);
});
part('colour').addEventListener('change', () => {
  root.dataset.colour = part('colour').value;
  keep();
});
const zoom = (factor) => {
  scale = Math.min(3, Math.max(0.2, scale * factor));
  panes.forEach(({ box }) => box.querySelectorAll('svg').forEach(size));
};
part('smaller').addEventListener('click', () => zoom(1 / 1.25));
part('larger').addEventListener('click', () => zoom(1.25));

const start = async () => {
  const colour = query.get('colour');
  if ([...part('colour').options].some((option) => option.value === colour)) {
    part('colour').value = colour;
    root.dataset.colour = colour;
  }
  const models = show();
  const asked = [query.get('open'), query.get('beside')];
  for (const [place, model] of models.entries()) await draw(model, asked[place]);
  root.dataset.ready = 'true';
};

start().catch((error) => problem(`The workbench does not answer: ${error.message}`));
