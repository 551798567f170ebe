package dev.alambic.workbench.shelf;

/** What a request is refused with: the only messages of failures that leave the server, so none names a path. */
public final class Refusal extends RuntimeException {
    private static final int LONGEST = 300;

    private final int status;

    /** @param status of HTTP, 400 to 599 */
    public Refusal(int status, String line) {
        this(status, line, null);
    }

    public Refusal(int status, String line, @org.jspecify.annotations.Nullable Throwable cause) {
        super(oneLine(line), cause);
        this.status = status;
    }

    /** Refuses what is not there. */
    public static Refusal missing(String what) {
        return new Refusal(404, what + ": not here");
    }

    private static String oneLine(String line) {
        String one = line.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        return one.length() > LONGEST ? one.substring(0, LONGEST - 1) + "…" : one;
    }

    public int status() {
        return status;
    }

    /** Returns what is said, in one line. */
    public String line() {
        return String.valueOf(getMessage());
    }
}
