// Keeps the server's HTML up to date, sends the forms as JSON, and copies codes.

const connection = document.getElementById('connection');
const announcement = document.getElementById('announcement');
/** What the server last sent for each live region; the page itself may have open details. */
const sources = new Map(liveRegions(document).map((region) => [region.id, region.innerHTML]));

function liveRegions(root) {
  return [...root.querySelectorAll('[data-live]')];
}

function controls(region) {
  return [...region.querySelectorAll('a, button, input, select, summary')];
}

function lists(region) {
  return [...region.querySelectorAll('.messages, ul')];
}

/** Puts new HTML into a region; what a person has opened, chosen, focused or scrolled to stays so. */
function replace(region, fresh) {
  if (sources.get(region.id) === fresh.innerHTML) return;
  sources.set(region.id, fresh.innerHTML);
  const before = controls(region);
  const focused = before.indexOf(document.activeElement);
  const values = before.map((control) => control.value);
  const open = new Set([...region.querySelectorAll('details[open]')].map(({ id }) => id));
  const offsets = lists(region).map((list) => list.scrollTop);
  region.innerHTML = fresh.innerHTML;
  for (const details of region.querySelectorAll('details')) details.open = open.has(details.id);
  controls(region).forEach((control, index) => {
    if (control.matches('select') && values[index]) control.value = values[index];
    if (index === focused) control.focus({ preventScroll: true });
  });
  lists(region).forEach((list, index) => {
    list.scrollTop = offsets[index] ?? 0;
  });
}

async function refresh() {
  const answer = await fetch(location.href);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const thread = document.getElementById('thread');
  const freshThread = page.getElementById('thread');
  for (const region of liveRegions(document)) {
    const fresh = page.getElementById(region.id);
    if (fresh) replace(region, fresh);
  }
  if (!thread || !freshThread) return;
  const known = thread.dataset.messages;
  thread.dataset.messages = freshThread.dataset.messages;
  if (known !== thread.dataset.messages && freshThread.dataset.newest) {
    announcement.textContent = freshThread.dataset.newest;
    scrollToNewest();
  }
}

/** On a wide screen the conversation scrolls inside its card. */
function scrollToNewest() {
  const list = document.querySelector('.messages');
  list?.scrollTo({ top: list.scrollHeight });
}

let waiting;
function refreshSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    refresh().catch(() => show('Not connected', false));
  }, 60);
}

function show(text, good) {
  connection.textContent = text;
  connection.classList.toggle('off', !good);
}

function listen() {
  const events = new EventSource('/events');
  events.addEventListener('open', () => {
    show('Live', true);
    refreshSoon();
  });
  events.addEventListener('error', () => show('Not connected', false));
  events.addEventListener('change', refreshSoon);
}

async function order(method, url, body) {
  const answer = await fetch(url, {
    method,
    ...(body === undefined
      ? {}
      : {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
  }).catch(() => null);
  if (!answer) return 'The sandbox does not answer.';
  if (answer.ok) return '';
  const problem = await answer.json().catch(() => ({}));
  return problem.detail ?? `The sandbox answered ${answer.status}.`;
}

function formBody(form) {
  const body = {};
  for (const field of form.querySelectorAll('[name]')) {
    const { dataset, name, type, value } = field;
    if (type === 'checkbox') body[name] = field.checked;
    else if (value === '' && 'nullEmpty' in dataset) body[name] = null;
    else if (value === '' && (type === 'number' || 'omitEmpty' in dataset)) continue;
    else if (type === 'number' || 'number' in dataset) body[name] = Number(value);
    else body[name] = value;
  }
  return body;
}

document.addEventListener('submit', async (event) => {
  const form = event.target;
  event.preventDefault();
  const { method, url } = form.dataset;
  if (!url) return;
  const fault = await order(method, url, formBody(form));
  const text = form.querySelector('input[name="text"]');
  if (text && !fault) text.value = '';
  let line = form.querySelector('.fault');
  if (!line) {
    line = document.createElement('p');
    line.className = 'fault';
    line.setAttribute('role', 'alert');
    form.append(line);
  }
  line.textContent = fault;
});

document.addEventListener('click', async (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  const { body, copy, method, url } = button.dataset;
  if (copy) {
    await navigator.clipboard.writeText(copy);
    button.textContent = 'Copied';
    announcement.textContent = `Code ${copy} copied`;
    setTimeout(() => {
      button.textContent = 'Copy';
    }, 1500);
  }
  if (url) await order(method, url, body ? JSON.parse(body) : undefined);
});

scrollToNewest();
listen();
