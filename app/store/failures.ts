/** Errors that nothing on the page has caught: they are said, and the page goes on. */

/** Tells a person: a title, a sentence, and what is known of the error. */
export type Tell = (title: string, text: string, details: string) => void;

/** Notices of the browser that come as errors and are none: what was observed has changed once more before the next frame. */
const NO_ERRORS = /^ResizeObserver loop/;

/**
 * Says an error by `tell`.
 *
 * @param describe all that is known of the error, as text
 * @returns what takes an error; the same one twice in a row is said once
 */
export function sayOnce(tell: Tell, describe: (error: unknown) => string): (error: unknown) => void {
  let last: string | null = null;
  return (error) => {
    const details = describe(error);
    if (details === last) return;
    last = details;
    tell(
      'The page made a mistake',
      'What you did last may not be finished. Your document is still here. If the page behaves oddly, save the document and reload the page.',
      details,
    );
  };
}

/** Gives what is thrown anywhere, and promises that fail unnoticed, to `say`. Answers how to stop. */
export function watchErrors(say: (error: unknown) => void): () => void {
  const onError = ({ error, message }: ErrorEvent): void => {
    if (!NO_ERRORS.test(message)) say(error ?? message);
  };
  const onRejection = ({ reason }: PromiseRejectionEvent): void => {
    say(reason);
  };
  window.addEventListener('error', onError);
  window.addEventListener('unhandledrejection', onRejection);
  return () => {
    window.removeEventListener('error', onError);
    window.removeEventListener('unhandledrejection', onRejection);
  };
}
