// What was entered stays with its place in the history of the window: Back, from a chapter or another page, finds it
// again. It goes with the window, and an address that is opened anew is empty. What belongs to no patient is also kept
// for the link to the examination on other pages, until it is saved for somebody or a new examination is begun.
const NAMES = ['case', 'seen', 'day'];
const field = name => document.querySelector(`#exam [name="${name}"]`);
const entered = () => JSON.parse(field('case').value).findings.length > 0;

const LEFT = 'left';
const loose = () => !field('token');

export function remember() {
  history.replaceState(Object.fromEntries(NAMES.filter(field).map(name => [name, field(name).value])), '');
}
export function forget() { history.replaceState(null, ''); }
// Whether what is here goes on with a patient, or gives way to a new examination: then no other page leads back to it.
let left = false;
export function goes() { left = true; }

// Whether another case was left here than the one that the page came with; it is put back.
export function recall() {
  const left = history.state ?? (loose() && location.hash === '#left' ? JSON.parse(sessionStorage.getItem(LEFT)) : null);
  if (!left?.case || left.case === field('case').value) return false;
  for (const name of NAMES.filter(field)) if (left[name] !== undefined) field(name).value = left[name];
  return true;
}

// A new examination takes the place of this one, which Back does not find again.
export function warn() {
  document.querySelector('.head .mark').addEventListener('click', event => {
    if (entered() && !confirm('Begin a new examination? What is entered here is lost.')) event.preventDefault();
    else left = true;
  });
  window.addEventListener('hashchange', remember);
  window.addEventListener('pagehide', () => {
    if (loose() && entered() && !left) sessionStorage.setItem(LEFT, JSON.stringify({ case: field('case').value }));
    else if (loose()) sessionStorage.removeItem(LEFT);
  });
}
