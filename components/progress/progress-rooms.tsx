import { NavLink } from "@/components/shell/header";

const ROOMS = [
  ["", "Who has done what"],
  ["/readiness", "Readiness"],
  ["/quiet", "Quiet members"],
] as const;

export type ProgressRoom = (typeof ROOMS)[number][0];

/** The organizer's three ways to look at progress, with the one that is open. */
export function ProgressRooms({ cohort, room }: { cohort: string; room: ProgressRoom }) {
  return (
    <nav aria-label="Progress" className="flex flex-wrap gap-x-5 border-b border-line pb-1.5 text-[0.9375rem]">
      {ROOMS.map(([path, name]) => (
        <NavLink key={path} href={`/c/${cohort}/admin/progress${path}`} current={path === room}>
          {name}
        </NavLink>
      ))}
    </nav>
  );
}
