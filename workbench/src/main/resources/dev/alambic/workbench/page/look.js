/* What models looked at, asked for when the answers have been still for a while, and shown in their cards. */
import { element, part, percent } from './dom.js';

const STILL_MILLIS = 300;
const MOST_BARS = 12;
let timer;
let round = 0;

/* Takes away what is shown, and what is still to come. */
export const forget = () => {
  clearTimeout(timer);
  round++;
  part('compared').hidden = true;
  delete part('said').dataset.looked;
  document.querySelectorAll('.look').forEach((each) => each.remove());
};

/* Asks, once nothing else is asked for a while. */
export const lookAt = (address, request, reply) => {
  const mine = ++round;
  timer = setTimeout(async () => {
    say(['Taking parts away …']);
    const { lines, looks } = await asked(address, request);
    if (mine !== round) return;
    say(lines);
    for (const look of looks) {
      [...part('said').children].find((card) => card.dataset.model === look.model)?.append(shown(look, reply));
    }
    part('said').dataset.looked = 'true';
  }, STILL_MILLIS);
};

const asked = async (address, request) => {
  try {
    const response = await fetch(address, request);
    const told = await response.json();
    return response.ok ? { lines: told.compared, looks: told.models } : { lines: [told.error], looks: [] };
  } catch (error) {
    return { lines: [`The workbench does not answer: ${error.message}`], looks: [] };
  }
};

const say = (lines) => {
  part('compared').hidden = !lines.length;
  part('compared').replaceChildren(...lines.map((line) => element('p', { textContent: `${line}.` })));
};

const most = (parts) => Math.max(...parts.map((each) => Math.abs(each.weight)), Number.MIN_VALUE);

const value = (look, number) => number === undefined ? 'no number'
  : look.probability ? percent(number) : String(Number(number.toPrecision(4)));

const shown = (look, reply) => {
  const made = element('section', { className: 'look' });
  if (look.error) {
    made.append(element('p', { className: 'worse', textContent: look.error }));
    return made;
  }
  made.append(element('h4', { textContent: `For ${look.of}` }));
  if (look.columns && reply.seen?.png) made.append(overlay(look, reply.seen.png));
  else if (look.parts.some((each) => each.instead !== undefined)) made.append(columns(look));
  else made.append(words(look));
  made.append(element('p', { className: 'muted', textContent: sentence(look) }));
  return made;
};

const sentence = (look) => {
  const byWeight = [...look.parts].sort((a, b) => b.weight - a.weight);
  const told = (each) => `${each.name} (${value(look, look.whole)} → ${value(look, each.without)} without it)`;
  const lines = [];
  const counts = (weight) => weight > most(look.parts) / 10;
  if (counts(byWeight[0]?.weight)) lines.push(`Speaks most for it: ${told(byWeight[0])}.`);
  if (counts(-byWeight.at(-1)?.weight)) lines.push(`Speaks most against it: ${told(byWeight.at(-1))}.`);
  return lines.join(' ') || 'Nothing that was taken away changes it.';
};

/* The picture in gray beneath fields of colour, as strong as their weight. */
const overlay = (look, png) => {
  const canvas = element('canvas', { className: 'looked', width: 280, height: 280, role: 'img',
    ariaLabel: `What ${look.model} looked at` });
  canvas.setAttribute('role', 'img');
  const image = new Image();
  image.onload = () => {
    canvas.height = Math.round(canvas.width * image.height / image.width);
    const context = canvas.getContext('2d');
    context.imageSmoothingEnabled = false;
    context.filter = 'grayscale(1) brightness(.6)';
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    context.filter = 'none';
    const style = getComputedStyle(canvas);
    const rows = look.parts.length / look.columns;
    const strongest = most(look.parts);
    look.parts.forEach((each, at) => {
      context.globalAlpha = 0.8 * Math.abs(each.weight) / strongest;
      context.fillStyle = style.getPropertyValue(each.weight > 0 ? '--for' : '--against');
      const [x, y] = [at % look.columns, Math.floor(at / look.columns)];
      const [left, top] = [Math.round(x * canvas.width / look.columns), Math.round(y * canvas.height / rows)];
      context.fillRect(left, top,
        Math.round((x + 1) * canvas.width / look.columns) - left, Math.round((y + 1) * canvas.height / rows) - top);
    });
  };
  image.src = `data:image/png;base64,${png}`;
  return canvas;
};

const strength = (made, each, strongest) => {
  made.classList.add(each.weight < 0 ? 'against' : 'for');
  made.style.setProperty('--strength', `${Math.round(60 * Math.abs(each.weight) / strongest)}%`);
  return made;
};

const words = (look) => {
  const strongest = most(look.parts);
  return element('p', { className: 'words' }, ...look.parts.flatMap((each) => [
    strength(element('span', { textContent: each.name, title: value(look, each.without) }), each, strongest), ' ']));
};

const columns = (look) => {
  const strongest = most(look.parts);
  const rows = [...look.parts].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, MOST_BARS).map((each) => {
    const bar = strength(element('span', { className: 'fill' }), each, strongest);
    bar.style.inlineSize = `${100 * Math.abs(each.weight) / strongest}%`;
    return element('tr', {},
      element('th', { scope: 'row', textContent: each.name }, element('span', { className: 'muted', textContent: ` ${each.was} → ${each.instead}` })),
      element('td', { className: 'bar' }, element('span', { className: 'track', ariaHidden: 'true' }, bar)),
      element('td', { textContent: value(look, each.without) }));
  });
  return element('table', { className: 'bars' },
    element('caption', { className: 'hidden', textContent: `What ${look.of} is with each cell as usual` }),
    element('tbody', {}, ...rows));
};
