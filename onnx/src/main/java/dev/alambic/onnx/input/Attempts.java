package dev.alambic.onnx.input;

import dev.alambic.onnx.runtime.EndlessRunException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Tries one choice after the other until a model runs. */
public final class Attempts {

    private Attempts() {}

    /**
     * Returns what {@code run} gives for the first of {@code choices} on which it does not fail; empty if it fails on
     * all.
     *
     * @param failed is told each failure
     * @throws UncheckedIOException if the disk fails, which another choice would not mend
     * @throws EndlessRunException if a run had to be stopped, which others of the same model may have to be as well
     */
    public static <C, R> Optional<R> first(
            List<C> choices, Function<? super C, ? extends R> run, Consumer<RuntimeException> failed) {
        for (C choice : choices) {
            try {
                return Optional.of(run.apply(choice));
            } catch (UncheckedIOException | EndlessRunException e) {
                throw e;
            } catch (RuntimeException e) {
                failed.accept(e);
            }
        }
        return Optional.empty();
    }

    /** As {@link #first(List, Function, Consumer)}, whatever the failures are. */
    public static <C, R> Optional<R> first(List<C> choices, Function<? super C, ? extends R> run) {
        return first(choices, run, failure -> {});
    }
}
