package dev.alambic.cli.terminal;

/** Long work, shown while it goes on. */
@FunctionalInterface
public interface Progress extends AutoCloseable {

    /** Says that {@code done} steps are done; {@code note} tells how it stands, for example the loss. */
    void update(long done, String note);

    /** Says how it stands within a step; only shown where it can be replaced by the next. */
    default void note(String note) {}

    /** Says that {@code done} steps of another task are done, which goes on at the same time. */
    default void beside(String other, long done, long steps, String note) {
        note(other + "  " + note);
    }

    @Override
    default void close() {}

    /** Returns a progress that shows nothing. */
    static Progress silent() {
        return (done, note) -> {};
    }
}
