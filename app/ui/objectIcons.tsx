/** The icons of the kinds of objects, small, for rows and cards. */
import type { ReactNode } from 'react';
import type { ObjectIcon } from '../view/kinds.ts';
import { HwptIcon, IoasIcon, NestedIcon, NicIcon } from './icons.tsx';

export const OBJECT_ICONS: Readonly<Record<ObjectIcon, ReactNode>> = {
  ioas: <IoasIcon size={14} aria-hidden />,
  hwpt: <HwptIcon size={14} aria-hidden />,
  nested: <NestedIcon size={14} aria-hidden />,
  device: <NicIcon size={14} aria-hidden />,
};
