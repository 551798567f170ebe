package dev.alambic.workbench.graph;

import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.bench.record.Profile;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.shape.Shapes;
import dev.alambic.workbench.answer.Turns;
import dev.alambic.workbench.shelf.Refusal;
import dev.alambic.workbench.shelf.Shelved;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The graphs of models; those that were looked at last are kept. One is laid out at a time. */
public final class Graphs {
    private static final int MOST_KEPT = 4;

    private final Turns turns = new Turns(1);
    private final Map<Key, Known> kept = new LinkedHashMap<>();

    private record Key(Path file, FileTime changed) {}

    private record Known(OnnxModel model, GraphPlan plan) {}

    /**
     * Draws a graph.
     *
     * @param open numbers of open blocks; null for as many as can be looked at, a list with a negative one for all
     * @throws Refusal if there is no such model, it cannot be read, or too much is open
     */
    public Drawn draw(Shelved shelved, String name, @Nullable List<Integer> open) {
        return turns.take(() -> {
            GraphPlan plan = known(shelved, name).plan;
            Set<Integer> shown =
                    open == null ? plan.first() : plan.known(open.stream().anyMatch(id -> id < 0) ? plan.all() : open);
            String spoken = "Graph of " + name + ", " + plan.nodes().size() + " nodes";
            return new Drawn(
                    GraphPicture.of(plan, shown, spoken),
                    shown.stream().filter(id -> id > 0).toList(),
                    plan.nodes().size(),
                    plan.blockCount(),
                    plan.micros() > 0);
        });
    }

    /** What a search has found. */
    public record Found(int index, String name, String operator, List<Integer> blocks) {
        public Found {
            blocks = List.copyOf(blocks);
        }
    }

    /** Returns the nodes whose name, operator or outputs hold the words, the first 50. */
    public List<Found> find(Shelved shelved, String name, String words) {
        return turns.take(() -> {
            GraphPlan plan = known(shelved, name).plan;
            return plan.find(words).stream()
                    .map(index -> {
                        Node node = plan.nodes().get(index);
                        String called =
                                node.name().isEmpty() && !node.outputs().isEmpty() ? node.output() : node.name();
                        return new Found(index, called, node.opType(), plan.around(index));
                    })
                    .toList();
        });
    }

    /**
     * Returns all about a node.
     *
     * @throws Refusal if there is none of this number
     */
    public NodeFacts facts(Shelved shelved, String name, int index) {
        return turns.take(() -> {
            Known known = known(shelved, name);
            if (index < 0 || index >= known.plan.nodes().size()) {
                throw Refusal.missing("node");
            }
            return NodeFacts.of(known.plan, index, types(known.model));
        });
    }

    private static Function<String, @Nullable TensorType> types(OnnxModel model) {
        try {
            Shapes shapes = Shapes.inferred(model);
            return value -> shapes.type(value).orElse(null);
        } catch (InvalidModelException | UnsupportedModelException e) { // a picture needs no runtime
            return value -> null;
        }
    }

    /** Draws something small: the first layout takes ten times longer than the second. */
    public void warm() {
        Graph two = Graph.build("warm", graph -> {
            graph.node("Relu", List.of("x"), "y");
            graph.node("Relu", List.of("y"), "z");
        });
        GraphPicture.of(new GraphPlan(OnnxModel.of(two, 17), Map.of()), Set.of(0), "");
    }

    private Known known(Shelved shelved, String name) {
        Path file = shelved.model(name);
        try {
            Key key = new Key(file.toAbsolutePath().normalize(), Files.getLastModifiedTime(file));
            synchronized (kept) {
                Known known = kept.remove(key);
                if (known == null) {
                    OnnxModel model = OnnxModel.read(file);
                    known = new Known(model, new GraphPlan(model, times(shelved, name)));
                }
                kept.put(key, known);
                if (kept.size() > MOST_KEPT) {
                    kept.remove(kept.keySet().iterator().next());
                }
                return known;
            }
        } catch (InvalidModelException | UnsupportedModelException | UncheckedIOException | IOException e) {
            throw new Refusal(422, "model " + name + ": cannot be read", e);
        }
    }

    /** The runtime calls what it has fused or laid out otherwise by the last node of it, with a word behind. */
    private static String own(String measured) {
        return measured.replaceFirst("(_nchwc|_token_\\d+)+$", "");
    }

    /** Returns the times that the run has measured. */
    private static Map<String, Double> times(Shelved shelved, String name) {
        Map<String, Double> times = new HashMap<>();
        try {
            Comparison comparison = shelved.folder() == null
                    ? null
                    : shelved.folder().comparison().orElse(null);
            if (comparison == null) {
                return times;
            }
            for (ModelResult result : comparison.models()) {
                Profile profile = result.name().equals(name) ? result.profile() : null;
                if (profile != null) {
                    profile.nodes().forEach(node -> times.merge(own(node.node()), node.micros(), Double::sum));
                }
            }
        } catch (InvalidDataException | UncheckedIOException e) {
            // the picture has no times, then
        }
        return times;
    }
}
