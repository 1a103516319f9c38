import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';

type Look = 'primary' | 'secondary' | 'quiet';

const LOOKS: Record<Look, string> = {
  primary: 'bg-accent text-on-accent border border-transparent hover:opacity-90',
  secondary: 'bg-panel text-text border border-line2 hover:bg-sunken',
  quiet: 'bg-transparent text-text2 border border-transparent hover:bg-sunken hover:text-text',
};

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: Look;
  readonly ref?: Ref<HTMLButtonElement>;
  readonly children: ReactNode;
}

/** A button with words, perhaps with an icon before them. */
export function Button({ look = 'secondary', className = '', children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={`inline-flex h-8 touch:h-11 items-center whitespace-nowrap gap-2 rounded-button px-3 text-body font-medium transition-colors disabled:opacity-50 ${LOOKS[look]} ${className}`}
      {...rest}
    >
      {children}
    </button>
  );
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** Its name, for those who don't see the icon and as its tooltip. */
  readonly name: string;
  readonly children: ReactNode;
}

/** A button that is only an icon. */
export function IconButton({ name, className = '', children, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={name}
      title={name}
      className={`inline-flex size-8 touch:size-11 shrink-0 items-center justify-center rounded-button text-text2 transition-colors hover:bg-sunken hover:text-text disabled:opacity-40 disabled:hover:bg-transparent ${className}`}
      {...rest}
    >
      {children}
    </button>
  );
}
