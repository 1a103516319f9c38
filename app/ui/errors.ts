/** What can fail on the page, and what is done about it. */
import { createContext } from 'react';

/** A part of the page that is loaded when it is opened, and could not be. */
export class PartNotLoaded extends Error {
  override readonly name = 'PartNotLoaded';
  /** Has the part loaded again when it is next shown. */
  readonly again: () => void;

  constructor(part: string, cause: unknown, again: () => void) {
    super(`${part} could not be loaded: ${messageOf(cause)}`, { cause });
    this.again = again;
  }
}

/** What a thrown value says. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message === '' ? error.name : error.message;
  return typeof error === 'string' ? error : `something that is no error was thrown: ${String(error)}`;
}

/**
 * All that is known of an error, for whoever mends it: its message, its stack, and in which component it was thrown.
 *
 * @param components React's component stack, empty when the error comes from elsewhere
 */
export function detailsOf(error: unknown, components = ''): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const head = error instanceof Error ? `${error.name}: ${error.message}` : messageOf(error);
  return [
    stack.startsWith(head) ? stack : [head, stack].filter(Boolean).join('\n'),
    ...(components.trim() === '' ? [] : [`Components:\n${components.replace(/^\n/, '')}`]),
  ].join('\n\n');
}

/** What keeps a person's work when a part of the page fails. */
export interface Rescue {
  /** Hands the open document to the browser as a file. */
  readonly save: () => void;
  /** Waits until this browser has the open document. False when it does not keep it. */
  readonly kept: () => Promise<boolean>;
}

/** The rescue of the document that the components inside show; null where there is none. */
export const RescueContext = createContext<Rescue | null>(null);
