/** What can be looked up: keyboard shortcuts and the words of the field. */
import { GLOSSARY, type Term } from '../../src/index.ts';
import { ACTIONS } from '../commands/actions.ts';
import { keyText } from '../commands/keys.ts';
import { Dialog } from '../ui/Dialog.tsx';

const CONNECTING: readonly (readonly [keys: string, what: string])[] = [
  ['↑ ↓', 'while attaching: the next target, with what the kernel would answer'],
  ['Enter', 'while attaching: make the call, refused or not'],
  ['Esc', 'while attaching: cancel'],
  ['Shift click', 'on a call of the timeline: go there, and compare with where you were'],
  ['Ctrl click', 'on a card or in the outline: select it with the others'],
  ['Shift drag', 'on the canvas: select what is in a rectangle'],
  ['← → ↑ ↓', 'in the outline: go through it, close and open; Enter selects, Space adds'],
];

function Row({ keys, what }: { readonly keys: string; readonly what: string }) {
  return (
    <div className="flex items-baseline justify-between gap-4 border-b border-line py-1.5">
      <dd className="m-0 text-body">{what}</dd>
      <dt className="shrink-0 font-mono text-small text-text2">{keys}</dt>
    </div>
  );
}

export function Shortcuts({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog open title="Keyboard shortcuts" onClose={onClose}>
      <dl className="m-0">
        {ACTIONS.filter((action) => action.keys !== undefined).map((action) => (
          <Row
            key={action.id}
            keys={(action.keys ?? []).map((one) => keyText(one)).join('  or  ')}
            what={action.title}
          />
        ))}
        {CONNECTING.map(([keys, what]) => (
          <Row key={keys} keys={keys} what={what} />
        ))}
      </dl>
    </Dialog>
  );
}

const TERMS: readonly Term[] = Object.values(GLOSSARY);

export function Glossary({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog open title="Glossary" onClose={onClose} wide>
      <dl className="m-0">
        {TERMS.map((term) => (
          <div key={term.term} className="border-b border-line py-2">
            <dt className="flex flex-wrap items-baseline justify-between gap-2">
              <span className="text-body font-semibold">{term.term}</span>
              <span className="font-mono text-label text-text2">{term.kernel}</span>
            </dt>
            <dd className="m-0 text-body text-text2">{term.sentence}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
