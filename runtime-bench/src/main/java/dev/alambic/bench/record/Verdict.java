package dev.alambic.bench.record;

/**
 * Whether one goal was reached.
 *
 * @param goal the requirement as it was written, or what is compared with an earlier result
 * @param outcome what came of it
 * @param found both sides with their values, or why it could not be judged
 */
public record Verdict(String goal, Outcome outcome, String found) {

    /** What came of a goal. */
    public enum Outcome {
        PASSED,
        FAILED,
        /** It was not measured, so nobody knows. */
        UNKNOWN
    }

    /** Returns whether it may go on. */
    public boolean passed() {
        return outcome == Outcome.PASSED;
    }

    /** Returns one line that says all of it. */
    public String line() {
        String said = switch (outcome) {
            case PASSED -> "passed";
            case FAILED -> "failed";
            case UNKNOWN -> "cannot be judged";
        };
        return said + ": " + goal + " (" + found + ")";
    }
}
