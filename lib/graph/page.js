/* The script of the page that `cdk8s-spinkube graph --format html` writes. It only sets texts, never HTML. */
/* global addEventListener, document, history, location */
'use strict';
(() => {
  /** Groups with fewer objects are open; longer lists are shown in parts. */
  const FEW = 60;
  const PART = 200;
  const OUTSIDE = 'not in these manifests';
  const KEYS = {
    stage: (object) => object.stage ?? OUTSIDE,
    namespace: (object) => object.namespace ?? '(no namespace)',
    kind: (object) => object.kind,
  };

  const { edges, objects, stages } = JSON.parse(document.getElementById('graph').textContent);
  const text = document.getElementById('text');
  const kind = document.getElementById('kind');
  const namespace = document.getElementById('namespace');
  const by = document.getElementById('by');
  const list = document.getElementById('list');
  const details = document.getElementById('details');
  const outgoing = objects.map(() => []);
  const incoming = objects.map(() => []);
  for (const edge of edges) {
    outgoing[edge.from].push({ edge, id: edge.to });
    incoming[edge.to].push({ edge, id: edge.from });
  }
  let chosen;

  function element(name, content, attributes = {}) {
    const made = document.createElement(name);
    made.append(...[content].flat());
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  }

  function button(id, withNamespace) {
    const object = objects[id];
    const place = withNamespace && object.namespace ? ` in ${object.namespace}` : '';
    const made = element('button', `${object.kind} ${object.name}${place}`, {
      type: 'button',
      'data-id': id,
      'aria-pressed': String(id === chosen),
    });
    made.classList.toggle('outside', object.stage === undefined);
    return made;
  }

  /** Adds items to a list in parts, so that a long one appears at once. */
  function fill(target, items, itemOf) {
    target.append(...items.slice(0, PART).map((item) => element('li', itemOf(item))));
    const others = items.slice(PART);
    if (others.length > 0) {
      const more = element('button', `${others.length} more`, { type: 'button' });
      const item = element('li', more);
      more.addEventListener('click', () => {
        item.remove();
        fill(target, others, itemOf);
      });
      target.append(item);
    }
  }

  function matching() {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    return objects.flatMap((object, id) => {
      const all = [object.kind, object.name, object.namespace, object.stage, object.apiVersion].join(' ').toLowerCase();
      const fits =
        (kind.value === '' || object.kind === kind.value) &&
        (namespace.value === '' || KEYS.namespace(object) === namespace.value) &&
        words.every((word) => all.includes(word));
      return fits ? [id] : [];
    });
  }

  function show(openGroup) {
    const found = matching();
    const groups = new Map(by.value === 'stage' ? stages.map(({ name }) => [name, []]) : []);
    for (const id of found) {
      const key = KEYS[by.value](objects[id]);
      groups.set(key, [...(groups.get(key) ?? []), id]);
    }
    const isOpen = found.length <= FEW;
    list.replaceChildren(
      ...[...groups].flatMap(([name, ids]) => (ids.length > 0 ? [group(name, ids, isOpen || name === openGroup)] : [])),
    );
    document.getElementById('count').textContent = `${found.length} of ${objects.length} objects`;
  }

  /** A group gets its objects when it is opened for the first time. */
  function group(name, ids, isOpen) {
    const made = element('details', element('summary', `${name} (${ids.length})`), { 'data-group': name });
    const open = () => {
      if (made.open && made.children.length === 1) {
        const items = element('ul', []);
        fill(items, ids, (id) => button(id, by.value !== 'namespace'));
        made.append(items);
      }
    };
    made.addEventListener('toggle', open);
    made.open = isOpen;
    open();
    return made;
  }

  function neighbors(title, ends) {
    const items = element('ul', []);
    fill(items, ends, ({ edge, id }) => [
      button(id, true),
      element('small', `${edge.type}: ${edge.fields.join(', ')}`),
    ]);
    return [element('h3', `${title} (${ends.length})`), items];
  }

  function choose(id) {
    chosen = id;
    for (const one of list.querySelectorAll('button[data-id]')) {
      one.setAttribute('aria-pressed', String(Number(one.dataset.id) === id));
    }
    const object = objects[id];
    if (!object) {
      details.replaceChildren(element('p', 'Choose an object to see what it needs, and what needs it.'));
      return;
    }
    const facts = [object.apiVersion, object.namespace && `namespace ${object.namespace}`, object.stage ?? OUTSIDE];
    details.replaceChildren(
      element('h2', `${object.kind} ${object.name}`, { tabindex: -1 }),
      element('p', facts.filter(Boolean).join(' · ')),
      ...neighbors('Needs', outgoing[id]),
      ...neighbors('Needed by', incoming[id]),
    );
  }

  function fromAddress() {
    const id = /^#o(\d+)$/.exec(location.hash)?.[1];
    choose(id === undefined ? undefined : Number(id));
  }

  function options(select, keyOf) {
    for (const value of [...new Set(objects.map(keyOf))].sort()) {
      select.append(element('option', value, { value }));
    }
  }

  function openStage(name) {
    by.value = 'stage';
    show(name);
    const opened = [...list.children].find((one) => one.dataset.group === name);
    opened?.querySelector('summary').focus();
  }

  options(kind, KEYS.kind);
  options(namespace, KEYS.namespace);
  [text, kind, namespace, by].forEach((control) => control.addEventListener('input', () => show()));
  document.querySelector('form').addEventListener('submit', (event) => event.preventDefault());
  document.addEventListener('click', ({ target }) => {
    const made = target.closest('button[data-id]');
    if (made) {
      const id = Number(made.dataset.id);
      history.pushState(null, '', `#o${id}`);
      choose(id);
      if (details.contains(document.activeElement) || !list.contains(made)) {
        details.querySelector('h2').focus();
      }
    }
    const stage = target.closest('[data-stage]');
    if (stage) {
      openStage(stage.dataset.stage);
    }
  });
  document.addEventListener('keydown', (event) => {
    const stage = event.target.closest('[data-stage]');
    if (stage && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      openStage(stage.dataset.stage);
    } else if (event.key === '/' && event.target !== text) {
      event.preventDefault();
      text.focus();
    }
  });
  addEventListener('popstate', fromAddress);
  addEventListener('hashchange', fromAddress);
  show();
  fromAddress();
})();
