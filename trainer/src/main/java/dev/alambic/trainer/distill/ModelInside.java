package dev.alambic.trainer.distill;

import dev.alambic.data.answer.Answerer;
import dev.alambic.data.answer.Inner;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.match.InnerValues;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Looks into a model in ONNX Runtime, opened once for the values asked for. */
final class ModelInside implements AutoCloseable {

    private final InnerValues values;
    private final Function<List<String>, Answerer> opening;
    private List<String> taps = List.of();
    private @Nullable Answerer opened;

    /** @param opening opens the model for values of its graph */
    ModelInside(OnnxModel model, Function<List<String>, Answerer> opening) {
        this.values = InnerValues.of(model.graph());
        this.opening = opening;
    }

    InnerValues values() {
        return values;
    }

    /** Returns the answers with the values inside, by the names that they were asked for by. */
    Inner inside(float[] samples, int count, List<String> asked) {
        Inner found = opened(asked).inside(samples, count);
        Map<String, Tensor> named = new LinkedHashMap<>();
        for (String tap : asked) {
            named.put(tap, Objects.requireNonNull(found.values().get(valueOf(tap)), tap));
        }
        return new Inner(found.answers(), named);
    }

    private Answerer opened(List<String> asked) {
        Answerer known = opened;
        if (known != null && taps.equals(asked)) {
            return known;
        }
        close();
        Answerer made =
                opening.apply(asked.stream().map(this::valueOf).distinct().toList());
        taps = List.copyOf(asked);
        opened = made;
        return made;
    }

    private String valueOf(String tap) {
        return values.find(tap)
                .orElseThrow(() -> new IllegalArgumentException(
                        "value '" + tap + "': the teacher has no such value" + values.hint(tap)));
    }

    @Override
    public void close() {
        if (opened != null) {
            opened.close();
            opened = null;
        }
    }
}
