package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A term of one of several tasks: it sees the values of that task alone.
 *
 * @param task its name
 * @param from the first column of its values among those of all tasks
 * @param to behind the last
 */
public record TaskTerm(String task, int from, int to, Term term) implements Term {

    @Override
    public Words words() {
        return term.words().of(task);
    }

    @Override
    public String source() {
        return task + ": " + term.source();
    }

    @Override
    public Set<Tap> needs() {
        return term.needs();
    }

    @Override
    public boolean needsLabels() {
        return term.needsLabels();
    }

    @Override
    public Term fitted(Map<Tap, Shape> shapes, NDManager manager) {
        return new TaskTerm(task, from, to, term.fitted(shapes, manager));
    }

    @Override
    public Map<String, NDArray> weights() {
        return term.weights();
    }

    @Override
    public NDArray loss(Signals signals) {
        return term.loss(new Signals(
                own(signals.logits()),
                own(signals.labels()),
                ownOrNull(signals.teacher()),
                signals.taps(),
                signals.step()));
    }

    private @Nullable NDArray ownOrNull(@Nullable NDArray all) {
        return all == null ? null : own(all);
    }

    /** Returns the columns of the task. */
    private NDArray own(NDArray all) {
        return all.get(new NDIndex(":, {}:{}", from, to));
    }
}
