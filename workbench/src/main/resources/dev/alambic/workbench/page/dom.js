/* What every script of these pages needs. */

export const part = (id) => document.getElementById(id);

export const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

/* Says what went wrong, or with nothing that all is well. */
export const problem = (line) => {
  part('problem').textContent = line;
  part('problem').hidden = !line;
};

export const percent = (share) => `${(100 * share).toFixed(1)} %`;

export const time = (micros) => micros < 1000 ? `${micros.toFixed(micros < 10 ? 1 : 0)} µs` : `${(micros / 1000).toFixed(1)} ms`;
