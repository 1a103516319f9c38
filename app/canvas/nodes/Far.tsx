import type { ReactNode } from 'react';

/** A card from afar: an icon and a name. */
export function Far({
  icon,
  name,
  className = '',
}: {
  readonly icon?: ReactNode;
  readonly name: string;
  readonly className?: string;
}) {
  return (
    <div
      className={`flex size-full items-center justify-center gap-1 px-1 text-small font-semibold whitespace-nowrap ${className}`}
    >
      {icon}
      {name}
    </div>
  );
}
