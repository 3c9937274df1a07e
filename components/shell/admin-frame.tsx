import type { ReactNode } from "react";
import { NavLink } from "@/components/shell/header";
import { MemberHeader } from "@/components/shell/member-header";
import type { CohortScope } from "@/lib/auth/scope";

const ROOMS = [
  ["", "Overview"],
  ["/schedule", "Schedule"],
  ["/import", "Import"],
  ["/page", "Page"],
  ["/members", "Members"],
  ["/notices", "Notices"],
  ["/settings", "Settings"],
] as const;

export type Room = (typeof ROOMS)[number][0];

/** The organizer's rooms of a cohort, with the one that is open. */
export function AdminFrame({
  scope,
  room,
  title,
  children,
}: {
  scope: CohortScope;
  room: Room;
  title: string;
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
      <main id="main" className="mx-auto max-w-6xl space-y-8 px-4 py-8">
        <h1>{title}</h1>
        {children}
      </main>
    </>
  );
}
