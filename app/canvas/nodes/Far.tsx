import type { ReactNode } from 'react';

interface FarProps {
  readonly icon?: ReactNode;
  readonly name: string;
  readonly className?: string;
}

/** A card from afar: an icon and a name. */
export function Far({ icon, name, className = '' }: FarProps) {
  return (
    <div
      className={`flex size-full items-center justify-center gap-1 px-1 text-small font-semibold whitespace-nowrap ${className}`}
    >
      {icon}
      {name}
    </div>
  );
}

/** A card from further off than usual: a name and the one thing to know. */
export function Middle({
  icon,
  name,
  text,
}: {
  readonly icon?: ReactNode;
  readonly name: string;
  readonly text: string;
}) {
  return (
    <div className="flex size-full flex-col justify-center px-1.5 whitespace-nowrap">
      <span className="truncate text-small font-semibold">{name}</span>
      <span className="flex items-center gap-1 text-label opacity-90">
        {icon}
        <span className="truncate">{text}</span>
      </span>
    </div>
  );
}
