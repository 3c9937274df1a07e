import type { NoticeKind } from "@/lib/notices/schema";
import type { Change } from "@/lib/subscriptions/schema";

type Role = "follower" | "learner" | "organizer";

/** Every kind that a member can switch off, with its words and who gets it. */
const SWITCHABLE = {
  weekly_prep: { name: "Before each session: what is left for you", for: ["learner", "organizer"] },
  welcome: { name: "Welcome when you join", for: ["follower", "learner", "organizer"] },
  change: { name: "When a session moves or changes", for: ["follower", "learner", "organizer"] },
  recap: { name: "Notes and recordings after a session", for: ["follower", "learner", "organizer"] },
  pairing: { name: "Who your partner is", for: ["learner", "organizer"] },
  pairing_check: { name: "Whether you and your partner met", for: ["learner", "organizer"] },
  announcement: { name: "Announcements by the organizers", for: ["follower", "learner", "organizer"] },
  digest: { name: "The organizers' digest before a session", for: ["organizer"] },
} as const satisfies Partial<Record<NoticeKind, { name: string; for: readonly Role[] }>>;

export type SwitchableKind = keyof typeof SWITCHABLE;

/** The kinds that are really sent; a switch that does nothing is not shown. */
const SENT: readonly SwitchableKind[] = ["weekly_prep", "change", "welcome"];

export const SWITCHABLE_KINDS = Object.keys(SWITCHABLE) as SwitchableKind[];

export function isSwitchable(kind: NoticeKind): kind is SwitchableKind {
  return kind in SWITCHABLE;
}

export function kindName(kind: SwitchableKind): string {
  return SWITCHABLE[kind].name;
}

/** Who gets a kind of mail. */
export function rolesFor(kind: NoticeKind): readonly Role[] {
  return isSwitchable(kind) ? SWITCHABLE[kind].for : [];
}

/** The kinds somebody in a role is asked about, in the order they are shown. */
export function kindsFor(role: Role): SwitchableKind[] {
  return SENT.filter((kind) => (SWITCHABLE[kind].for as readonly Role[]).includes(role));
}

/** The kinds that a change is about; nothing for one that cannot be switched off. */
export function kindsOf(change: Pick<Change, "kind">): SwitchableKind[] {
  if (change.kind === "all") return SWITCHABLE_KINDS;
  return isSwitchable(change.kind) ? [change.kind] : [];
}
