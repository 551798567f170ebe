package dev.alambic.onnx.state;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model's state between calls. A step that holds a state sets it, one that lacks it takes what the call before gave,
 * or zeros if there was none.
 *
 * <pre>{@code
 * Carried carried = Carried.of(model);
 * for (Map<String, Tensor> step : steps) {
 *     carried.run(session, step, List.of("probability"));
 * }
 * }</pre>
 */
public final class Carried {
    private final StatePairs pairs;
    private final Graph graph;
    private final Map<String, Tensor> state = new LinkedHashMap<>();

    private Carried(StatePairs pairs, Graph graph) {
        this.pairs = pairs;
        this.graph = graph;
    }

    /** Returns the state of {@code model}, which is that of {@link StatePairs#of}, before its first call. */
    public static Carried of(OnnxModel model) {
        return of(StatePairs.of(model), model.graph());
    }

    /** Returns the state of a model of {@code graph} before its first call; pairs that it lacks do not count. */
    public static Carried of(StatePairs pairs, Graph graph) {
        return new Carried(pairs.in(graph), graph);
    }

    /** Returns {@code step} with the state. */
    public Map<String, Tensor> feeds(Map<String, Tensor> step) {
        if (pairs.isEmpty()) {
            return step;
        }
        Map<String, Tensor> whole = new LinkedHashMap<>(step);
        state.forEach(whole::putIfAbsent);
        return pairs.begun(graph, whole);
    }

    /** Keeps what a call gave. */
    public void keep(Map<String, Tensor> outputs) {
        for (StatePair pair : pairs.pairs()) {
            Tensor given = outputs.get(pair.output());
            if (given != null) {
                state.put(pair.input(), given);
            }
        }
    }

    /** Runs a step, and keeps the state that it gives; returns the outputs of the given names, in their order. */
    public Map<String, Tensor> run(Session session, Map<String, Tensor> step, Collection<String> wanted) {
        if (pairs.isEmpty()) {
            return session.run(step, wanted);
        }
        Set<String> all = new LinkedHashSet<>(wanted);
        all.addAll(pairs.outputs());
        Map<String, Tensor> outputs = session.run(feeds(step), all);
        keep(outputs);
        outputs.keySet().retainAll(Set.copyOf(wanted));
        return outputs;
    }

    /**
     * Returns {@code steps} with the states that {@code model} itself gives, so that each can be run alone. The model is
     * run again on each pass; a pass that is begun is to be gone through to its end.
     */
    public static Iterable<Map<String, Tensor>> recorded(OnnxModel model, Iterable<Map<String, Tensor>> steps) {
        return StatePairs.of(model).isEmpty() ? steps : () -> new Recording(model, steps.iterator());
    }

    private static final class Recording implements Iterator<Map<String, Tensor>> {
        private final Session session;
        private final Carried carried;
        private final Iterator<Map<String, Tensor>> steps;
        private boolean isClosed;

        Recording(OnnxModel model, Iterator<Map<String, Tensor>> steps) {
            this.session = Session.open(model, SessionOptions.defaults());
            this.carried = Carried.of(model);
            this.steps = steps;
        }

        @Override
        public boolean hasNext() {
            if (!steps.hasNext() && !isClosed) {
                isClosed = true;
                session.close();
            }
            return !isClosed;
        }

        @Override
        public Map<String, Tensor> next() {
            Map<String, Tensor> whole = carried.feeds(steps.next());
            carried.run(session, whole, List.of());
            return whole;
        }
    }
}
