import { Header, NavLink } from "@/components/shell/header";
import type { CohortScope } from "@/lib/auth/scope";

export type Place = "week" | "progress" | "admin" | "me" | "schedule";

/** The header of a cohort's pages for people who are in it; it shows what the policy lets them do. */
export function MemberHeader({ scope, place }: { scope: CohortScope; place: Place }) {
  const { slug, title } = scope.cohort;
  return (
    <Header title={title} href={`/c/${slug}`}>
      {scope.may("progress.readOwn") && (
        <>
          <NavLink href={`/c/${slug}/week`} current={place === "week"}>
            My week
          </NavLink>
          <NavLink href={`/c/${slug}/progress`} current={place === "progress"}>
            My term
          </NavLink>
        </>
      )}
      <NavLink href={`/c/${slug}#schedule`}>Schedule</NavLink>
      {scope.may("session.edit") && (
        <NavLink href={`/c/${slug}/admin`} current={place === "admin"}>
          Organize
        </NavLink>
      )}
      <NavLink href="/me" current={place === "me"}>
        Account
      </NavLink>
    </Header>
  );
}
