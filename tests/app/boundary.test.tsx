/** What a failure leaves of the page, and what it offers. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Boundary } from '../../app/ui/Boundary.tsx';
import { detailsOf, RescueContext } from '../../app/ui/errors.ts';
import { lazyPart } from '../../app/ui/lazyPart.tsx';
import { clear, pass, press, show, text } from './render.ts';

afterEach(clear);

/** Throws as long as `broken.now` says so. */
const broken = { now: true };
function Fragile() {
  if (broken.now) throw new Error('no such row');
  return <p>all rows</p>;
}

describe('a component that throws', () => {
  test('is replaced by a message, and its neighbours stay', async () => {
    broken.now = true;
    await show(
      <>
        <Boundary name="The outline">
          <Fragile />
        </Boundary>
        <p>the canvas</p>
      </>,
    );
    expect(text()).toContain('The outline could not be shown.');
    expect(text()).toContain('the canvas');
  });

  test('is there again after "Try again" when the cause is gone', async () => {
    broken.now = true;
    await show(
      <Boundary name="The outline">
        <Fragile />
      </Boundary>,
    );
    await press('Try again');
    expect(text()).toContain('could not be shown');
    broken.now = false;
    await press('Try again');
    expect(text()).toBe('all rows');
  });

  test('leaves the document to be saved, and its message and component to be copied', async () => {
    broken.now = true;
    const save = vi.fn();
    await show(
      <RescueContext value={{ save, kept: () => Promise.resolve(true) }}>
        <Boundary name="The outline">
          <Fragile />
        </Boundary>
      </RescueContext>,
    );
    await press('Save my document');
    expect(save).toHaveBeenCalledOnce();
    const details = document.querySelector('pre')?.textContent ?? '';
    expect(details).toContain('Error: no such row');
    expect(details).toMatch(/Components:\s+at Fragile/);
  });

  test('over the page is said in a dialog that a button and Escape close', async () => {
    broken.now = true;
    const onClose = vi.fn();
    await show(
      <Boundary name="The gallery" onClose={onClose}>
        <Fragile />
      </Boundary>,
    );
    await pass(0);
    const dialog = document.querySelector('dialog');
    expect(dialog?.open).toBe(true);
    expect(dialog?.textContent).toContain('The gallery could not be shown.');
    await press('Close');
    expect(onClose).toHaveBeenCalledTimes(1);
    dialog
      ?.querySelector('button')
      ?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
    expect(onClose).toHaveBeenCalledTimes(2);
  });
});

interface Module {
  readonly Part: () => string;
}

/** A part whose module can be loaded when `server.up` says so. */
function partOf(server: { up: boolean; asked: number }) {
  return lazyPart<Module, object>({
    name: 'The glossary',
    load: () => {
      server.asked += 1;
      return server.up
        ? Promise.resolve({ Part: () => 'every term' })
        : Promise.reject(new TypeError('Failed to fetch dynamically imported module'));
    },
    pick: (module) => module.Part,
  });
}

describe('a part that is loaded when it is shown', () => {
  test('is shown, and loaded once for all its places', async () => {
    const server = { up: true, asked: 0 };
    const Part = partOf(server);
    await show([<Part key="a" />, <Part key="b" />]);
    expect(text()).toBe('every termevery term');
    expect(server.asked).toBe(1);
  });

  test('is tried once more by itself', async () => {
    const server = { up: false, asked: 0 };
    const Part = partOf(server);
    await show(<Part />);
    server.up = true;
    await pass(700);
    expect(text()).toBe('every term');
    expect(server.asked).toBe(2);
  });

  test('says that it could not be loaded, and is fetched again by "Try again"', async () => {
    const server = { up: false, asked: 0 };
    const Part = partOf(server);
    await show(<Part />);
    await pass(700);
    expect(text()).toContain('The glossary could not be loaded. Is the server there?');
    expect(text()).toContain('Reload the page (your document is kept)');
    expect(server.asked).toBe(2);
    server.up = true;
    await press('Try again');
    expect(text()).toBe('every term');
    expect(server.asked).toBe(3);
  });

  test('is fetched again when it is opened anew', async () => {
    const server = { up: false, asked: 0 };
    const Part = partOf(server);
    await show(<Part />);
    await pass(700);
    await show(<p>closed</p>);
    server.up = true;
    await show(<Part />);
    expect(text()).toBe('every term');
  });
});

describe('"Reload the page"', () => {
  test('asks first when the browser does not keep the document', async () => {
    const Part = partOf({ up: false, asked: 0 });
    await show(
      <RescueContext value={{ save: () => undefined, kept: () => Promise.resolve(false) }}>
        <Part />
      </RescueContext>,
    );
    await pass(700);
    await press('Reload the page (your document is kept)');
    expect(text()).toContain('This browser does not keep the document. Save it first.');
    expect(text()).toContain('Reload, and lose the document');
  });
});

describe('the details of an error', () => {
  test('say whatever was thrown', () => {
    expect(detailsOf('out of cheese')).toBe('out of cheese');
    expect(detailsOf(null)).toContain('null');
    expect(detailsOf(Object.assign(new Error('gone'), { stack: 'at here' }))).toBe('Error: gone\nat here');
  });
});
