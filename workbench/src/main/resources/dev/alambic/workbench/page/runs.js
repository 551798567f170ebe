import { part, problem } from './dom.js';

/* Returns what was asked for, or null when it was refused, which is said. */
const post = async (address, body) => {
  try {
    const response = await fetch(address, {
      method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });
    const reply = await response.json();
    problem(response.ok ? '' : reply.error);
    return response.ok ? reply : null;
  } catch (error) {
    problem(`The workbench does not answer: ${error.message}`);
    return null;
  }
};

/* A button stops a run, and then lets it go on, and so forth. */
const name = (button, act) => {
  const word = act === 'stop' ? 'Stop' : 'Resume';
  button.dataset.act = act;
  button.textContent = word;
  button.setAttribute('aria-label', `${word} ${button.dataset.run}`);
};

const act = async (button) => {
  const asked = button.dataset.act;
  button.disabled = true;
  button.textContent = asked === 'stop' ? 'Stopping…' : 'Resuming…';
  const done = await post(`/api/runs/${encodeURIComponent(button.dataset.run)}/${asked}`, {});
  button.disabled = false;
  name(button, done ? (asked === 'stop' ? 'resume' : 'stop') : asked);
  if (!done) return;
  if (!part('now')) {
    location.reload();
    return;
  }
  part('now').textContent = asked === 'stop' ? 'Stopped. It goes on from its last whole epoch.' : 'It goes on.';
  part('live').dataset.stopped = asked === 'stop' ? 'true' : '';
};

document.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-act]');
  if (button) act(button);
});

const form = part('begin');

const about = () => { part('about').textContent = part('recipe').selectedOptions[0]?.dataset.about ?? ''; };

if (form) {
  part('recipe').addEventListener('change', about);
  about();
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = form.querySelector('button');
    button.disabled = true;
    part('about').textContent = 'Starting: the data are read…';
    const seed = part('seed').value;
    const begun = await post('/api/runs', { recipe: part('recipe').value, ...(seed === '' ? {} : { seed: Number(seed) }) });
    button.disabled = false;
    about();
    if (begun) location.assign(`/runs/${encodeURIComponent(begun.id)}/live`);
  });
  form.dataset.ready = 'true';
}
