"use client";

import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { type RefObject, useEffect, useState } from "react";
import type { SLOTS } from "@/lib/schedule/schema";

type SlotName = (typeof SLOTS)[number];

/** What is dragged in the grid: a session by its handle, or one use of a resource. */
export type Dragged = { what: "session"; sessionId: string } | { what: "use"; sessionId: string; useId: string };
/** Where it can be let go: a session's row, or a slot, before one of its uses or at its end. */
export type DropPlace = { sessionId: string; slot: SlotName | null; before: string | null };

/** Lets an element be dragged. */
export function useDraggable(element: RefObject<HTMLElement | null>, dragged: Dragged) {
  const data = JSON.stringify(dragged);
  useEffect(() => {
    if (!element.current) return;
    return draggable({ element: element.current, getInitialData: () => ({ dragged: data }) });
  }, [element, data]);
}

/** Lets something be dropped on an element; answers whether it is held over it now. */
export function useDropPlace(
  element: RefObject<HTMLElement | null>,
  place: DropPlace,
  takes: Dragged["what"],
): boolean {
  const [over, setOver] = useState(false);
  const data = JSON.stringify(place);
  useEffect(() => {
    if (!element.current) return;
    return dropTargetForElements({
      element: element.current,
      canDrop: ({ source }) => read<Dragged>(source.data.dragged)?.what === takes,
      getData: () => ({ place: data }),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    });
  }, [element, data, takes]);
  return over;
}

/** Calls back for each drop in the grid, with the innermost place it was let go on. */
export function useDrops(onDrop: (dragged: Dragged, place: DropPlace) => void) {
  useEffect(
    () =>
      monitorForElements({
        onDrop: ({ source, location }) => {
          const dragged = read<Dragged>(source.data.dragged);
          const place = read<DropPlace>(location.current.dropTargets[0]?.data.place);
          if (dragged && place) onDrop(dragged, place);
        },
      }),
    [onDrop],
  );
}

function read<T>(value: unknown): T | null {
  return typeof value === "string" ? (JSON.parse(value) as T) : null;
}
