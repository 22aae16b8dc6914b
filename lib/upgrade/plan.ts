/** Something to do in a cluster. */
export interface Action {
  /** A sentence in Markdown. */
  readonly text: string;

  /** Calls of the functions of upgrade.sh that do it. */
  readonly calls: readonly string[];
}

/** Actions that belong together, such as those of a stage. */
export interface Step {
  readonly title: string;
  readonly actions: readonly Action[];
}

/** A notice for people before they make a change, in Markdown. */
export interface Notice {
  readonly title: string;

  /** Summary of the change. */
  readonly summary: string;

  /** Outage: parts that are unavailable meanwhile, and for how long. */
  readonly unavailable: string;

  /** How to go back. */
  readonly back: string;
}

/** The way from one version of a cluster to another. */
export interface UpgradePlan {
  readonly notices: readonly Notice[];

  /** The steps in order; none if nothing has changed. */
  readonly steps: readonly Step[];

  /** The stages that stay as they are, and are not applied. */
  readonly unchanged: readonly string[];
}
