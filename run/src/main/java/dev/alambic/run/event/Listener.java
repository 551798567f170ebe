package dev.alambic.run.event;

/** Is told what happens in a run, in the thread that runs. */
@FunctionalInterface
public interface Listener {

    /** Listens to nothing. */
    Listener NONE = event -> {};

    void tell(Event event);

    /** Returns a listener that tells this one first, then {@code other}. */
    default Listener and(Listener other) {
        return event -> {
            tell(event);
            other.tell(event);
        };
    }
}
