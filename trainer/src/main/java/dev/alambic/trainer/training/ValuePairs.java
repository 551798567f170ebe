package dev.alambic.trainer.training;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.alambic.data.input.ModelInputs;
import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.match.ValueKind;
import dev.alambic.trainer.distill.Teacher;
import dev.alambic.trainer.loss.Pair;
import dev.alambic.trainer.loss.Tap;
import dev.alambic.trainer.network.Inference;
import dev.alambic.trainer.network.Inside;
import dev.alambic.trainer.spec.TermSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds the values inside teacher and student that a map is about, by asking both about a few samples. */
record ValuePairs(
        Block student, ModelInputs inputs, @Nullable Teacher teacher, Dataset data, NDManager manager)
        implements TermSpec.Pairing {

    private static final int SAMPLES = 2;

    /** Ranks of features in the order in which they are looked for: maps, tokens, vectors. */
    private static final List<Integer> RANKS = List.of(4, 3, 2);

    @Override
    public List<Pair> pairs(Map<String, String> map, ValueKind kind) {
        return map.isEmpty() ? evenly(kind) : GIVEN.pairs(map, kind);
    }

    private List<Pair> evenly(ValueKind kind) {
        Map<Tap, Shape> own =
                shapes(Inside.names(student, kind).stream().map(Tap::student).toList());
        Map<Tap, Shape> taught =
                shapes(requireTeacher().values(kind).stream().map(Tap::teacher).toList());
        for (int rank : RANKS) {
            List<Tap> ours = ofRank(rank, own);
            List<Tap> theirs = ofRank(rank, taught);
            if (!ours.isEmpty() && !theirs.isEmpty()) {
                int pairs = Math.min(ours.size(), theirs.size());
                return IntStream.rangeClosed(1, pairs)
                        .mapToObj(i -> new Pair(
                                theirs.get(i * theirs.size() / pairs - 1), ours.get(i * ours.size() / pairs - 1)))
                        .toList();
            }
        }
        throw new IllegalArgumentException("map: teacher and student have no values in common that could be paired"
                + " (expected " + (kind == ValueKind.ATTENTION ? "attention" : "layers") + " in both, was "
                + taught.size() + " and " + own.size() + "; name the values, teacher.x: student.y)");
    }

    private static List<Tap> ofRank(int rank, Map<Tap, Shape> shapes) {
        return shapes.entrySet().stream()
                .filter(entry -> entry.getValue().dimension() == rank)
                .map(Map.Entry::getKey)
                .toList();
    }

    private Teacher requireTeacher() {
        if (teacher == null) {
            throw new IllegalArgumentException("map: it leads from a teacher (expected one, was none)");
        }
        return teacher;
    }

    /**
     * Returns the shapes of values, batch first, in the order asked for.
     *
     * @throws IllegalArgumentException if there is no such value
     */
    Map<Tap, Shape> shapes(Collection<Tap> taps) {
        List<String> own = taps.stream().filter(Tap::isStudent).map(Tap::value).toList();
        List<Tap> taught = taps.stream().filter(tap -> !tap.isStudent()).toList();
        int count = Math.min(SAMPLES, data.size());
        float[] samples = new float[count * data.sampleSize()];
        for (int i = 0; i < count; i++) {
            data.copySample(i, samples, i * data.sampleSize());
        }
        Map<Tap, Shape> shapes = new LinkedHashMap<>();
        if (!own.isEmpty()) {
            studentShapes(samples, count, own).forEach((value, shape) -> shapes.put(Tap.student(value), shape));
        }
        if (!taught.isEmpty()) {
            List<String> names = names(taught);
            Map<String, Tensor> values =
                    requireTeacher().inside(samples, count, names).values();
            for (int i = 0; i < names.size(); i++) {
                Tensor value = values.get(names.get(i));
                if (value != null) {
                    shapes.put(taught.get(i), new Shape(value.dims()));
                }
            }
        }
        return shapes;
    }

    /** Returns what the teacher calls these values; one of several teachers is named before its value. */
    static List<String> names(Collection<Tap> taps) {
        List<String> names = new ArrayList<>();
        taps.forEach(tap -> names.add(tap.model().equals(Tap.TEACHER) ? tap.value() : tap.toString()));
        return names;
    }

    private Map<String, Shape> studentShapes(float[] samples, int count, List<String> names) {
        try (NDScope scope = new NDScope();
                NDManager step = manager.newSubManager()) {
            scope.suppressNotUsedWarning();
            NDList batch = Inference.arrays(inputs, samples, count, step);
            Map<String, Shape> shapes = new LinkedHashMap<>();
            Inside.of(student, names)
                    .forward(new ParameterStore(step, false), batch, false)
                    .taps()
                    .forEach((name, value) -> shapes.put(name, value.getShape()));
            return shapes;
        }
    }
}
