package dev.alambic.data.format;

import dev.alambic.data.sample.InputSamples;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.state.StatePairs;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Samples as calls of a model with state: the first of a sequence holds the state that was given with it, or zeros, the
 * others hold none; a cache that grows stays with the sample that it was given with.
 */
public final class Sequences {

    private Sequences() {}

    /**
     * Returns {@code samples} as one sequence, or as many as the request says; as they are for a model without state.
     */
    public static InputSamples of(InputSamples samples, SampleRequest request) {
        if (request.states().isEmpty()) {
            return samples;
        }
        Iterable<Map<String, Tensor>> steps = () -> new Steps(samples.batches().iterator(), request);
        return new InputSamples(steps, samples.count(), samples.source(), samples.form());
    }

    private static final class Steps implements Iterator<Map<String, Tensor>> {
        private final Iterator<Map<String, Tensor>> samples;
        private final SampleRequest request;
        private final StatePairs states;
        private long taken;

        Steps(Iterator<Map<String, Tensor>> samples, SampleRequest request) {
            this.samples = samples;
            this.request = request;
            this.states = request.states();
        }

        @Override
        public boolean hasNext() {
            return samples.hasNext();
        }

        @Override
        public Map<String, Tensor> next() {
            Map<String, Tensor> sample = samples.next();
            boolean begins = request.sequence() == 0 ? taken == 0 : taken % request.sequence() == 0;
            taken++;
            return begins ? states.begun(request.model().graph(), sample) : goingOn(sample, request);
        }
    }

    /**
     * Returns a call that goes on from the one before: without its state, unless that grows. A cache of its own length
     * belongs to the other inputs of its sample, such as a mask.
     */
    private static Map<String, Tensor> goingOn(Map<String, Tensor> sample, SampleRequest request) {
        StatePairs states = request.states();
        boolean own =
                states.isGrowing(request.model().graph()) && sample.keySet().containsAll(states.inputs());
        return own ? sample : states.continued(sample);
    }

    /**
     * Returns the calls of several sequences one after the other: an equal share of each, from its beginning on.
     *
     * @param sequences whole, with or without states
     */
    static List<Map<String, Tensor>> joined(List<List<Map<String, Tensor>>> sequences, SampleRequest request) {
        List<List<Map<String, Tensor>>> parts = new ArrayList<>();
        for (List<Map<String, Tensor>> each : sequences) {
            int length = request.sequence() == 0 ? each.size() : request.sequence();
            for (int start = 0; start < each.size(); start += length) {
                parts.add(each.subList(start, Math.min(each.size(), start + length)));
            }
        }
        Graph graph = request.model().graph();
        List<Map<String, Tensor>> steps = new ArrayList<>();
        int left = request.most();
        for (int i = 0; i < parts.size(); i++) {
            List<Map<String, Tensor>> part = parts.get(i);
            int share = Math.min(part.size(), Math.max(1, left / (parts.size() - i)));
            for (int step = 0; step < Math.min(share, left); step++) {
                steps.add(step == 0 ? request.states().begun(graph, part.get(0)) : goingOn(part.get(step), request));
            }
            left -= Math.min(share, left);
        }
        return steps;
    }
}
