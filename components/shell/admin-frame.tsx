import type { ReactNode } from "react";
import { NavLink } from "@/components/shell/header";
import { MemberHeader } from "@/components/shell/member-header";
import type { CohortScope } from "@/lib/auth/scope";

const ROOMS = [
  ["", "Overview"],
  ["/schedule", "Schedule"],
  ["/resources", "Resources"],
  ["/import", "Import"],
  ["/page", "Page"],
  ["/changes", "Log"],
  ["/members", "Members"],
  ["/progress", "Progress"],
  ["/notices", "Notices"],
  ["/settings", "Settings"],
  ["/audit", "History"],
] as const;

export type Room = (typeof ROOMS)[number][0];

/** The organizer's rooms of a cohort, with the one that is open. */
export function AdminFrame({
  scope,
  room,
  title,
  wide = false,
  children,
}: {
  scope: CohortScope;
  room: Room;
  title: string;
  /** For what needs the whole width of the window. */
  wide?: boolean;
  children: ReactNode;
}) {
  const base = `/c/${scope.cohort.slug}/admin`;
  return (
    <>
      <MemberHeader scope={scope} place="admin" />
      <nav aria-label="Organize" className="border-b border-line">
        <div className="mx-auto flex max-w-6xl flex-wrap gap-x-5 px-4 py-1.5 text-[0.9375rem]">
          {ROOMS.map(([path, name]) => (
            <NavLink key={path} href={`${base}${path}`} current={path === room}>
              {name}
            </NavLink>
          ))}
        </div>
      </nav>
      <main id="main" className={`mx-auto space-y-8 px-4 py-8 ${wide ? "" : "max-w-6xl"}`}>
        <h1>{title}</h1>
        {children}
      </main>
    </>
  );
}
