/**
 * Five states of an invented term, for tests: the shape and the accidents of a real organizer's file (a byte order mark,
 * links with and without lengths, commas or nothing between them, a task without a link, open dates, continuations,
 * weeks that fall out), in words of our own. Six Thursdays from 27 October 2026 on are enough.
 */
const HEADER = "Month,Day,Before,Session,After,Deep Dive";

const CHANCE = "[Chance in pictures 0h14](https://stats.example.org/chance)";
const BAYES = "[Bayes and the two boxes 0h31](https://youtu.be/AAAAAAAAAA1)";
const LONG = "[Markov Chain Sampling 2h05](https://youtu.be/BBBBBBBBBB2)";
const MIXING = "[When does it mix](https://stats.example.org/mixing/)";
const ODDS = "[Odds and evens](https://stats.example.org/odds)";
const GAUSS = "[Gaussian Process Regression 1h10](https://www.youtube.com/watch?v=CCCCCCCCCC3)";
const KERNELS = "[Kernels 0h09](https://stats.example.org/kernels?utm_source=mail)";

/** The first draft, with a byte order mark and Windows line ends. */
export const DRAFT = [
  `\uFEFF${HEADER}`,
  "Oct.,29,,,,",
  "Nov.,5,Bring a coin,Probability: Basics,,",
  `Nov.,12,,"Probability: Rules, Sampling Overview","${CHANCE} , ${BAYES}",`,
  `Nov.,19,"${LONG},   ${MIXING}",Discussion,,`,
  `Nov.,26,${GAUSS},Discussion,,${KERNELS}`,
  "Jan.,7,,,,",
  "",
].join("\r\n");

/** A reading is added to a session. */
export const ADDED = DRAFT.replace(`${CHANCE} , ${BAYES}`, `${CHANCE} , ${BAYES}${ODDS}`);

/** A topic takes a date of its own; the overview and sampling come a week later, and the open date is used up. */
export const SPLIT = [
  HEADER,
  "Oct.,29,Bring a coin,Probability: Basics,,",
  "Nov.,5,,Probability: Rules,,",
  `Nov.,12,,Sampling Overview,"${CHANCE} , ${BAYES}${ODDS}",`,
  `Nov.,19,,,,`,
  `Nov.,26,"${LONG},   ${MIXING}",Discussion,,`,
  `Jan.,7,${GAUSS},Discussion,,${KERNELS}`,
].join("\n");

/** Sampling goes on for a second week, and everything after it is later by one. */
export const CONTINUED = [
  HEADER,
  "Oct.,29,Bring a coin,Probability: Basics,,",
  "Nov.,5,,Probability: Rules,,",
  `Nov.,12,,Sampling Overview,"${CHANCE} , ${BAYES}${ODDS}",`,
  `Nov.,19,"${LONG},   ${MIXING}",Discussion,,`,
  "Nov.,26,*Markov Chains Cont.*,Discussion,,",
  `Jan.,7,${GAUSS},Discussion,,${KERNELS}`,
].join("\n");

/** A week falls out but keeps a deep dive; a length becomes known. */
export const FALLEN_OUT = CONTINUED.replace(
  "Nov.,26,*Markov Chains Cont.*,Discussion,,",
  `Nov.,26,,No Session (harvest),,${KERNELS.replace("?utm_source=mail", "/")}`,
)
  .replace(`,,${KERNELS}`, ",,")
  .replace("When does it mix", "When does it mix 0h20");

export const TERM = [DRAFT, ADDED, SPLIT, CONTINUED, FALLEN_OUT] as const;
export const TERM_YEAR = 2026;
