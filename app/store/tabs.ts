/** The other tabs of the page: which document each shows, and when one of them has kept something. */
import type { Clock } from './clock.ts';

/** A way to the other tabs. */
export interface Channel {
  readonly send: (message: object) => void;
  readonly listen: (take: (message: unknown) => void) => void;
  readonly close: () => void;
}

type Message = { readonly tab: string } & (
  | { readonly kind: 'kept'; readonly id: string; readonly revision: string }
  | { readonly kind: 'shows'; readonly id: string }
  | { readonly kind: 'who' }
  | { readonly kind: 'left' }
);

/** How long a tab may take to say that it is there. */
const ANSWER_MS = 2000;
/** How often tabs that are known are asked whether they still are. */
const ASK_MS = 15_000;

function readMessage(data: unknown): Message | null {
  if (typeof data !== 'object' || data === null) return null;
  const { tab, kind, id, revision } = data as Partial<Record<string, unknown>>;
  if (typeof tab !== 'string') return null;
  if (kind === 'who' || kind === 'left') return { tab, kind };
  if (typeof id !== 'string') return null;
  if (kind === 'shows') return { tab, kind, id };
  return kind === 'kept' && typeof revision === 'string' ? { tab, kind, id, revision } : null;
}

/**
 * This tab among the others.
 *
 * @param channel the way to the others, or null where the browser has none: then no other is known
 * @param listen is told of documents that another tab has kept, and when it is another tab that shows something else
 */
export function createTabs(
  channel: Channel | null,
  own: string,
  clock: Clock,
  listen: { readonly kept: (id: string, revision: string) => void; readonly changed: () => void },
) {
  /** What each other tab shows. */
  const others = new Map<string, string>();
  let answered: Set<string> | null = null;
  let shown = '';
  let stop = (): void => undefined;
  const post = (message: Record<string, string>): void => channel?.send({ tab: own, ...message });

  const ask = (): void => {
    if (channel === null || answered !== null) return;
    answered = new Set();
    post({ kind: 'who' });
    clock.after(ANSWER_MS, () => {
      const gone = [...others.keys()].filter((tab) => answered?.has(tab) !== true);
      answered = null;
      for (const tab of gone) others.delete(tab);
      if (gone.length > 0) listen.changed();
      askLater();
    });
  };
  const askLater = (): void => {
    stop();
    if (others.size > 0) stop = clock.after(ASK_MS, ask);
  };

  channel?.listen((data) => {
    const message = readMessage(data);
    if (message === null || message.tab === own) return;
    switch (message.kind) {
      case 'kept':
        listen.kept(message.id, message.revision);
        break;
      case 'who':
        if (shown !== '') post({ kind: 'shows', id: shown });
        break;
      case 'left':
        if (others.delete(message.tab)) listen.changed();
        break;
      case 'shows': {
        answered?.add(message.tab);
        const before = others.get(message.tab);
        others.set(message.tab, message.id);
        if (before !== message.id) listen.changed();
        if (before === undefined) askLater();
      }
    }
  });

  return {
    /** Says which document this tab shows. */
    show: (id: string): void => {
      shown = id;
      post({ kind: 'shows', id });
    },
    /** Tells the others that a document was kept. */
    kept: (id: string, revision: string): void => {
      post({ kind: 'kept', id, revision });
    },
    /** Asks which tabs there are; those that don't answer are forgotten. */
    ask,
    /** How many other tabs show the document. */
    showing: (id: string): number => [...others.values()].filter((one) => one === id).length,
    /** Says that this tab is gone; {@link ask} and {@link show} bring it back. */
    leave: (): void => {
      post({ kind: 'left' });
    },
    close: (): void => {
      stop();
      channel?.close();
    },
  };
}
