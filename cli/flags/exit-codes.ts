// What the end of a command tells the program that started it.

/**
 * The exit codes of the verbs, one table for all of them:
 *
 * - `fine`: nothing to report
 * - `findings`: findings, failed expectations, or changes where `--exit-code` asks for it
 * - `badInput`: input or usage is wrong, or nothing was there to be evaluated
 * - `unavailable`: the service cannot be reached, is too late, or has failed; or standard output cannot be written
 *
 * A server that refuses to start ends with 1, after wrong usage with 2.
 */
export const exitCodes = { fine: 0, findings: 1, badInput: 2, unavailable: 3 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
